#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# hotpath.sh OBJECT...: rules for the machine code of callbacks, read off the
# disassembly of x86 objects. Every __sanitizer_cov_trace_* in them must be a
# leaf: no call, no stack protector, no vector register, no jump elsewhere, and
# (comparisons on 32-bit machines and switches excepted) no frame. __sanitizer_cov_trace_pc must fit the budget for
# its object in tests/codegen/budgets, and start a cache line.
# kills: a helper that is not inlined, a flag lost from a build file.
set -uo pipefail

here=${0%/*}
run=0 failed=0

result() {
	((run += 1))
	[[ $1 == ok ]] || ((failed += 1))
	printf '%s %d - %s\n' "${1/bad/not ok}" "$run" "$2"
}

# The instructions of one function, one a line: mnemonic and operands.
body_of() {
	objdump --disassemble="$2" --no-show-raw-insn "$1" | awk -v name="<$2>:" '
		$2 == name { inside = 1; next }
		inside && /^$/ { exit }
		inside { sub(/^ *[0-9a-f]+:[ \t]*/, ""); print }' |
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
	[[ $1 != *"trace_pc" && ($1 == *m32* || $1 == *trace_switch) ]]
}

check_rules() {
	local name=$1 body=$2 rule pattern
	while IFS='|' read -r rule pattern; do
		[[ $rule != "stack frame" ]] || ! may_save_registers "$name" ||
			continue
		if grep -qE "$pattern" <<<"$body"; then
			result bad "$name has no $rule"
			grep -E "$pattern" <<<"$body" | head -n 3 | sed 's/^/#   /'
		else
			result ok "$name has no $rule"
		fi
	done <<'RULES'
call|^call
stack frame|^(push|pop|enter|leave)|^(sub|add) .*,%[er]sp
stack protector|%[fg]s:(0x28|0x14)\b
vector register|%[xyz]mm
jump to elsewhere|^jmp +\*|^jmp +[0-9a-f]+ <[^>+]*>$
RULES
}

check_budget() {
	local object=$1 name=$2 body=$3 budget count address
	budget=$(budget_of "$object")
	count=$(wc -l <<<"$body")
	if [[ -z $budget ]]; then
		result bad "$name has a budget ($count instructions, no line in budgets)"
	elif ((count <= budget)); then
		result ok "$name has $count instructions of $budget"
	else
		result bad "$name has $count instructions of $budget"
	fi
	address=$(nm "$object" | awk '$3 == "__sanitizer_cov_trace_pc" { print $1 }')
	if ((16#$address % 64 == 0)) || [[ $object == *linux ]]; then
		result ok "$name starts a cache line"
	else
		result bad "$name starts a cache line (0x$address)"
	fi
}

for object; do
	functions=$(nm "$object" | awk '$2 ~ /[Tt]/ && /__sanitizer_cov_trace_/ { print $3 }')
	[[ $functions ]] || result bad "$object has a callback"
	for function in $functions; do
		body=$(body_of "$object" "$function")
		name="${object##*/codegen/} ${function#__sanitizer_cov_}"
		if [[ -z $body ]]; then
			result bad "$name can be disassembled"
			continue
		fi
		check_rules "$name" "$body"
		[[ $function != __sanitizer_cov_trace_pc ]] ||
			check_budget "$object" "$name" "$body"
	done
done

echo "1..$run"
((run && !failed))
