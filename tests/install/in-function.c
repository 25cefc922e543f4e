// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Traces tail.c and prints the canonical trace, or the raw one; or the map of
 * images. Where no count may lead is asked of an area that lies, and where a
 * library is of one that was loaded late.
 */
#include <dlfcn.h>
#include <kcov/kcov.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WORDS 1024

void decide(int value);

static void print(const void *area, const struct kcov_images *images,
		  const char *form)
{
	const struct kcov_image *image;
	uintptr_t offset;
	size_t i;

	for (i = 0; i < kcov_pcs(area, WORDS); i++) {
		uintptr_t pc = kcov_pc(area, WORDS, i);

		image = kcov_images_find(images, pc, &offset);
		if (!image)
			puts("nowhere");
		else if (!strcmp(form, "raw"))
			printf("0x%lx\n", (unsigned long)pc);
		else
			printf("%s+0x%lx\n", image->build_id,
			       (unsigned long)offset);
	}
}

/* No count, however large, leads beyond the area. */
static int hostile(void)
{
	unsigned long area[6] = { -1ul, 11, 12, 13, 14, 15 };
	struct kcov_comparison record;

	if (kcov_pcs(area, 6) != 5 || kcov_pc(area, 6, 4) != 15 ||
	    kcov_pc(area, 6, 5) || kcov_pc(area, 6, -1ul) || kcov_pcs(area, 0))
		return 1;
	record = kcov_comparison(area, 6, 0);
	if (kcov_comparisons(area, 6) != 1 || record.type != 11 ||
	    record.pc != 14 || kcov_comparison(area, 6, 1).type ||
	    kcov_comparisons(area, 4) || kcov_comparisons(area, 0))
		return 1;
	kcov_client_reset(area);
	return kcov_pcs(area, 6) || kcov_comparisons(area, 6);
}

/*
 * A library that was opened after the map was taken is in the next one, and
 * gone from it when it was closed; what was recorded of it has its place in the
 * map that was taken in time.
 */
static int late(int device, void *area, const char *path)
{
	struct kcov_images *before = kcov_images_take();
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	void (*decide_there)(int) =
		library ? (void (*)(int))dlsym(library, "decide") : NULL;
	struct kcov_images *during, *after;
	const struct kcov_image *image;
	uintptr_t offset, pc;

	if (!decide_there || kcov_client_enable(device, KCOV_TRACE_PC))
		return 1;
	decide_there(7);
	if (kcov_client_disable(device) || !kcov_pcs(area, WORDS))
		return 1;
	pc = kcov_pc(area, WORDS, 0);
	during = kcov_images_of(device);
	if (dlclose(library))
		return 1;
	after = kcov_images_take();
	image = kcov_images_find(during, pc, &offset);
	if (!image || strcmp(image->path, path) || offset != pc - image->bias ||
	    kcov_images_find(before, pc, &offset) ||
	    kcov_images_find(after, pc, &offset))
		return 1;
	/* What has no callbacks of that library any more goes on as ever. */
	if (kcov_client_enable(device, KCOV_TRACE_PC))
		return 1;
	kcov_client_reset(area);
	decide(1);
	if (kcov_client_disable(device) || !kcov_pcs(area, WORDS))
		return 1;
	kcov_images_free(before);
	kcov_images_free(during);
	kcov_images_free(after);
	return 0;
}

/* Comparisons of decide(7): with 3, which is the constant. */
static int operands(int device, const void *area)
{
	struct kcov_comparison record;

	if (kcov_client_enable(device, KCOV_TRACE_CMP))
		return 1;
	decide(7);
	if (kcov_client_disable(device) || kcov_comparisons(area, WORDS) != 1)
		return 1;
	record = kcov_comparison(area, WORDS, 0);
	return record.type != (KCOV_CMP_CONST | KCOV_CMP_SIZE(2)) ||
	       record.arg1 != 3 || record.arg2 != 7;
}

int main(int argc, char **argv)
{
	int device = kcov_client_open();
	struct kcov_images *images = kcov_images_take();
	void *area;

	if (argc < 2 || device < 0 || !images ||
	    kcov_client_size(device, WORDS))
		return 1;
	if (!strcmp(argv[1], "hostile"))
		return hostile();
	if (!strcmp(argv[1], "images"))
		return kcov_images_write(images, 1);
	area = kcov_client_map(device, WORDS);
	if (area && !strcmp(argv[1], "late"))
		return late(device, area, argv[2]);
	if (area && !strcmp(argv[1], "operands"))
		return operands(device, area);
	if (!area || kcov_client_enable(device, KCOV_TRACE_PC))
		return 1;
	decide(argc);
	if (kcov_client_disable(device))
		return 1;
	print(area, images, argv[1]);
	kcov_images_free(images);
	return kcov_client_unmap(area, WORDS) || close(device);
}
