/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The map of images that a device carries, and the log of what came and went:
 * who holds a descriptor, in whatever process, reads them at KCOV_IMAGES_OFFSET
 * and KCOV_IMAGE_LOG_OFFSET, also after the owner has crashed.
 *
 *   images.c takes it, mapped.c knows some paths -> text.c -> map.c puts it
 *   into the device,
 *   log.c what is new in it; calls/images.c gets it out
 *   load.c says that something was loaded or unloaded
 *
 * Rules as in ../posix.h.
 */
#ifndef KCOV_IMAGEMAP_H
#define KCOV_IMAGEMAP_H

#include <kcov/images.h>

#include "port/posix/posix.h"
#include "port/posix/signals/signals.h"

/* The line before the text: hash, length, spaces up to here, a newline. */
#define KCOV_MAP_HEAD_CHARS 64

struct posix_map_head {
	uint64_t hash;
	uint64_t bytes; /* of the text */
};

/*
 * images.c: both take the dynamic linker's lock. How often it has loaded or
 * unloaded something; the map, NULL if there is no memory, and that count.
 */
uintptr_t posix_image_changes(void);
struct kcov_images *posix_images_take_at(uintptr_t *changes);

/*
 * mapped.c: the path of the file that is mapped there; false if that is not
 * known. How much of a path is left without what the kernel says behind that of
 * a file which is gone.
 */
bool posix_mapped_path(uintptr_t address, char *path, size_t room);
size_t posix_path_without_end(const char *path, size_t length);

/* text.c: how long the text is, of which at most `room` are written. */
size_t posix_images_text(const struct kcov_images *images, char *text,
			 size_t room);
uint64_t posix_images_hash(const char *text, size_t bytes);
/* As many images as are counted already; their strings stay in the text. */
bool posix_images_parse(struct kcov_images *images, char *text, size_t bytes);
void posix_map_head_write(char head[KCOV_MAP_HEAD_CHARS],
			  const struct posix_map_head *map);
bool posix_map_head_read(const char head[KCOV_MAP_HEAD_CHARS],
			 struct posix_map_head *map);

/* map.c: the calling thread owns the device, in a call on it. */
void posix_image_map_refresh(struct posix_header *header);
/* The device is about to be unmapped. */
void posix_image_map_forget(struct posix_mapping *mapping);

/* A map as text, by which it is known. */
struct posix_map_text {
	const char *text;
	size_t bytes;
	uintptr_t identity;
};

/*
 * log.c: a number for the session of a device that the calling thread owns.
 * While it owns the device, nobody else changes the epoch.
 */
uint64_t posix_image_session(const struct posix_header *header);
/* map.c's lock is held. False: there was no memory. */
bool posix_image_log_begin(struct posix_header *header,
			   const struct posix_map_text *now);
void posix_image_log_note(const struct posix_map_text *old,
			  const struct posix_map_text *now);
void posix_image_log_end(struct posix_image_log *log);
/* Without it: is there one at all? */
bool posix_image_logs_are_kept(void);

#endif /* KCOV_IMAGEMAP_H */
