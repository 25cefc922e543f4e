// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What tests/conformance/leftovers.h declares, of a host whose memory is what
 * kcov_port_alloc() hands out: the linker puts this before it.
 */
#include "tests/conformance/leftovers.h"

#include "host.h"
#include "tests/conformance/harness.h"

void *__real_kcov_port_alloc(size_t bytes);
void __real_kcov_port_free(void *memory, size_t bytes);
void *__wrap_kcov_port_alloc(size_t bytes);
void __wrap_kcov_port_free(void *memory, size_t bytes);

static long objects, used_bytes;

static void account(long more, size_t bytes)
{
	__atomic_fetch_add(&objects, more, __ATOMIC_RELAXED);
	__atomic_fetch_add(&used_bytes, more * (long)bytes, __ATOMIC_RELAXED);
}

void *__wrap_kcov_port_alloc(size_t bytes)
{
	void *memory = __real_kcov_port_alloc(bytes);

	if (memory)
		account(1, bytes);
	return memory;
}

void __wrap_kcov_port_free(void *memory, size_t bytes)
{
	if (memory)
		account(-1, bytes);
	__real_kcov_port_free(memory, bytes);
}

/* Whatever file of a system is asked: objects are what there is to count. */
long proc_lines(const char *path, const char *word)
{
	(void)path;
	(void)word;
	return objects;
}

long kernel_areas(void)
{
	return objects;
}

bool kernel_areas_fall_to(long most)
{
	return objects <= most;
}

struct leftovers leftovers_now(void)
{
	return (struct leftovers){ .descriptors = open_descriptors(),
				   .areas = objects,
				   .used = used_bytes };
}

void check_no_leftovers(const struct leftovers *before)
{
	CHECK_EQ(open_descriptors(), before->descriptors);
	CHECK_EQ(objects, before->areas);
	CHECK_EQ(used_bytes, before->used);
}
