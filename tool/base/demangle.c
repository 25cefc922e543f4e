// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * libiberty's demanglers, bounded. Called by whoever makes an index, for names
 * that nobody has checked: a hundred letters can stand for gigabytes, as each
 * part may refer to all before it twice. The callback is the only place from
 * which the demangler can be left, and it holds no memory there: its work is
 * on the stack.
 */
#include <libiberty/demangle.h>
#include <setjmp.h>
#include <string.h>

#include "tool/base/demangle.h"

/* Bytes; the demangler's stack grows with the name, 2 MiB for this one. */
#define LONGEST_MANGLED 8192
/* Up to here libiberty's own limit of recursion admits a name. */
#define LONGEST_LIMITED 1024
#define LONGEST_DEMANGLED (1 << 16)
/* Bytes that one byte of a mangled name may become; 10 is much in practice. */
#define MOST_GROWTH 64

struct demangling {
	struct text *out;
	size_t most; /* that out may become long */
	jmp_buf too_much;
};

static void take(const char *part, size_t count, void *data)
{
	struct demangling *demangling = data;

	if (count > demangling->most - demangling->out->length)
		longjmp(demangling->too_much, 1);
	text_add_bytes(demangling->out, part, count);
}

/* As symbols come: with the underscore of C++ and Rust, or Rust's newer one. */
static bool may_be_mangled(const char *name)
{
	return !strncmp(name, "_Z", 2) || !strncmp(name, "_R", 2) ||
	       !strncmp(name, "_GLOBAL_", 8);
}

static bool call(struct demangling *demangling, const char *mangled,
		 int options)
{
	if (setjmp(demangling->too_much))
		return false;
	/* Rust's older names look like those of C++. */
	if (rust_demangle_callback(mangled, options, take, demangling))
		return true;
	return cplus_demangle_v3_callback(mangled, options, take, demangling);
}

bool demangle(const char *mangled, struct text *out)
{
	struct demangling demangling = { .out = out };
	size_t length, before = out->length;
	int options = DMGL_PARAMS | DMGL_ANSI;

	if (!may_be_mangled(mangled))
		return false;
	length = strnlen(mangled, LONGEST_MANGLED + 1);
	if (length > LONGEST_MANGLED)
		return false;
	demangling.most = MOST_GROWTH * length < LONGEST_DEMANGLED ?
				  MOST_GROWTH * length :
				  LONGEST_DEMANGLED;
	demangling.most += before;
	if (length > LONGEST_LIMITED)
		options |= DMGL_NO_RECURSE_LIMIT;
	if (call(&demangling, mangled, options) && out->length > before)
		return true;
	text_cut(out, before);
	return false;
}
