// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * client32: a 32-bit program in a 64-bit kernel makes each call that a client
 * makes. Only the number of INIT_TRACE tells the width of a word: a client of
 * this kernel says the one of its words, its own is none (as in Linux, where
 * that is how 32-bit fuzzers do it). Everything else has one layout. In a
 * kernel without the module that runs sections, a call of read() is traced
 * instead, and nothing is delivered.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/kcov.h>

#include "tests/conformance/sections.h"
#include "tests/unit/tap.h"

#define KCOV_PATH "/sys/kernel/debug/kcov"
#define INIT_TRACE_64 _IOR('c', 1, uint64_t)
#define HANDLE (KCOV_SUBSYSTEM_USB | 1)

enum { WORDS = 4096 };

_Static_assert(sizeof(long) == 4, "a 32-bit program");

static int device, module;
static volatile uint64_t *area;

static bool play(const struct section_step script[SECTIONS_STEPS])
{
	if (module < 0)
		return read(-1, NULL, 0) < 0;
	return !ioctl(module, SECTIONS_PLAY, script);
}

/* Addresses of the kernel do not fit into a word of this program. */
static bool collected(void)
{
	uint64_t i, n = area[0];

	for (i = 1; i <= n; i++)
		if (area[i] >> 32 != 0xffffffff)
			return false;
	return n > 0 && n < WORDS;
}

static void size_and_map(void)
{
	void *memory;

	tap_ok(ioctl(device, KCOV_INIT_TRACE, WORDS) < 0 && errno == ENOTTY,
	       "INIT_TRACE of 32-bit words is unknown");
	tap_ok(!ioctl(device, INIT_TRACE_64, WORDS),
	       "INIT_TRACE of 64-bit words is served");
	tap_ok(ioctl(device, INIT_TRACE_64, WORDS) < 0 && errno == EBUSY,
	       "INIT_TRACE a second time is refused");
	memory = mmap(NULL, WORDS * sizeof(long), PROT_READ | PROT_WRITE,
		      MAP_SHARED, device, 0);
	tap_ok(memory == MAP_FAILED && errno == EINVAL,
	       "mmap of 32-bit words is refused");
	memory = mmap(NULL, WORDS * sizeof(uint64_t), PROT_READ | PROT_WRITE,
		      MAP_SHARED, device, 0);
	tap_ok(memory != MAP_FAILED, "mmap of 64-bit words is served");
	area = memory;
}

static void collect(void)
{
	static const struct section_step script[SECTIONS_STEPS] = {
		{ SECTION_TARGET, TARGET_A },
	};

	tap_ok(!ioctl(device, KCOV_ENABLE, KCOV_TRACE_PC), "ENABLE is served");
	tap_ok(play(script) && collected(),
	       "what the kernel runs is recorded in 64-bit words");
	tap_ok(ioctl(device, KCOV_DISABLE, 1) < 0 && errno == EINVAL,
	       "DISABLE with an argument is refused");
	tap_ok(!ioctl(device, KCOV_DISABLE, 0), "DISABLE is served");
}

static void collect_remotely(void)
{
	static const struct section_step script[SECTIONS_STEPS] = {
		{ SECTION_START, HANDLE },
		{ SECTION_TARGET, TARGET_A },
		{ SECTION_STOP, 0 },
	};
	struct {
		struct kcov_remote_arg arg;
		uint64_t handles[1];
	} remote = { .arg = { .trace_mode = KCOV_TRACE_PC,
			      .area_size = WORDS,
			      .num_handles = 1 },
		     .handles = { HANDLE } };

	area[0] = 0;
	tap_ok(!ioctl(device, KCOV_REMOTE_ENABLE, &remote),
	       "REMOTE_ENABLE is served");
	if (module >= 0)
		tap_ok(play(script) && collected(), "a section is delivered");
	remote.arg.num_handles = KCOV_REMOTE_MAX_HANDLES + 1;
	tap_ok(ioctl(device, KCOV_REMOTE_ENABLE, &remote) < 0 &&
		       errno == EINVAL,
	       "REMOTE_ENABLE of too many handles is refused");
	tap_ok(!ioctl(device, KCOV_DISABLE, 0), "a session is disabled");
}

int main(void)
{
	device = open(KCOV_PATH, O_RDWR);
	module = open(SECTIONS_PATH, O_RDWR);
	tap_ok(device >= 0, "open is served");
	if (!tap_failed)
		size_and_map();
	if (!tap_failed)
		collect();
	if (!tap_failed)
		collect_remotely();
	return tap_done();
}
