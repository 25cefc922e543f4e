// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A program that has the library loads an instrumented one with dlopen: what
 * the thread runs there is collected, all of it and in order. Linked both ways
 * (rules.mk): the library shared, and inside a program that shows its symbols.
 * kills: callbacks that a module loaded later does not find.
 */
#include <dlfcn.h>
#include <link.h>
#include <string.h>

#include "harness.h"

static const char *target_library(void)
{
	static char path[4096];
	ssize_t used =
		CHECK_OK(readlink("/proc/self/exe", path, sizeof(path) - 64));
	char *slash;

	path[used] = '\0';
	slash = strrchr(path, '/');
	strcpy(slash, "/obj/libtarget.so");
	return path;
}

static bool is_inside(unsigned long pc, const struct link_map *library)
{
	Dl_info info;

	return dladdr((void *)pc, &info) &&
	       (unsigned long)info.dli_fbase == library->l_addr;
}

static void check_calls(const struct session *session)
{
	struct link_map *library = dlopen(target_library(), RTLD_NOW);
	struct trace first, again;
	void (*call)(void);
	unsigned long i;

	if (!library)
		FAIL("%s", dlerror());
	call = (void (*)(void))dlsym(library, "target_a");
	CHECK(call);
	first = trace_of(session, call);
	again = trace_of(session, call);
	CHECK(first.n > 5);
	CHECK(trace_equal(&first, &again));
	for (i = 0; i < first.n; i++)
		CHECK(is_inside(first.pc[i], library));
	trace_free(&first);
	trace_free(&again);
	CHECK_EQ(dlclose(library), 0);
}

TEST("a library loaded with dlopen is traced")
{
	struct session session = session_open(WORDS);

	enable(&session);
	check_calls(&session);
	check_calls(&session);
	disable(&session);
	session_close(&session);
}
