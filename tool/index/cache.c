// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Indexes on disk. Called by build.c and find.c, on the main thread. What is
 * in the folder is only believed if nobody else could have put it there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/base/places.h"
#include "tool/index/cache.h"

/*
 * This user; or who booted the machine that we are root of, as a guest's root
 * has the files of that user (scripts/kernel-run says so). The environment is
 * that of who runs the tool.
 */
static bool is_owner(uid_t owner)
{
	const char *other = getenv("KCOV_CACHE_OWNER");
	char *end;

	if (owner == geteuid())
		return true;
	return other && *other && strtoul(other, &end, 10) == owner && !*end;
}

/* Ours, and nobody else can write there. */
static bool is_private(int fd, mode_t type)
{
	struct stat st;

	return !fstat(fd, &st) && (st.st_mode & S_IFMT) == type &&
	       is_owner(st.st_uid) && !(st.st_mode & 022);
}

/* A folder of ours, for us alone: -1 if it is not there or of somebody else. */
static int open_folder(int parent, const char *path)
{
	int fd = openat(parent, path,
			O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return -1;
	/* It was made when folders were for everybody to read. */
	if (!fstat(fd, &st) && st.st_uid == geteuid() && st.st_mode & 077)
		fchmod(fd, 0700);
	if (is_private(fd, S_IFDIR))
		return fd;
	detail("%s belongs to another user: it is not used", path);
	close(fd);
	return -1;
}

/* The folder of the indexes, -1 if there is none; made if it is to be. */
static int open_indexes(bool make)
{
	char *path = cache_place("index");
	char *slash = path ? strrchr(path, '/') : NULL;
	int parent, fd = -1;

	if (!slash)
		return -1;
	if (make && make_folders(path) == false)
		detail("cannot make %s: %s", path, strerror(errno));
	*slash = 0;
	parent = open_folder(AT_FDCWD, path);
	if (parent >= 0) {
		if (make)
			mkdirat(parent, slash + 1, 0700);
		fd = open_folder(parent, slash + 1);
		close(parent);
	}
	free(path);
	return fd;
}

/* A build id that can be the name of a file. */
static bool is_name(const char *build_id)
{
	size_t length = strlen(build_id);

	return length >= 4 && length <= 2 * BUILD_ID_BYTES &&
	       strspn(build_id, "0123456789abcdef") == length;
}

static struct index *map_file(int fd)
{
	struct index *index;
	struct stat st;
	void *bytes;

	if (fstat(fd, &st) || st.st_size <= 0)
		return NULL;
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return NULL;
	index = index_over(bytes, (size_t)st.st_size);
	if (index)
		index->mapped = true;
	else
		munmap(bytes, (size_t)st.st_size);
	return index;
}

struct index *cache_load_id(const char *build_id)
{
	int folder = is_name(build_id) ? open_indexes(false) : -1;
	int fd = folder < 0 ? -1 :
			      openat(folder, build_id,
				     O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct index *index = NULL;
	char id[2 * BUILD_ID_BYTES + 1];

	if (fd >= 0 && is_private(fd, S_IFREG))
		index = map_file(fd);
	if (fd >= 0)
		close(fd);
	if (folder >= 0)
		close(folder);
	if (!index)
		return NULL;
	build_id_text(index->header->build_id, index->header->build_id_bytes,
		      id);
	if (!strcmp(id, build_id))
		return index;
	index_free(index);
	return NULL;
}

/* A link or a copy: the next time its content need not be read. */
static void adopt(const char *build_id, const struct index *index,
		  const struct image *image)
{
	struct index_file old, file = identity_outside(image);
	int folder = open_indexes(false);
	int fd = folder < 0 ? -1 :
			      openat(folder, build_id,
				     O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	size_t at = offsetof(struct index_header, file);

	detail("index of %s: its content tells that it is the same file",
	       image->path);
	file.hash = index->header->file.hash;
	/*
	 * Another one may have taken its place meanwhile. A reader that sees
	 * half of what is written compares the content, as before.
	 */
	if (fd >= 0 && is_private(fd, S_IFREG) &&
	    pread(fd, &old, sizeof(old), (off_t)at) == sizeof(old) &&
	    old.hash == file.hash && old.bytes == file.bytes &&
	    pwrite(fd, &file, sizeof(file), (off_t)at) != sizeof(file))
		detail("could not note what %s is called now", image->path);
	if (fd >= 0)
		close(fd);
	if (folder >= 0)
		close(folder);
}

struct index *cache_load(const struct image *image)
{
	enum likeness likeness = ANOTHER_FILE;
	char build_id[2 * BUILD_ID_BYTES + 1];
	struct index *index;

	build_id_text(image->build_id, image->build_id_bytes, build_id);
	index = cache_load_id(build_id);
	if (index)
		likeness = identity_is(&index->header->file, image);
	if (likeness == SAME_CONTENT)
		adopt(build_id, index, image);
	if (likeness != ANOTHER_FILE) {
		detail("index of %s: from the cache", image->path);
		return index;
	}
	index_free(index);
	return NULL;
}

static bool write_all(int fd, const char *at, size_t count)
{
	while (count) {
		ssize_t done = write(fd, at, count);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		at += done;
		count -= (size_t)done;
	}
	return true;
}

/* Nobody can guess the name that the file has until it is complete. */
static bool write_file(int folder, const char *name, const struct index *index)
{
	unsigned long long chance;
	char partial[64];
	bool good;
	int fd;

	if (getrandom(&chance, sizeof(chance), 0) != sizeof(chance))
		return false;
	snprintf(partial, sizeof(partial), ".%016llx", chance);
	fd = openat(folder, partial,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	good = write_all(fd, (const char *)index->header,
			 index->header->bytes) &&
	       !renameat(folder, partial, folder, name);
	if (!good)
		unlinkat(folder, partial, 0);
	close(fd);
	return good;
}

/* A debug file has less to say than the program, which may come later. */
static bool is_worse(const struct index *index, const char *build_id)
{
	struct index *other;
	bool worse = false;

	if (index->header->flags & HAS_CODE)
		return false;
	other = cache_load_id(build_id);
	if (other)
		worse = other->header->flags & HAS_CODE;
	index_free(other);
	return worse;
}

void cache_store(const struct image *image, const struct index *index)
{
	uint32_t flags = index->header->flags;
	char build_id[2 * BUILD_ID_BYTES + 1];
	int folder;

	build_id_text(image->build_id, image->build_id_bytes, build_id);
	/* What is not there now may be there the next time. */
	if (!is_name(build_id) || !(flags & HAS_LINES) ||
	    flags & (IS_PACKED | LACKS_COMMON | IS_DAMAGED) ||
	    index->header->missing || is_worse(index, build_id))
		return;
	folder = open_indexes(true);
	if (folder < 0 || !write_file(folder, build_id, index))
		detail("could not keep the index of %s", image->path);
	if (folder >= 0)
		close(folder);
}
