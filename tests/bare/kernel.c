// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The least that a kernel does with its port, to be linked and nothing else. As
 * compilers call them, the functions on memory are there too.
 */
#include <uapi/linux/kcov.h>

#include "port/bare/bare.h"

void *memcpy(void *to, const void *from, size_t bytes);
void *memset(void *memory, int byte, size_t bytes);
int memcmp(const void *one, const void *other, size_t bytes);
void __sanitizer_cov_trace_pc(void);
void _start(void);

void *memcpy(void *to, const void *from, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		((volatile char *)to)[i] = ((const char *)from)[i];
	return to;
}

void *memset(void *memory, int byte, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		((volatile char *)memory)[i] = (char)byte;
	return memory;
}

int memcmp(const void *one, const void *other, size_t bytes)
{
	const volatile unsigned char *a = one, *b = other;

	for (size_t i = 0; i < bytes; i++)
		if (a[i] != b[i])
			return a[i] - b[i];
	return 0;
}

enum { WORDS = 64 };

static struct kcov_task first;
static uintptr_t copy[WORDS];

void _start(void)
{
	struct kcov_device *device;

	bare_task_created(&first);
	bare_cpu()->task = &first;
	kcov_interrupts_prepare(1, WORDS);
	device = bare_open();
	if (!device)
		return;
	bare_ioctl(device, KCOV_INIT_TRACE, WORDS);
	bare_ioctl(device, KCOV_ENABLE, KCOV_TRACE_PC);
	__sanitizer_cov_trace_pc();
	bare_remote_start(kcov_remote_handle(KCOV_SUBSYSTEM_USB, 1));
	bare_remote_stop();
	bare_ioctl(device, KCOV_DISABLE, 0);
	bare_read(device, (uintptr_t)copy, sizeof(copy), 0);
	bare_map(device, sizeof(copy), 0);
	bare_task_exited();
	bare_close(device);
}
