// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * How far the running kernel is from where it was linked (KASLR). Called by
 * kernel.c, once. The kernel says it in the notes of /proc/kcore, to those who
 * may read that; our device says as what PC it would record the begin of the
 * text. Both are asked, as neither is everywhere.
 */
#include <fcntl.h>
#include <gelf.h>
#include <linux/kcov_extended.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/collect/device.h"
#include "tool/collect/slide.h"

/* Lines of NAME=VALUE, without a NUL at their end. */
static bool take_line(const char *text, size_t bytes, uint64_t *slide)
{
	static const char name[] = "KERNELOFFSET=";
	const char *line = memmem(text, bytes, name, sizeof(name) - 1);
	const char *end =
		line ? memchr(line, '\n', bytes - (size_t)(line - text)) : NULL;

	if (!end)
		return false;
	*slide = strtoull(line + sizeof(name) - 1, NULL, 16);
	return true;
}

static bool look_in_notes(Elf *elf, const GElf_Phdr *header, uint64_t *slide)
{
	Elf_Data *data = elf_getdata_rawchunk(elf, (int64_t)header->p_offset,
					      header->p_filesz, ELF_T_NHDR);
	size_t at = 0, name, text;
	GElf_Nhdr note;

	while (data && (at = gelf_getnote(data, at, &note, &name, &text)))
		if (note.n_namesz == sizeof("VMCOREINFO") &&
		    !memcmp((char *)data->d_buf + name, "VMCOREINFO",
			    sizeof("VMCOREINFO")))
			return take_line((char *)data->d_buf + text,
					 note.n_descsz, slide);
	return false;
}

static bool told_by_kernel(uint64_t *slide)
{
	int fd = open("/proc/kcore", O_RDONLY | O_CLOEXEC);
	bool told = false;
	size_t i, count = 0;
	GElf_Phdr header;
	Elf *elf;

	if (fd < 0)
		return false;
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (elf && elf_getphdrnum(elf, &count))
		count = 0;
	for (i = 0; i < count && !told; i++)
		told = gelf_getphdr(elf, (int)i, &header) &&
		       header.p_type == PT_NOTE &&
		       look_in_notes(elf, &header, slide);
	elf_end(elf);
	close(fd);
	return told;
}

static bool told_by_device(uint64_t stext, uint64_t *slide)
{
	struct kcov_query query = { .size = sizeof(query) };
	int fd = open(DEVICE_PATH, O_RDWR | O_CLOEXEC);
	bool told = fd >= 0 && !ioctl(fd, KCOV_QUERY, &query) &&
		    query.text_start;

	if (told)
		*slide = stext - query.text_start;
	if (fd >= 0)
		close(fd);
	return told;
}

/* Kernels of x86-64 are linked to run 16 MiB into the last 2 GiB, mostly. */
static uint64_t assumed(uint64_t stext)
{
	const uint64_t linked = 0xffffffff81000000;

	if (stext <= linked)
		return 0;
	warn("this kernel does not say where it was linked, so 16 MiB is "
	     "assumed: if CONFIG_PHYSICAL_START is another one, places of the "
	     "recording are wrong; /proc/kcore would say it");
	return stext - linked;
}

uint64_t kernel_slide(uint64_t stext)
{
	uint64_t slide = 0;

	if (told_by_kernel(&slide) || told_by_device(stext, &slide))
		return slide;
	return assumed(stext);
}
