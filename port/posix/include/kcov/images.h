/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Canonical PCs: a recorded PC is an address of this run; the image it lies in
 * and the address in that image's file are the same in every run. Areas keep
 * the raw form, which clients expect; these functions translate.
 */
#ifndef KCOV_IMAGES_H
#define KCOV_IMAGES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Where a device carries the map of its owner's images, for pread() by whoever
 * holds a descriptor: 64 characters "HASH BYTES" and spaces, then so many bytes
 * of the text that kcov_images_write() writes. The hash is FNV-1a of 64 bits of
 * that text. A first byte of 0: there is none now.
 */
#define KCOV_IMAGES_OFFSET (8ull << 30)

/*
 * Where it carries what was loaded when: one word of 64 bits, how many bytes of
 * text there are, and from 64 bytes behind the offset that text. It is only
 * appended to while there are records. Lines, COUNT in decimal as in the area:
 *   +COUNT START END BIAS BUILD-ID PATH   loaded, no record before is in it
 *   -COUNT START END BIAS BUILD-ID PATH   gone, no record from there on is
 *   -COUNT                                all are: another program began, or
 *                                         what came then found no room
 * Written when a device is enabled, an exec passes it on, dlopen() or dlclose()
 * is called by any thread, and at the exit.
 */
#define KCOV_IMAGE_LOG_OFFSET (KCOV_IMAGES_OFFSET + (32ull << 20))

/* An executable stretch of a program or shared library. */
struct kcov_image {
	const char *path;     /* never NULL; empty if unknown */
	const char *build_id; /* hexadecimal digits, "-" if there is none */
	uintptr_t start;      /* of the text, as loaded */
	uintptr_t end;	      /* the first byte after it */
	uintptr_t bias;	      /* address minus address in the file */
};

/* Read-only; images in no particular order, valid until freed. */
struct kcov_images {
	size_t count;
	size_t bytes; /* of the whole */
	struct kcov_image image[];
};

/*
 * What is loaded now, dlopened libraries too; take it again after dlopen or
 * dlclose. NULL with errno ENOMEM. Any thread, not in signal handlers; takes
 * the dynamic linker's lock, allocates by mmap.
 */
struct kcov_images *kcov_images_take(void);
void kcov_images_free(struct kcov_images *images);

/*
 * The map that the device carries: of the process that enabled it last, as of
 * its last ENABLE or DISABLE. Any process that holds a descriptor, which can be
 * read-only; the owner may have ended, however. NULL with errno ENODATA (nobody
 * enabled it yet), ENOMEM, EBADF (the descriptor cannot be read), ENOTTY (no
 * device), EBADMSG (it has been tampered with). Free it with
 * kcov_images_free(). Any thread, signal handlers too.
 */
struct kcov_images *kcov_images_of(int device);

/*
 * Says that code is about to be unloaded, or was loaded or unloaded, by other
 * means than dlopen() and dlclose(), which do this themselves: the devices of
 * this process note it. Any thread, not in signal handlers; takes the dynamic
 * linker's lock. errno stays as it was.
 */
void kcov_images_look(void);

/*
 * The image that a recorded PC lies in, and in *offset the address in its file;
 * NULL if it is in none. A recorded PC is where a call returns to, so it may be
 * the end of an image but not its start. Any thread, signal handlers too.
 */
const struct kcov_image *kcov_images_find(const struct kcov_images *images,
					  uintptr_t pc, uintptr_t *offset);

/*
 * Writes lines of "START END BIAS BUILD-ID PATH", the numbers in hexadecimal
 * with 0x: the image map of a recording. In paths a newline is \012 and a
 * backslash \134. 0, or -1 with write()'s errno.
 */
int kcov_images_write(const struct kcov_images *images, int fd);

#ifdef __cplusplus
}
#endif

#endif /* KCOV_IMAGES_H */
