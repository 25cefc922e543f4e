/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * How standard input travels into a kernel under test. A serial port has no
 * end of file, so the bytes go in frames: two bytes of length, the high one
 * first, then that many bytes; a length of 0 is the end of the input.
 * Spoken by feed.c on the host and understood by init.c in the guest.
 */
#ifndef KERNEL_FRAME_H
#define KERNEL_FRAME_H

#include <stdbool.h>
#include <stddef.h>

enum { FRAME_HEAD = 2, FRAME_MAX = 4096 };

/* A frame in the making: `have` bytes have arrived, `done` of its payload were passed on. */
struct frame {
	unsigned char data[FRAME_HEAD + FRAME_MAX];
	size_t have, done;
};

static inline size_t frame_length(const struct frame *f)
{
	size_t len = f->data[0] << 8 | f->data[1];

	return len < FRAME_MAX ? len : FRAME_MAX;
}

static inline size_t frame_missing(const struct frame *f)
{
	return f->have < FRAME_HEAD ? FRAME_HEAD - f->have : FRAME_HEAD + frame_length(f) - f->have;
}

static inline bool frame_complete(const struct frame *f)
{
	return f->have >= FRAME_HEAD && !frame_missing(f);
}

static inline unsigned char *frame_space(struct frame *f)
{
	return f->data + f->have;
}

static inline unsigned char *frame_bytes(struct frame *f)
{
	return f->data + FRAME_HEAD;
}

static inline void frame_set_length(struct frame *f, size_t len)
{
	f->data[0] = len >> 8;
	f->data[1] = len & 0xff;
	f->have = FRAME_HEAD + len;
}

#endif
