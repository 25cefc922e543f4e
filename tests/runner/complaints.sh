# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# Whether the kernel complained since the last look. One process reads its log
# for the whole run: two for each test cost a kernel in UML more than most tests
# do. Sourced by run.

COMPLAINT='WARNING:|BUG:|Oops|Call Trace|general protection'
complaints=0

# Answers each line with how many records of the log, so far, are complaints;
# what was logged before it began is nobody's fault. EPIPE: some were lost.
# shellcheck disable=SC2016 # Perl's variables
READ_LOG='use Errno; use Fcntl;
	my ($complaint, $log) = @ARGV;
	my $count = 0;
	sysopen(LOG, $log, O_RDONLY | O_NONBLOCK) or exit 1;
	sysseek(LOG, 0, SEEK_END);
	$| = 1;
	while (defined(my $asked = readline(STDIN))) {
		while (defined(sysread(LOG, my $record, 8192)) || $!{EPIPE}) {
			last if defined($record) && $record eq "";
			$count++ if ($record // "") =~ /$complaint/;
		}
		print "$count\n";
	}'

# Where there is no Perl, dmesg tells. A reader may be gone at any moment, with its
# descriptors: that is an answer, and must not end the runner.
watch_kernel() {
	reader=''
	[[ $host != user ]] || return 0
	if command -v perl >/dev/null; then
		reader=yes
		trap : PIPE
		coproc kernel_log { exec perl -e "$READ_LOG" "$COMPLAINT" "${KCOV_TEST_LOG:-/dev/kmsg}"; }
	fi
	count_complaints || die "the log of the kernel cannot be read"
	complaints=$now
}

count_complaints() {
	if [[ $reader ]]; then
		{ echo >&"${kernel_log[1]:-}" && read -r now <&"${kernel_log[0]:-}"; } 2>/dev/null
	else
		now=$(dmesg 2>/dev/null | grep -cE "$COMPLAINT")
	fi
}

# A log that cannot be read any more is one too.
kernel_complained() {
	local now
	[[ $host != user ]] || return 1
	count_complaints && ((now == complaints)) && return 1
	complaints=${now:-0}
}
