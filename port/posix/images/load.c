// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * dlopen() and dlclose(), replaced for the whole program: what comes and goes
 * has to be noted while it is known at which record it did. Any thread. A
 * member of its own in the archive: only who loads something gets it.
 *
 * The linker looks for a name without a slash where the caller says, which it
 * knows by the return address. So where that matters the call is passed on as
 * it is, by a jump, and what it has loaded is noted later.
 */
#include <dlfcn.h>
#include <elf.h>
#include <iconv.h>
#include <link.h>
#include <string.h>

#include <kcov/images.h>

#include "port/posix/kcov_port_types.h"

#define KCOV_EXPORT __attribute__((visibility("default")))
/* What compilers without this word make a jump of is seen by tests/tool. */
#if __has_attribute(musttail)
#define KCOV_BY_A_JUMP __attribute__((musttail))
#else
#define KCOV_BY_A_JUMP
#endif

typedef void *dlopen_fn(const char *path, int flags);
typedef int dlclose_fn(void *handle);

/* As in inherit.c: libc's own where it is linked statically, else the next. */
__attribute__((weak)) dlopen_fn __dlopen;
__attribute__((weak)) dlclose_fn __dlclose;
#pragma weak dlsym

/* A static link brings these for what can load modules itself. */
__attribute__((used)) static void *const bring = (void *)iconv_open;

static void *next_of(const char *name)
{
	return dlsym ? dlsym(RTLD_NEXT, name) : NULL;
}

/* An object that is asked for, and whether it says where to search. */
struct asked {
	uintptr_t address;
	bool searches;
};

static bool has_path(const ElfW(Dyn) * entry)
{
	for (; entry->d_tag != DT_NULL; entry++)
		if (entry->d_tag == DT_RPATH || entry->d_tag == DT_RUNPATH)
			return true;
	return false;
}

static int visit(struct dl_phdr_info *info, size_t bytes, void *argument)
{
	const ElfW(Dyn) *dynamic = NULL;
	struct asked *asked = argument;
	bool found = false;
	int i;

	(void)bytes;
	for (i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		const uintptr_t start = info->dlpi_addr + segment->p_vaddr;

		if (segment->p_type == PT_DYNAMIC)
			dynamic = (const void *)start;
		else if (segment->p_type == PT_LOAD &&
			 asked->address - start < segment->p_memsz)
			found = true;
	}
	asked->searches |= found && dynamic && has_path(dynamic);
	return found;
}

/* Would the linker load something else if we were the caller? */
static bool caller_matters(const char *path, void *caller)
{
	struct asked asked = { (uintptr_t)caller, false };

	if (!path || strchr(path, '$'))
		return true;
	if (strchr(path, '/'))
		return false;
	dl_iterate_phdr(visit, &asked);
	return asked.searches;
}

KCOV_EXPORT void *dlopen(const char *path, int flags)
{
	static dlopen_fn *next;
	void *handle;

	if (!next)
		next = __dlopen ? __dlopen : (dlopen_fn *)next_of("dlopen");
	if (!next)
		return NULL;
	kcov_images_look();
	if (caller_matters(path, __builtin_return_address(0)))
		KCOV_BY_A_JUMP return next(path, flags);
	handle = next(path, flags);
	kcov_images_look();
	return handle;
}

KCOV_EXPORT int dlclose(void *handle)
{
	static dlclose_fn *next;
	int result;

	if (!next)
		next = __dlclose ? __dlclose : (dlclose_fn *)next_of("dlclose");
	if (!next)
		return -1;
	kcov_images_look();
	result = next(handle);
	kcov_images_look();
	return result;
}
