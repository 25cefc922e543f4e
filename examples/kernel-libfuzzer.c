// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * libFuzzer on a kernel: the process is fuzzed in the guest, what decides is
 * which edges of the kernel the call ran. Inputs are classic filters of sockets.
 *
 *   clang -g -fsanitize=fuzzer examples/kernel-libfuzzer.c -o kernel-libfuzzer
 *   scripts/kernel-run ./kernel-libfuzzer -runs=20000 -rss_limit_mb=0
 */
#include <linux/filter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <kcov/counters.h>

/* libFuzzer finds them by the section, and sets them to 0 before each input. */
__attribute__((section(
	"__libfuzzer_extra_counters"))) static uint8_t extra[KCOV_COUNTERS];

static void attach(const uint8_t *input, size_t bytes)
{
	struct sock_filter code[64];
	struct sock_fprog program = { .filter = code };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	program.len = (unsigned short)(bytes / sizeof(*code) < 64 ?
					       bytes / sizeof(*code) :
					       64);
	memcpy(code, input, program.len * sizeof(*code));
	setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t bytes);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t bytes)
{
	static struct kcov_counters counters = { .fd = -1 };
	int status = 0;

	if (counters.fd < 0)
		status = kcov_counters_open(&counters);
	if (!status)
		status = kcov_counters_begin(&counters);
	if (status) {
		fprintf(stderr, "no counters of edges: %s\n",
			strerror(-status));
		exit(1);
	}
	attach(input, bytes);
	kcov_counters_end(&counters, extra, KCOV_COUNTERS);
	return 0;
}
