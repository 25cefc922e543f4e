#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# hotpath.sh OBJECT...: rules for the machine code of callbacks, read off the
# disassembly of x86 objects. Every __sanitizer_cov_trace_* in them must be a
# leaf: no call, no stack protector, no vector register, no jump elsewhere, and
# (comparisons on 32-bit machines and switches excepted) no frame and no use of
# the stack but to read the return address. __sanitizer_cov_trace_pc must fit
# the budget for its object in tests/codegen/budgets. What records starts a cache
# line.
# kills: a helper that is not inlined, a flag lost from a build file.
set -uo pipefail

here=${0%/*}
run=0 failed=0 budgeted=0

result() {
	((run += 1))
	[[ $1 == ok ]] || ((failed += 1))
	printf '%s %d - %s\n' "${1/bad/not ok}" "$run" "$2"
}

# The instructions of one function, one a line: mnemonic and operands. In an
# unlinked object a jump to another symbol looks like one to the next
# instruction, and only its relocation names the target: "@symbol" at the end.
body_of() {
	objdump --disassemble="$2" --reloc --no-show-raw-insn "$1" | awk -v name="<$2>:" '
		$2 == name { inside = 1; next }
		inside && /^$/ { exit }
		inside && $2 ~ /^R_(X86_64|386)_/ { line = line " @" $3; next }
		inside {
			if (line != "") print line
			line = $0
			sub(/^ *[0-9a-f]+:[ \t]*/, "", line)
			sub(/^((notrack|bnd) +)+/, "", line)
		}
		END { print line }' |
		grep -vE '^(data16 |cs )*(nop|xchg +%ax,%ax)|^$' # padding
}

budget_of() {
	local pattern budget
	while read -r pattern budget _; do
		# shellcheck disable=SC2053 # a pattern
		[[ $pattern != '#'* && $1 == $pattern ]] && echo "$budget" && return
	done <"$here/budgets"
}

# 64-bit operands want more registers than a 32-bit machine has to give.
may_save_registers() {
	# User-Mode Linux finds its thread by the address of a local variable.
	[[ $1 == *um-i386* ]] ||
		[[ $1 != *trace_pc && ($1 == *m32* || $1 == *trace_switch) ]]
}

# What a rule's pattern may match after all: UML finds `current` from the stack
# pointer without a look at the stack, and the return address is what we record.
excused() {
	case $1 in
	"access to the stack") grep -vE '^lea |^mov +\(%[er]sp\),%' ;;
	"jump to elsewhere") grep -vE "^j[a-z]+ +[0-9a-f]+ <$2\+0x[0-9a-f]+>$" ;;
	*) cat ;;
	esac
}

# The lines of a body that match. A process for each rule would take longer.
matching() {
	local line
	matched=
	while IFS= read -r line; do
		[[ ! $line =~ $1 ]] || matched+=$line$'\n'
	done <<<"$2"
}

check_rules() {
	local name=$1 function=$2 body=$3 rule pattern offenders matched
	while IFS='|' read -r rule pattern; do
		[[ $rule != *stack ]] && [[ $rule != "stack frame" ]] ||
			! may_save_registers "$name" || continue
		matching "$pattern" "$body"
		offenders=${matched:+$(excused "$rule" "$function" <<<"${matched%$'\n'}")}
		if [[ $offenders ]]; then
			result bad "$name has no $rule"
			head -n 3 <<<"$offenders" | sed 's/^/#   /'
		else
			result ok "$name has no $rule"
		fi
	done <<'RULES'
call|^([a-z0-9.]+ +)*l?call
stack frame|^(push|pop|enter|leave)|,%[er]sp$
access to the stack|\(%[er](sp|bp)|,%[er](sp|bp),
stack protector|%[fg]s:(0x28|0x14)\b
vector register|%[xyz]?mm[0-9]|%st\b
jump to elsewhere|^j|^(loop|xbegin)
RULES
}

# In an unlinked object the address counts from the start of a section, which
# is as aligned as its header says. Linked kernels choose their own alignment.
starts_a_line() {
	local object=$1 function=$2 address section type
	[[ $object != *linux ]] || return 0
	# "address flags section<tab>size [visibility] name"
	read -r address section < <(objdump -t "$object" | awk -F '\t' -v name="$function" '
		$0 ~ " " name "$" { n = split($1, word, " "); print word[1], word[n] }')
	((16#$address % 64 == 0)) || return 1
	type=$(objdump -f "$object")
	[[ $type == *HAS_RELOC* ]] || return 0
	objdump -h "$object" | awk -v section="$section" '
		$2 == section { split($NF, power, "[*][*]"); found = power[2] >= 6 }
		END { exit !found }'
}

check_budget() {
	local object=$1 name=$2 body=$3 budget count
	budget=$(budget_of "$object")
	count=$(wc -l <<<"$body")
	if [[ -z $budget ]]; then
		result bad "$name has a budget ($count instructions, no line in budgets)"
	elif ((count <= budget)); then
		result ok "$name has $count instructions of $budget"
	else
		result bad "$name has $count instructions of $budget"
	fi
	((budgeted += 1))
}

check_alignment() {
	if starts_a_line "$1" "$3"; then
		result ok "$2 starts a cache line"
	else
		result bad "$2 starts a cache line"
	fi
}

for object; do
	[[ $(objdump -f "$object" 2>&1) == *'architecture: i386'* ]] ||
		result bad "$object is an x86 object"
	functions=$(nm "$object" | awk '$2 ~ /[TtWw]/ && /__sanitizer_cov_trace_/ { print $3 }')
	[[ $functions ]] || result bad "$object has a callback"
	for function in $functions; do
		body=$(body_of "$object" "$function")
		name="${object##*/codegen/} ${function#__sanitizer_cov_}"
		if [[ -z $body ]]; then
			result bad "$name can be disassembled"
			continue
		fi
		check_rules "$name" "$function" "$body"
		[[ $function != __sanitizer_cov_trace_pc ]] ||
			check_budget "$object" "$name" "$body"
		# floating-point comparisons are not recorded
		[[ $function == *_cmp[fd] ]] ||
			check_alignment "$object" "$name" "$function"
	done
done

# Checking nothing is what a broken build or a renamed symbol looks like.
((budgeted)) || result bad "a __sanitizer_cov_trace_pc was among the objects"

echo "1..$run"
((!failed))
