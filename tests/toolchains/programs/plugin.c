// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The second half is loaded, called, unloaded, and then the other library of
 * the arguments, which may come to lie where the first one was.
 */
#include <dlfcn.h>
#include <stdio.h>

int main_half(int x);

static int call_in(const char *path, const char *name, int x)
{
	void *library = dlopen(path, RTLD_NOW);
	int (*entry)(int);
	int result;

	if (!library) {
		fprintf(stderr, "%s\n", dlerror());
		return -1;
	}
	*(void **)&entry = dlsym(library, name);
	result = entry(x);
	dlclose(library);
	return result;
}

int main(int argc, char **argv)
{
	int sum = main_half(1);

	sum += call_in(argv[1], "part_half", 1);
	sum += call_in(argv[2], "other_half", 1);
	printf("%d\n", sum);
	return argc != 3;
}
