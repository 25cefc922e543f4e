// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Traces tail.c and prints the canonical trace, or the raw one; or the map of
 * images. Where no count may lead is asked of an area that lies.
 */
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
	if (!area || kcov_client_enable(device, KCOV_TRACE_PC))
		return 1;
	decide(argc);
	if (kcov_client_disable(device))
		return 1;
	print(area, images, argv[1]);
	kcov_images_free(images);
	return kcov_client_unmap(area, WORDS) || close(device);
}
