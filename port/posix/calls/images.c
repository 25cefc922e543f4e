// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The map of images that a device carries, read by any process that holds one.
 * The owner may be writing it, or may have been killed while it did; others may
 * write whatever they like [S].
 */
#include <pthread.h>

#include "port/posix/calls/calls.h"
#include "port/posix/os/raw.h"

/* "0x0 0x0 0x0 - " and a newline: no line is shorter. */
#define LINE_CHARS 15
/* It is written in microseconds, and only when it changes. */
#define TRIES 1000

/* The bytes that were read, or -errno. */
static long read_at(int fd, void *to, size_t bytes, uint64_t offset)
{
	int saved_errno = errno;
	long done;
	int state;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	done = pread64(fd, to, bytes, (off64_t)offset);
	if (done < 0)
		done = -errno;
	pthread_setcancelstate(state, NULL);
	errno = saved_errno;
	return done;
}

static int read_head(int fd, struct posix_map_head *head)
{
	char line[KCOV_MAP_HEAD_CHARS] = { 0 };
	long done = read_at(fd, line, sizeof(line), KCOV_IMAGES_OFFSET);

	if (done < 0)
		return (int)done;
	if (!line[0])
		return -ENODATA;
	if (!posix_map_head_read(line, head) ||
	    head->bytes > KCOV_IMAGES_BYTES - KCOV_MAP_HEAD_CHARS)
		return -EBADMSG;
	return 0;
}

static size_t count_lines(const char *text, size_t bytes)
{
	size_t lines = 0;
	size_t i;

	for (i = 0; i < bytes; i++)
		lines += text[i] == '\n';
	return lines;
}

/* Room for the text, and before it for as many images as it can name. */
static struct kcov_images *make_room(size_t text_bytes, char **text)
{
	const size_t table =
		sizeof(struct kcov_images) +
		text_bytes / LINE_CHARS * sizeof(struct kcov_image);
	struct kcov_images *images = kcov_port_alloc(table + text_bytes);

	if (!images)
		return NULL;
	images->bytes = table + text_bytes;
	*text = (char *)images + table;
	return images;
}

static int fill(int fd, const struct posix_map_head *head,
		struct kcov_images *images, char *text)
{
	const size_t bytes = (size_t)head->bytes;
	long done = read_at(fd, text, bytes,
			    KCOV_IMAGES_OFFSET + KCOV_MAP_HEAD_CHARS);

	if (done < 0)
		return (int)done;
	if ((size_t)done != bytes ||
	    posix_images_hash(text, bytes) != head->hash)
		return -EBADMSG;
	images->count = count_lines(text, bytes);
	if (images->count > bytes / LINE_CHARS ||
	    !posix_images_parse(images, text, bytes))
		return -EBADMSG;
	return 0;
}

static int read_map(int fd, struct kcov_images **map)
{
	struct kcov_images *images;
	struct posix_map_head head;
	char *text;
	int err = read_head(fd, &head);

	if (err)
		return err;
	images = make_room((size_t)head.bytes, &text);
	if (!images)
		return -ENOMEM;
	err = fill(fd, &head, images, text);
	if (err)
		kcov_images_free(images);
	else
		*map = images;
	return err;
}

KCOV_EXPORT struct kcov_images *kcov_images_of(int device)
{
	struct kcov_images *images = NULL;
	int err = -ENOTTY;
	struct stat64 st;
	int i;

	if (posix_file_is_device(device, &st))
		for (i = 0; i < TRIES; i++) {
			err = read_map(device, &images);
			if (err != -EBADMSG && err != -ENODATA)
				break;
			posix_raw(SYS_sched_yield);
		}
	if (err)
		errno = -err;
	return images;
}
