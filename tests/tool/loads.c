// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Does to its images what its arguments say, in this order: open FILE, call
 * FUNCTION, close, other (as the next two words, in another thread), in FOLDER,
 * gone (unlinks itself), secret (not dumpable), move (its text, to anonymous
 * memory), leave (by _exit), kill, exec PROGRAM...
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

static char *self;
static void *handle;

static volatile int sink;

__attribute__((noinline)) int own_work(int x)
{
	return x > 2 ? x * 3 : x - 1;
}

static __attribute__((noinline)) void move_text(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long start = 0, end = 0, at = (unsigned long)own_work;
	char line[600], mode[8], *copy;
	size_t bytes;

	while (maps && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx %7s", &start, &end, mode) == 3 &&
		    start <= at && at < end)
			break;
	bytes = end - start;
	copy = mmap(0, bytes, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memcpy(copy, (void *)start, bytes);
	mprotect(copy, bytes, PROT_READ | PROT_EXEC);
	if (mremap(copy, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED,
		   (void *)start) == MAP_FAILED)
		exit(9);
}

static __attribute__((noinline)) void load(const char *file)
{
	handle = dlopen(file, RTLD_NOW);
	if (!handle) {
		fprintf(stderr, "%s\n", dlerror());
		exit(8);
	}
}

static __attribute__((noinline)) void call(const char *name)
{
	int (*function)(int) = (int (*)(int))dlsym(handle, name);

	if (function(3) < 0)
		exit(7);
}

static char **act(char **word);

static void *act_in_thread(void *word)
{
	act(word);
	return NULL;
}

static __attribute__((noinline)) char **act_elsewhere(char **word)
{
	pthread_t thread;

	pthread_create(&thread, NULL, act_in_thread, word);
	pthread_join(thread, NULL);
	return word + !!word[1];
}

static char **act(char **word)
{
	if (!strcmp(*word, "open"))
		load(*++word);
	else if (!strcmp(*word, "call"))
		call(*++word);
	else if (!strcmp(*word, "close"))
		dlclose(handle);
	else if (!strcmp(*word, "in") && chdir(*++word))
		exit(6);
	else if (!strcmp(*word, "gone"))
		unlink(self);
	else if (!strcmp(*word, "secret"))
		prctl(PR_SET_DUMPABLE, 0);
	else if (!strcmp(*word, "move"))
		move_text();
	else if (!strcmp(*word, "leave"))
		_exit(0);
	else if (!strcmp(*word, "kill"))
		raise(SIGKILL);
	else if (!strcmp(*word, "exec"))
		execv(word[1], word + 1);
	return word;
}

int main(int argc, char **argv)
{
	char **word;

	self = argv[0];
	sink = own_work(argc);
	for (word = argv + 1; *word; word++)
		if (!strcmp(*word, "other"))
			word = act_elsewhere(word + 1);
		else
			word = act(word);
	return 0;
}
