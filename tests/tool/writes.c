// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A client of its own that writes what it has collected as recordings: PCs of a
 * work, comparisons, and so many PCs that they need many chunks.
 */
#include <fcntl.h>
#include <linux/kcov.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <kcov/images.h>
#include <kcov/recording.h>

#define WORDS 65536

__attribute__((noinline)) int work(int x)
{
	return x > 2 ? x * 3 : x - 1;
}

static volatile int sink;

static struct kcov_recording *begin(const char *name, const char *mode)
{
	struct kcov_recording *to = kcov_recording_open(name);
	struct kcov_images *images = kcov_images_take();
	size_t i;

	kcov_recording_fact(to, "host", "user");
	kcov_recording_fact(to, "mode", mode);
	for (i = 0; i < images->count; i++)
		kcov_recording_image(to, images->image[i].start,
				     images->image[i].end,
				     images->image[i].bias,
				     images->image[i].build_id,
				     images->image[i].path);
	kcov_recording_task(to, 7, 8, "a worker");
	kcov_images_free(images);
	return to;
}

static int end(struct kcov_recording *to)
{
	if (!kcov_recording_close(to))
		return 0;
	perror("recording");
	return 1;
}

int main(int argc, char **argv)
{
	int fd = open("/sys/kernel/debug/kcov", O_RDWR), i;
	unsigned long *area, *many = calloc(300000, sizeof(*many));
	uint64_t comparison[8] = { 4, 1, ~0ull, 5, 7, 1ull << 63, 0, 4 };
	struct kcov_recording *to;

	ioctl(fd, KCOV_INIT_TRACE, WORDS);
	area = mmap(NULL, WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC);
	area[0] = 0;
	sink = work(argc);
	ioctl(fd, KCOV_DISABLE, 0);
	to = begin(argv[1], "pc");
	kcov_recording_pcs(to, area + 1, area[0]);
	kcov_recording_lost(to, 3);
	if (end(to))
		return 1;
	to = begin(argv[2], "cmp");
	kcov_recording_comparisons(to, comparison, 2);
	if (end(to))
		return 1;
	for (i = 0; i < 300000; i++)
		many[i] = (unsigned long)i * 0x9e3779b97f4a7c15ul >> i % 64;
	to = begin(argv[3], "pc");
	kcov_recording_pcs(to, many, 300000);
	for (i = 0; i < 300000; i++)
		printf("0x%lx\n", many[i]);
	return end(to);
}
