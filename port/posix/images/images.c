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
#include <sys/auxv.h>

#include "port/posix/images/images.h"
#include "port/posix/os/raw.h"

#define PATH_BYTES 4096

struct walk {
	struct kcov_images *images; /* NULL: only measure */
	char *text;		    /* NULL while measuring */
	size_t count;
	size_t text_bytes;
	size_t max_count;
	size_t max_text_bytes;
	uintptr_t changes;
	bool first;
	/* Of the program, the first image, which has no name; then of others. */
	char path[PATH_BYTES];
};

/* In the copy, or "" while measuring; room is needed in either case. */
static const char *keep(struct walk *walk, const char *text, size_t bytes)
{
	const size_t at = walk->text_bytes;
	char *copy;

	walk->text_bytes += bytes + 1;
	if (!walk->images || walk->text_bytes > walk->max_text_bytes)
		return "";
	copy = walk->text + at;
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

/* 64 bits: the sizes are a file's, and any two of them must not wrap. */
static uint64_t round_up(uint64_t bytes, uint64_t unit)
{
	return (bytes + unit - 1) / unit * unit;
}

/* The description of the GNU build id note in a segment of notes, or NULL. */
static const unsigned char *find_build_id(const unsigned char *note,
					  size_t bytes, size_t unit,
					  size_t *id_bytes)
{
	const ElfW(Nhdr) * header;
	uint64_t name;
	uint64_t whole;

	while (bytes >= sizeof(*header)) {
		header = (const void *)note;
		name = round_up(sizeof(*header) + header->n_namesz, unit);
		whole = name + header->n_descsz;
		if (whole > bytes)
			return NULL;
		if (header->n_type == NT_GNU_BUILD_ID &&
		    header->n_namesz == sizeof("GNU") &&
		    !memcmp(header + 1, "GNU", sizeof("GNU"))) {
			*id_bytes = header->n_descsz;
			return note + name;
		}
		whole = round_up(whole, unit);
		if (whole > bytes)
			return NULL;
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

static uintptr_t text_of(const struct dl_phdr_info *info)
{
	int i;

	for (i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_LOAD &&
		    info->dlpi_phdr[i].p_flags & PF_X)
			return info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
	return 0;
}

static const char *keep_from_here(struct walk *walk, const char *path)
{
	long folder = posix_raw(SYS_getcwd, walk->path, sizeof(walk->path));
	const char *kept;

	if (folder < 0 || walk->path[0] != '/')
		return keep(walk, path, strlen(path));
	/* Its NUL is counted. */
	kept = keep(walk, walk->path, (size_t)folder - 1);
	/* In the place of the NUL. */
	walk->text_bytes--;
	keep(walk, "/", 1);
	walk->text_bytes--;
	keep(walk, path, strlen(path));
	return kept;
}

/*
 * The linker keeps a path as it was given, perhaps from a folder that is not
 * the program's any more. So the kernel is asked; where it does not say, the
 * folder of now is all there is.
 */
static const char *keep_path(struct walk *walk, const struct dl_phdr_info *info)
{
	const char *path = info->dlpi_name ? info->dlpi_name : "";

	if (walk->first)
		path = walk->path;
	else if (path[0] != '/' && strchr(path, '/')) {
		if (!posix_mapped_path(text_of(info), walk->path,
				       sizeof(walk->path)))
			return keep_from_here(walk, path);
		path = walk->path;
	}
	return keep(walk, path, strlen(path));
}

static void find_program(struct walk *walk)
{
	const char *name = (const char *)getauxval(AT_EXECFN);
	long length = posix_raw(SYS_readlinkat, AT_FDCWD, "/proc/self/exe",
				walk->path, sizeof(walk->path) - 1);

	if (length < 0 && name) {
		length = (long)strlen(name);
		if (length >= PATH_BYTES)
			length = PATH_BYTES - 1;
		memcpy(walk->path, name, (size_t)length);
	}
	if (length < 0)
		length = 0;
	walk->path[posix_path_without_end(walk->path, (size_t)length)] = '\0';
}

static void add(struct walk *walk, const struct kcov_image *image)
{
	if (walk->images && walk->count < walk->max_count)
		walk->images->image[walk->count] = *image;
	walk->count++;
}

/* musl counts loads alone, because it never unloads. */
static uintptr_t changes_of(const struct dl_phdr_info *info, size_t bytes)
{
	if (bytes <
	    offsetof(struct dl_phdr_info, dlpi_subs) + sizeof(info->dlpi_subs))
		return 0;
	return (uintptr_t)(info->dlpi_adds + info->dlpi_subs);
}

static int visit(struct dl_phdr_info *info, size_t bytes, void *argument)
{
	struct walk *walk = argument;
	struct kcov_image image = { .bias = info->dlpi_addr };
	int i;

	walk->changes = changes_of(info, bytes);
	image.path = keep_path(walk, info);
	walk->first = false;
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
	find_program(walk);
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
	const size_t bytes = posix_round_to_pages(table + walk->text_bytes);

	walk->max_count = walk->count;
	walk->max_text_bytes = walk->text_bytes;
	walk->images = posix_raw_mmap(NULL, bytes, PROT_READ | PROT_WRITE,
				      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (!walk->images)
		return false;
	walk->images->bytes = bytes;
	walk->text = (char *)walk->images + table;
	return true;
}

static int visit_first(struct dl_phdr_info *info, size_t bytes, void *argument)
{
	*(uintptr_t *)argument = changes_of(info, bytes);
	return 1;
}

uintptr_t posix_image_changes(void)
{
	uintptr_t changes = 0;

	dl_iterate_phdr(visit_first, &changes);
	return changes;
}

struct kcov_images *posix_images_take_at(uintptr_t *changes)
{
	struct walk walk;

	walk.images = NULL;
	walk.text = NULL;
	walk_images(&walk);
	do {
		kcov_images_free(walk.images);
		if (!make_room(&walk))
			return NULL;
		walk_images(&walk);
	} while (!fits(&walk));
	walk.images->count = walk.count;
	*changes = walk.changes;
	return walk.images;
}

KCOV_EXPORT struct kcov_images *kcov_images_take(void)
{
	uintptr_t changes;
	struct kcov_images *images = posix_images_take_at(&changes);

	if (!images)
		errno = ENOMEM;
	return images;
}

KCOV_EXPORT void kcov_images_free(struct kcov_images *images)
{
	if (images)
		posix_raw(SYS_munmap, images, images->bytes);
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
