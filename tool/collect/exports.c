// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Calls of functions that a library exports are seen by traps: the slots
 * through which other images call these functions are pointed to memory full of
 * breakpoints, and the return address of each call is replaced as well. Called
 * for threads that stand still under ptrace, x86-64 only. Images and memory of
 * the process are untrusted.
 */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "tool/collect/exports.h"
#include "tool/collect/surroundings.h"
#include "tool/index/image.h"

struct gathering {
	struct exports *exports;
	uint64_t bias;
};

static void add_function(const char *name, const GElf_Sym *symbol, void *data)
{
	struct gathering *gathering = data;

	if (GELF_ST_TYPE(symbol->st_info) != STT_FUNC ||
	    GELF_ST_BIND(symbol->st_info) == STB_LOCAL ||
	    GELF_ST_VISIBILITY(symbol->st_other) != STV_DEFAULT ||
	    symbol->st_shndx == SHN_UNDEF)
		return;
	array_push(&gathering->exports->functions,
		   (struct exported){ must_copy(name),
				      symbol->st_value + gathering->bias });
}

static bool is_library(const struct image_entry *image, const char *pattern)
{
	const char *name = strrchr(image->path, '/');

	return !fnmatch(pattern, name ? name + 1 : image->path, 0);
}

static void gather(struct exports *exports, const struct recording *recording,
		   const char *pattern)
{
	struct gathering gathering = { .exports = exports };
	struct image image;
	size_t i;

	for (i = 0; i < recording->images.count; i++) {
		const struct image_entry *entry = &recording->images.at[i];

		if (!is_library(entry, pattern) ||
		    !image_open(&image, entry->path))
			continue;
		gathering.bias = entry->bias;
		image_each_symbol(&image, add_function, &gathering);
		image_close(&image);
	}
}

/* The trap of the function at that address; 0: it is none of them. */
static uint64_t trap_of(const struct exports *exports, uint64_t address)
{
	size_t i;

	for (i = 0; i < exports->functions.count; i++)
		if (exports->functions.at[i].address == address)
			return exports->traps + 1 + i;
	return 0;
}

/* One table of relocations; how many of its slots are ours now. */
static size_t patch_slots(const struct exports *exports, pid_t tid,
			  Elf_Scn *section, const GElf_Shdr *header,
			  uint64_t bias)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t i, count, patched = 0;
	uint64_t slot, value, trap;
	GElf_Rela relocation;

	count = data && header->sh_entsize ? data->d_size / header->sh_entsize :
					     0;
	for (i = 0; i < count; i++) {
		if (!gelf_getrela(data, (int)i, &relocation) ||
		    (GELF_R_TYPE(relocation.r_info) != R_X86_64_JUMP_SLOT &&
		     GELF_R_TYPE(relocation.r_info) != R_X86_64_GLOB_DAT))
			continue;
		slot = relocation.r_offset + bias;
		if (memory_read(tid, slot, &value, 8) != 8)
			continue;
		trap = trap_of(exports, value);
		if (trap && memory_write(tid, slot, &trap, 8))
			patched++;
	}
	return patched;
}

static size_t patch_image(const struct exports *exports, pid_t tid,
			  const struct image_entry *entry)
{
	Elf_Scn *section = NULL;
	struct image image;
	GElf_Shdr header;
	size_t patched = 0;

	if (!image_open(&image, entry->path))
		return 0;
	while ((section = elf_nextscn(image.elf, section)))
		if (gelf_getshdr(section, &header) &&
		    header.sh_type == SHT_RELA && header.sh_flags & SHF_ALLOC)
			patched += patch_slots(exports, tid, section, &header,
					       entry->bias);
	image_close(&image);
	return patched;
}

/* Memory full of traps. */
static bool make_traps(struct injection *injection, struct exports *exports)
{
	size_t bytes = (exports->functions.count + 1 + 4095) & ~4095ul;
	char *traps;
	long at;
	bool made;

	at = inject_map(injection, bytes);
	if (at < 0 && at > -4096)
		return false;
	traps = must_alloc(NULL, bytes, 1);
	memset(traps, 0xcc, bytes);
	made = memory_write(injection->tid, (uint64_t)at, traps, bytes);
	free(traps);
	exports->traps = (uint64_t)at;
	return made;
}

struct exports *exports_find(struct injection *injection, pid_t pid,
			     const char *pattern)
{
	struct exports *exports = must_alloc(NULL, 1, sizeof(*exports));
	struct recording recording = { 0 };
	size_t i, patched = 0;

	memset(exports, 0, sizeof(*exports));
	note_process(&recording, pid);
	gather(exports, &recording, pattern);
	if (exports->functions.count && make_traps(injection, exports))
		for (i = 0; i < recording.images.count; i++)
			if (!is_library(&recording.images.at[i], pattern))
				patched += patch_image(exports, injection->tid,
						       &recording.images.at[i]);
	detail("%zu exported functions in %s, called from %zu places",
	       exports->functions.count, pattern, patched);
	recording_free(&recording);
	if (patched)
		return exports;
	exports_free(exports);
	return NULL;
}

void exports_free(struct exports *exports)
{
	size_t i;

	for (i = 0; i < exports->functions.count; i++)
		free(exports->functions.at[i].name);
	free(exports->functions.at);
	free(exports);
}

/* Calls that were left by a jump, not by a return. */
static void forget_below(exported_calls *calls, uint64_t stack)
{
	while (calls->count && calls->at[calls->count - 1].stack < stack)
		calls->count--;
}

static enum passing pass_in(const struct exported *function, pid_t tid,
			    uint64_t trap, exported_calls *calls,
			    struct registers *registers)
{
	struct exported_call call = { .name = function->name,
				      .stack = registers_stack(registers) };

	/* Where one of them stood another one can only stand when it is left. */
	forget_below(calls, call.stack + 1);
	registers_jump(registers, function->address);
	if (memory_read(tid, call.stack, &call.back, 8) == 8 &&
	    memory_write(tid, call.stack, &trap, 8))
		array_push(calls, call);
	return calls->count == 1 ? PASSING_IN : PASSING_WITHIN;
}

static enum passing pass_out(exported_calls *calls, const char **name,
			     struct registers *registers)
{
	const struct exported_call *call;

	forget_below(calls, registers_stack(registers) - 8);
	if (!calls->count)
		return PASSING_FOREIGN;
	call = &calls->at[--calls->count];
	registers_jump(registers, call->back);
	*name = call->name;
	return calls->count ? PASSING_WITHIN : PASSING_OUT;
}

enum passing exports_pass(const struct exports *exports, pid_t tid,
			  exported_calls *calls, const char **name,
			  uint64_t *result)
{
	struct registers registers;
	enum passing passing;
	uint64_t at;

	if (!registers_get(tid, &registers))
		return PASSING_FOREIGN;
	at = registers_trap(&registers) - exports->traps;
	if (at > exports->functions.count)
		return PASSING_FOREIGN;
	*result = registers_result(&registers);
	if (at) {
		*name = exports->functions.at[at - 1].name;
		passing = pass_in(&exports->functions.at[at - 1], tid,
				  exports->traps, calls, &registers);
	} else {
		passing = pass_out(calls, name, &registers);
	}
	registers_set(tid, &registers);
	return passing;
}
