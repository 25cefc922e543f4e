/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The map of images that a device carries: who holds a descriptor, in whatever
 * process, reads it at KCOV_IMAGES_OFFSET, also after the owner has crashed.
 *
 *   images.c takes it -> imagetext.c -> imagemap.c puts it into the device and
 *   gets it out for whoever holds one
 *
 * Rules as in posix.h.
 */
#ifndef KCOV_IMAGEMAP_H
#define KCOV_IMAGEMAP_H

#include <kcov/images.h>

#include "port/posix/posix.h"

/* The line before the text: hash, length, spaces up to here, a newline. */
#define KCOV_MAP_HEAD_CHARS 64

struct kcov_map_head {
	uint64_t hash;
	uint64_t bytes; /* of the text */
};

/*
 * images.c: both take the dynamic linker's lock. How often it has loaded or
 * unloaded something; the map, NULL if there is no memory, and that count.
 */
uintptr_t kcov_image_changes(void);
struct kcov_images *kcov_images_take_at(uintptr_t *changes);

/* imagetext.c: how long the text is, of which at most `room` are written. */
size_t kcov_images_text(const struct kcov_images *images, char *text,
			size_t room);
uint64_t kcov_images_hash(const char *text, size_t bytes);
/* As many images as are counted already; their strings stay in the text. */
bool kcov_images_parse(struct kcov_images *images, char *text, size_t bytes);
void kcov_map_head_write(char head[KCOV_MAP_HEAD_CHARS],
			 const struct kcov_map_head *map);
bool kcov_map_head_read(const char head[KCOV_MAP_HEAD_CHARS],
			struct kcov_map_head *map);

/* imagemap.c: the calling thread owns the device of kcov_view, in a call. */
void kcov_image_map_refresh(void);

#endif /* KCOV_IMAGEMAP_H */
