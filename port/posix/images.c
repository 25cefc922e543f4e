// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * <kcov/images.h>: what is loaded in this process, as the dynamic linker tells
 * it. Measured and filled in two walks, because nothing may come from the heap;
 * when a library was loaded in between, both are done again.
 */
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>

#include "port/posix/posix.h"
#include "port/posix/raw.h"

#include <kcov/images.h>

#define KCOV_EXPORT __attribute__((visibility("default")))
#define PATH_BYTES 4096
#define NUMBER_CHARS (2 + 2 * sizeof(uintptr_t))

struct walk {
	struct kcov_images *images; /* NULL: only measure */
	char *text;		    /* where the next text goes */
	size_t count;
	size_t text_bytes;
	size_t max_count;
	size_t max_text_bytes;
	bool first;
	char program[PATH_BYTES]; /* the first image has no name */
};

/* In the copy, or "" while measuring; room is needed in either case. */
static const char *keep(struct walk *walk, const char *text, size_t bytes)
{
	char *copy = walk->text + walk->text_bytes;

	walk->text_bytes += bytes + 1;
	if (!walk->images || walk->text_bytes > walk->max_text_bytes)
		return "";
	memcpy(copy, text, bytes);
	copy[bytes] = '\0';
	return copy;
}

static char hex_digit(unsigned int value)
{
	return "0123456789abcdef"[value & 15];
}

static const char *keep_digits(struct walk *walk, const unsigned char *bytes,
			       size_t count)
{
	char digits[2 * 64];
	size_t i;

	if (count > sizeof(digits) / 2)
		count = sizeof(digits) / 2;
	for (i = 0; i < count; i++) {
		digits[2 * i] = hex_digit(bytes[i] >> 4);
		digits[2 * i + 1] = hex_digit(bytes[i]);
	}
	return keep(walk, digits, 2 * count);
}

static size_t round_up(size_t bytes, size_t unit)
{
	return (bytes + unit - 1) / unit * unit;
}

/* The description of the GNU build id note in a segment of notes, or NULL. */
static const unsigned char *find_build_id(const unsigned char *note,
					  size_t bytes, size_t unit,
					  size_t *id_bytes)
{
	const ElfW(Nhdr) * header;
	size_t name;
	size_t whole;

	while (bytes >= sizeof(*header)) {
		header = (const void *)note;
		name = sizeof(*header) + round_up(header->n_namesz, unit);
		whole = name + round_up(header->n_descsz, unit);
		if (whole > bytes || name > bytes)
			return NULL;
		if (header->n_type == NT_GNU_BUILD_ID &&
		    header->n_namesz == sizeof("GNU") &&
		    !memcmp(header + 1, "GNU", sizeof("GNU"))) {
			*id_bytes = header->n_descsz;
			return note + name;
		}
		note += whole;
		bytes -= whole;
	}
	return NULL;
}

static const char *keep_build_id(struct walk *walk,
				 const struct dl_phdr_info *info)
{
	const unsigned char *id;
	size_t bytes;
	int i;

	for (i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];

		if (segment->p_type != PT_NOTE)
			continue;
		id = find_build_id((void *)(info->dlpi_addr + segment->p_vaddr),
				   segment->p_memsz,
				   segment->p_align == 8 ? 8 : 4, &bytes);
		if (id)
			return keep_digits(walk, id, bytes);
	}
	return keep(walk, "-", 1);
}

static void add(struct walk *walk, const struct kcov_image *image)
{
	if (walk->images && walk->count < walk->max_count)
		walk->images->image[walk->count] = *image;
	walk->count++;
}

static int visit(struct dl_phdr_info *info, size_t bytes, void *argument)
{
	struct walk *walk = argument;
	struct kcov_image image = { .bias = info->dlpi_addr };
	const char *path = walk->first ? walk->program : info->dlpi_name;
	int i;

	(void)bytes;
	walk->first = false;
	image.path = keep(walk, path ? path : "", path ? strlen(path) : 0);
	image.build_id = keep_build_id(walk, info);
	for (i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];

		if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X))
			continue;
		image.start = info->dlpi_addr + segment->p_vaddr;
		image.end = image.start + segment->p_memsz;
		add(walk, &image);
	}
	return 0;
}

static void walk_images(struct walk *walk)
{
	walk->count = 0;
	walk->text_bytes = 0;
	walk->first = true;
	dl_iterate_phdr(visit, walk);
}

static bool fits(const struct walk *walk)
{
	return walk->count <= walk->max_count &&
	       walk->text_bytes <= walk->max_text_bytes;
}

/* Memory for what the walk before measured. */
static bool make_room(struct walk *walk)
{
	const size_t table = sizeof(*walk->images) +
			     walk->count * sizeof(walk->images->image[0]);
	const size_t bytes = kcov_round_to_pages(table + walk->text_bytes);

	walk->max_count = walk->count;
	walk->max_text_bytes = walk->text_bytes;
	walk->images = kcov_raw_mmap(NULL, bytes, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (!walk->images)
		return false;
	walk->images->bytes = bytes;
	walk->text = (char *)walk->images + table;
	return true;
}

KCOV_EXPORT struct kcov_images *kcov_images_take(void)
{
	struct walk walk;
	long length;

	walk.images = NULL;
	length = kcov_raw(SYS_readlinkat, AT_FDCWD, "/proc/self/exe",
			  walk.program, sizeof(walk.program) - 1);
	walk.program[length < 0 ? 0 : length] = '\0';
	walk_images(&walk);
	do {
		kcov_images_free(walk.images);
		if (!make_room(&walk)) {
			errno = ENOMEM;
			return NULL;
		}
		walk_images(&walk);
	} while (!fits(&walk));
	walk.images->count = walk.count;
	return walk.images;
}

KCOV_EXPORT void kcov_images_free(struct kcov_images *images)
{
	if (images)
		kcov_raw(SYS_munmap, images, images->bytes);
}

KCOV_EXPORT const struct kcov_image *
kcov_images_find(const struct kcov_images *images, uintptr_t pc,
		 uintptr_t *offset)
{
	size_t i;

	for (i = 0; i < images->count; i++) {
		const struct kcov_image *image = &images->image[i];

		if (pc <= image->start || pc > image->end)
			continue;
		*offset = pc - image->bias;
		return image;
	}
	return NULL;
}

static int write_all(int fd, const char *text, size_t bytes)
{
	long done;

	while (bytes) {
		done = kcov_raw(SYS_write, fd, text, bytes);
		if (done == -EINTR)
			continue;
		if (done < 0)
			return (int)-done;
		text += done;
		bytes -= (size_t)done;
	}
	return 0;
}

static int write_number(int fd, uintptr_t value)
{
	char text[NUMBER_CHARS + 1];
	char *p = &text[sizeof(text) - 1];

	*p = ' ';
	do {
		*--p = hex_digit((unsigned int)value);
		value >>= 4;
	} while (value);
	*--p = 'x';
	*--p = '0';
	return write_all(fd, p, (size_t)(&text[sizeof(text)] - p));
}

static int write_image(const struct kcov_image *image, int fd)
{
	int err = write_number(fd, image->start);

	if (!err)
		err = write_number(fd, image->end);
	if (!err)
		err = write_number(fd, image->bias);
	if (!err)
		err = write_all(fd, image->build_id, strlen(image->build_id));
	if (!err)
		err = write_all(fd, " ", 1);
	if (!err)
		err = write_all(fd, image->path, strlen(image->path));
	return err ? err : write_all(fd, "\n", 1);
}

KCOV_EXPORT int kcov_images_write(const struct kcov_images *images, int fd)
{
	size_t i;
	int err = 0;

	for (i = 0; i < images->count && !err; i++)
		err = write_image(&images->image[i], fd);
	if (!err)
		return 0;
	errno = err;
	return -1;
}
