/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a device of the user-space host is made of.
 *
 * A device is a memfd: the area at offset 0, where clients map it, and at
 * KCOV_HEADER_OFFSET, far beyond any area, a header with the state that all
 * processes holding the descriptor share; behind it, at KCOV_IMAGES_OFFSET, the
 * map of images (images/images.h). No table says which descriptors are
 * ours: the file itself does, so dup, fork, exec and passing need no help.
 *
 * Rules for this folder, because its code runs inside other people's programs,
 * in signal handlers too: system calls are made directly, nothing is allocated
 * from the heap, errno is preserved.
 */
#ifndef KCOV_POSIX_H
#define KCOV_POSIX_H

#include <stdint.h>
#include <sys/types.h>

#include <kcov/images.h>

#include "core/device.h"
#include "port/posix/os/os.h"

#define KCOV_PATH "/sys/kernel/debug/kcov"

#define KCOV_HEADER_OFFSET (1ull << 32)
#define KCOV_HEADER_BYTES (64ull << 10) /* at least a page everywhere */
#define KCOV_IMAGES_BYTES (KCOV_IMAGE_LOG_OFFSET - KCOV_IMAGES_OFFSET)
#define KCOV_FILE_BYTES (KCOV_IMAGES_OFFSET + (64ull << 20)) /* sparse */

/* Sections in signal handlers: how many at once, and the size of each. */
#define KCOV_HANDLER_AREAS 8
#define KCOV_HANDLER_AREA_WORDS (64u << 10)

/* Shared between processes [S]: believed only as far as it is checked. */
struct posix_header {
	uint64_t magic; /* [C] */
	uint64_t ino;	/* [C] the file's own number */
	struct kcov_device device;
	pid_t owner_pid;      /* [L] the owner while enabled */
	pid_t owner_tid;      /* [L] */
	uint64_t owned_since; /* [L] CLOCK_BOOTTIME, ns */
	uintptr_t image_map;  /* the owner's: which one is there, 0: none */
};

/* Of a device in this process: images/log.c. [M] */
struct posix_image_log {
	struct posix_image_log *next; /* of the process's */
	char *at;	    /* shared with whoever reads; NULL: none */
	size_t room;	    /* bytes that are surely there */
	size_t used;	    /* bytes of text */
	uint64_t looked_at; /* count when the map was true */
	uintptr_t identity; /* of that map; 0: another program's */
	size_t begin;	    /* bytes of it, if nothing came since */
	uint64_t session;   /* epoch + 1; 0: none yet */
};

/*
 * A device in this process: the page before its header, private. Counted by
 * the callers, owners and sessions that use it; the last one unmaps everything.
 */
struct posix_mapping {
	int refs;		   /* [A] */
	struct posix_guard *guard; /* NULL: the area is not mapped */
	size_t area_bytes;
	int fd;	     /* [O] read-write, during a call of its thread only */
	int kept_fd; /* [G] of a remote session; 0: none */
	dev_t dev;   /* [C] the file; 0 where nobody asks for it by that */
	ino_t ino;   /* [C] */
	struct posix_image_log log;
};

/*
 * The private page before the area. The kernel wipes it in forked children, so
 * `alive` tells a thread from its copy; it ends with a struct posix_front.
 */
struct posix_guard {
	uint64_t alive;
};

/* The page before the header. */
static inline struct posix_mapping *
posix_mapping_of(const struct posix_header *header)
{
	return (struct posix_mapping *)((char *)header - posix_page_bytes());
}

#endif /* KCOV_POSIX_H */
