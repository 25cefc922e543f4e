# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=sh
#
# prelude.sh MODULE COMMAND...: in a guest, what has to happen before the
# conformance programs run; then becomes the command. MODULE may be missing.

PATH=$PATH:/usr/sbin:/sbin
module=$1
shift
[ ! -e "$module" ] || insmod "$module" || exit

# The race detector watches everybody but reports us alone.
races=/sys/kernel/debug/kcsan
if [ -e $races ]; then
	echo whitelist >$races
	awk '$3 ~ /^kcov_device_init$/ { ours = 1 }
		ours && tolower($2) == "t" && $3 !~ /^_?_?(pfx|cfi)_/ { print "!" $3 }
		$3 ~ /^kcov_port_device_free$/ { exit }' /proc/kallsyms |
		while read -r name; do echo "$name" >$races; done
	echo on >$races
fi

"$@"
status=$?
if [ -e $races ]; then
	sed -n 's/^\(setup_watchpoints\|data_races\|report_races\): /# races: &/p' $races
fi
exit $status
