// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Whether a file is the one that an index was made of. Its build id does not
 * tell: linkers take it from less than everything, or from the command line.
 * Called by build.c and cache.c, on the main thread.
 */
#include <string.h>
#include <sys/mman.h>
#include <sys/vfs.h>

#include "tool/index/cache.h"

#define LANES 4
#define MULTIPLIER 0x9fb21c651e98df25ull

static uint64_t mix(uint64_t lane, uint64_t word)
{
	lane = (lane ^ word) * MULTIPLIER;
	return lane ^ lane >> 29;
}

/* Against chance, not against somebody who wants two files to look alike. */
static uint64_t hash(const uint8_t *bytes, size_t count)
{
	uint64_t lanes[LANES] = { 1, 2, 3, 4 }, words[LANES], sum = count;
	size_t at, i;

	for (at = 0; at < count; at += sizeof(words)) {
		size_t left = count - at;

		if (left < sizeof(words))
			memset(words, 0, sizeof(words));
		memcpy(words, bytes + at,
		       left < sizeof(words) ? left : sizeof(words));
		for (i = 0; i < LANES; i++)
			lanes[i] = mix(lanes[i], words[i]);
	}
	for (i = 0; i < LANES; i++)
		sum = mix(sum, lanes[i]);
	return sum;
}

static int64_t nanoseconds(struct timespec time)
{
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

struct index_file identity_outside(const struct image *image)
{
	return (struct index_file){
		.bytes = (uint64_t)image->file.st_size,
		.device = image->file.st_dev,
		.inode = image->file.st_ino,
		.written = nanoseconds(image->file.st_mtim),
		.changed = nanoseconds(image->file.st_ctim),
	};
}

static uint64_t hash_of(const struct image *image)
{
	struct stat st;
	uint64_t sum = 0;
	void *bytes;

	/* What was compressed: the content, as it was unpacked anyway. */
	if (fstat(image->fd, &st) || st.st_size <= 0)
		return 0;
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE,
		     image->fd, 0);
	if (bytes == MAP_FAILED)
		return 0;
	sum = hash(bytes, (size_t)st.st_size);
	munmap(bytes, (size_t)st.st_size);
	return sum;
}

struct index_file identity_of(const struct image *image)
{
	struct index_file file = identity_outside(image);

	file.hash = hash_of(image);
	return file;
}

/*
 * User-Mode Linux shows files of the host with their inode and times, but under
 * a device number of its own; reading all of a vmlinux costs it a second.
 */
#define HOSTFS_MAGIC 0xc0ffee

static bool is_of_host(const struct image *image)
{
	struct statfs fs;

	return !fstatfs(image->fd, &fs) && fs.f_type == HOSTFS_MAGIC;
}

enum likeness identity_is(const struct index_file *file,
			  const struct image *image)
{
	struct index_file now = identity_outside(image);

	if (file->bytes != now.bytes)
		return ANOTHER_FILE;
	if (file->inode == now.inode && file->written == now.written &&
	    file->changed == now.changed &&
	    (file->device == now.device || is_of_host(image)))
		return SAME_FILE;
	return file->hash == hash_of(image) ? SAME_CONTENT : ANOTHER_FILE;
}
