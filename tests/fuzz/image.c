// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as a program, a library or a module with its debug information: an
 * index is made of them, or it is said that none can be. What is made answers
 * every question, knows each of its points by the address, and is believed when
 * it comes from the cache.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/fuzz/questions.h"
#include "tests/fuzz/target.h"
#include "tool/base/fail.h"
#include "tool/index/cache.h"

/* Nothing but the input decides what comes out: no cache, no network. */
static void set_up(void)
{
	quiet = 2;
	setenv("XDG_CACHE_HOME", "/dev/null", 1);
	unsetenv("DEBUGINFOD_URLS");
}

static struct index *index_of_bytes(const uint8_t *bytes, size_t count)
{
	int fd = memfd_create("image", MFD_CLOEXEC);
	struct index *index;
	char path[64];

	if (fd < 0 || write(fd, bytes, count) != (ssize_t)count)
		abort();
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)getpid(), fd);
	index = index_of_file(path);
	close(fd);
	return index;
}

static void check_points(const struct index *index)
{
	size_t i;

	for (i = 0; i < index->points_count; i++)
		if (index_point(index,
				index_address(index, &index->points[i])) !=
		    &index->points[i])
			abort();
}

static void check_again(const struct index *index)
{
	struct index *again =
		index_over(index->header, (size_t)index->header->bytes);

	if (!again)
		abort();
	free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct index *index;

	set_up();
	index = index_of_bytes(bytes, count);
	if (index) {
		ask_everything(index);
		check_points(index);
		check_again(index);
		index_free(index);
	}
	return 0;
}
