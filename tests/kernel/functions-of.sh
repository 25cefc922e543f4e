# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
#
# functions_of IMAGE PCS: the function of every record in that file, the same
# place again left out; lines of another kind stay as they are. A record is where
# the callback returns to, so its block ends a byte before. Each PC is looked up
# once, since many traces have few different ones. Sourced.

functions_of() {
	local image=$1 pcs=$2 distinct
	distinct=$(grep '^0x' "$pcs" | sort -u)
	while read -r pc; do
		printf '0x%x\n' $((pc - 1))
	done <<<"$distinct" | addr2line -f -e "$image" | paste -d ' ' - - | paste -d ' ' <(echo "$distinct") - |
		awk 'NR == FNR { name[$1] = $2; place[$1] = $2 " " $3; next }
			!/^0x/ { last = ""; print; next }
			place[$1] != last { last = place[$1]; print name[$1] }' - "$pcs"
}
