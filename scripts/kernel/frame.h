/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What travels over the one port between a kernel under test and the host,
 * in both directions: frames of one byte of type, two bytes of length (the
 * high one first) and that many bytes. Frames, because a serial port has no
 * end of file, because streams must stay apart, and because the order of one
 * port makes "the status has arrived" mean "all output has arrived".
 *
 *   guest   ready at first and after every in; out, err; at last status,
 *           then it waits for bye and powers off
 *   host    one in for every ready, an empty one at the end of input; bye
 *
 * One input frame at a time, and a short one: User-Mode Linux stops reading
 * its line for ever when the terminal's buffer of 4 KiB has once been full.
 * Output takes nearly all of a full pipe at once: each system call of a guest
 * is dear.
 */
#ifndef KERNEL_FRAME_H
#define KERNEL_FRAME_H

#include <stdbool.h>
#include <stddef.h>

enum { FRAME_HEAD = 3, FRAME_MAX = 61440, FRAME_IN_MAX = 3072 };
enum {
	FRAME_READY = 'r',
	FRAME_OUT = 'o',
	FRAME_ERR = 'e',
	FRAME_STATUS = 's',
	FRAME_IN = 'i',
	FRAME_BYE = 'b',
};

/* `have` bytes of it are here, `done` bytes were passed on. */
struct frame {
	unsigned char data[FRAME_HEAD + FRAME_MAX];
	size_t have, done;
};

static inline size_t frame_length(const struct frame *f)
{
	size_t len = f->data[1] << 8 | f->data[2];

	return len < FRAME_MAX ? len : FRAME_MAX;
}

static inline unsigned char *frame_bytes(struct frame *f)
{
	return f->data + FRAME_HEAD;
}

/* How many bytes to read next at `f->data + f->have`; 0: it is complete. */
static inline size_t frame_missing(const struct frame *f)
{
	size_t len = f->have < FRAME_HEAD ? 0 : frame_length(f);

	return FRAME_HEAD + len - f->have;
}

static inline void frame_set(struct frame *f, int type, size_t len)
{
	f->data[0] = type;
	f->data[1] = len >> 8;
	f->data[2] = len & 0xff;
	f->have = FRAME_HEAD + len;
	f->done = 0;
}

static inline void frame_clear(struct frame *f)
{
	f->have = f->done = 0;
}

#endif
