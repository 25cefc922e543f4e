// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * so:FILE is a target of somebody's own: a shared object of this machine that
 * has the functions which libFuzzer calls. LLVMFuzzerInitialize(), where there
 * is one, is called once; LLVMFuzzerTestOneInput() is recorded.
 */
#include <dlfcn.h>
#include <string.h>

#include "tool/agent/agent.h"

#define PREFIX "so:"

static void *object;
static int (*test_one_input)(const uint8_t *input, size_t bytes);

void object_load(const char *target)
{
	if (!strncmp(target, PREFIX, strlen(PREFIX)))
		object = dlopen(target + strlen(PREFIX), RTLD_NOW);
}

static const char *prepare(const char *argument)
{
	static char name[] = "kcov-fuzz-agent", *words[] = { name, NULL };
	int (*initialize)(int *count, char ***words);
	char **at = words;
	int count = 1;

	if (!*argument)
		return "name the object, as in so:./mine.so";
	/* Nothing of dl came between, so this is of object_load(). */
	if (!object)
		return dlerror();
	test_one_input = dlsym(object, "LLVMFuzzerTestOneInput");
	if (!test_one_input)
		return "it has no LLVMFuzzerTestOneInput()";
	initialize = dlsym(object, "LLVMFuzzerInitialize");
	if (initialize && initialize(&count, &at))
		return "its LLVMFuzzerInitialize() says that it cannot run";
	return NULL;
}

static void run(const uint8_t *input, size_t bytes)
{
	test_one_input(input, bytes);
}

const struct target object_target = {
	.name = "so",
	.prepare = prepare,
	.run = run,
};
