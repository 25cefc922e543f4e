// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl fuzz: from one command to a reproduced crash of a kernel. */
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

#include "tool/base/fail.h"
#include "tool/base/places.h"
#include "tool/command/commands.h"
#include "tool/fuzz/corpus.h"
#include "tool/fuzz/run.h"

enum {
	OPTION_CORES = LONG_ONLY,
	OPTION_STOCK,
	OPTION_RESUME,
	OPTION_JSON,
	OPTION_KERNEL,
	OPTION_SEEDS,
	OPTION_SEED,
	OPTION_RUNS,
	OPTION_FIX,
	OPTION_MODULE,
	OPTION_MEMORY,
	OPTION_LIMIT,
	OPTION_NAME,
	OPTION_INPUT,
	OPTION_REPEAT,
	OPTION_SERVE
};

static const struct option_row options[] = {
	{ 'o', "output", "DIR", "the campaign's folder (default fuzz.out)" },
	{ 't', "time", "SECONDS", "end after so long (default: Ctrl-C)" },
	{ OPTION_CORES, "cores", "N", "instances of afl-fuzz (default 1)" },
	{ OPTION_NAME, "name", "NAME",
	  "what instances here are called, where machines share a corpus" },
	{ OPTION_STOCK, "stock", NULL,
	  "use only what every kcov has: fold plain traces" },
	{ OPTION_RESUME, "resume", NULL, "go on with the campaign of -o" },
	{ OPTION_JSON, "json", NULL, "progress as JSON, an object a line" },
	{ OPTION_KERNEL, "kernel", "DIR",
	  "the folder that scripts/kernel-build printed" },
	{ OPTION_SEEDS, "seeds", "DIR", "inputs to begin with" },
	{ OPTION_SEED, "seed", "N", "of afl-fuzz's random numbers" },
	{ OPTION_RUNS, "runs", "N", "end after so many executions" },
	{ OPTION_FIX, "fix", "RULE",
	  "crc32@AT:FROM: set this checksum right before runs" },
	{ OPTION_MODULE, "module", "FILE", "a module to load in the guest" },
	{ OPTION_MEMORY, "memory", "SIZE", "of a guest (default 128M)" },
	{ OPTION_LIMIT, "limit", "MS",
	  "what takes longer is a finding (default 20000)" },
	{ OPTION_INPUT, "input", "FILE", "run this one, and say what happens" },
	{ OPTION_REPEAT, "repeat", "N",
	  "with --input: run it N times, and say how fast that is" },
	{ OPTION_SERVE, "serve", NULL,
	  "be the target of afl-fuzz, afl-tmin or afl-showmap" },
	{ 0 },
};

struct request {
	struct campaign campaign;
	const char *input;
	uint32_t repeat;
	bool serves;
};

/* The newest kernel of that target in the cache; NULL: none was built. */
static char *built_kernel(bool stock)
{
	char *place = cache_place("kernels"), pattern[PATH_MAX];
	glob_t found = { 0 };
	struct stat st, best = { 0 };
	char *path = NULL;
	size_t i;

	if (!place)
		return NULL;
	snprintf(pattern, sizeof(pattern), "%s/uml-fuzz-%s-*", place,
		 stock ? "stock" : "ours");
	free(place);
	if (glob(pattern, 0, NULL, &found))
		return NULL;
	for (i = 0; i < found.gl_pathc; i++) {
		if (stat(found.gl_pathv[i], &st) ||
		    (path && st.st_mtime < best.st_mtime))
			continue;
		best = st;
		free(path);
		path = must_copy(found.gl_pathv[i]);
	}
	globfree(&found);
	return path;
}

/* Beside this program as built, or where it is installed. */
static char *find_agent(void)
{
	static const char *const beside[] = {
		"/kcov-fuzz-agent", "/../libexec/kcov/kcov-fuzz-agent"
	};
	char self[PATH_MAX], path[PATH_MAX + 64];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash, *real;
	size_t i;

	self[length > 0 ? length : 0] = 0;
	slash = strrchr(self, '/');
	if (slash)
		*slash = 0;
	for (i = 0; i < sizeof(beside) / sizeof(*beside); i++) {
		snprintf(path, sizeof(path), "%s%s", self, beside[i]);
		real = realpath(path, NULL);
		if (real)
			return real;
	}
	die(STATUS_FAILED, "kcov-fuzz-agent is not beside kcovctl: make tool, "
			   "or install it");
}

/* UML changes its folder, so does the guest. */
static const char *whole_path(const char *path, const char *option)
{
	char *real = realpath(path, NULL);

	if (!real)
		die(STATUS_FAILED, "there is no %s, which %s names", path,
		    option);
	return real;
}

static const char *whole_target(const char *target)
{
	const char prefix[] = "so:";
	struct text whole = { 0 };

	if (strncmp(target, prefix, strlen(prefix)))
		return target;
	text_add(&whole, prefix);
	text_add(&whole, whole_path(target + strlen(prefix), prefix));
	return whole.at;
}

static void find_kernel(struct guest_plan *plan)
{
	char path[PATH_MAX];

	if (plan->kernel)
		plan->kernel = whole_path(plan->kernel, "--kernel");
	else
		plan->kernel = built_kernel(plan->stock);
	if (!plan->kernel)
		die(STATUS_FAILED,
		    "there is no kernel to fuzz: scripts/kernel-build "
		    "--target uml-fuzz%s, or name one with --kernel",
		    plan->stock ? " --stock" : "");
	snprintf(path, sizeof(path), "%s/linux", plan->kernel);
	if (access(path, X_OK))
		die(STATUS_FAILED,
		    "%s has no User-Mode Linux: scripts/kernel-build "
		    "--target uml-fuzz makes one",
		    plan->kernel);
}

/* It is that of a folder, and afl-fuzz takes no more than 24 bytes. */
static const char *checked_name(const struct command *self, const char *name)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

	if (!length || name[length] || length > 20)
		usage_error(self,
			    "--name wants up to 20 letters, digits, - and _, "
			    "not \"%s\"",
			    name);
	return name;
}

static void take_number(const struct command *self, struct campaign *campaign,
			int option, const char *value)
{
	switch (option) {
	case 't':
		campaign->seconds = (unsigned int)number_argument(
			self, "--time", value, 1, 1u << 30);
		break;
	case OPTION_CORES:
		campaign->cores = (unsigned int)number_argument(self, "--cores",
								value, 1, 256);
		break;
	case OPTION_LIMIT:
		campaign->plan.limit = (int)number_argument(self, "--limit",
							    value, 10, 3600000);
		break;
	case OPTION_SEED:
		number_argument(self, "--seed", value, 0, INT_MAX);
		campaign->seed = value;
		break;
	case OPTION_RUNS:
		number_argument(self, "--runs", value, 1, INT_MAX);
		campaign->runs = value;
		break;
	}
}

static void take_option(const struct command *self, struct request *request,
			int option, char *value)
{
	struct campaign *campaign = &request->campaign;

	campaign->plan.stock |= option == OPTION_STOCK;
	campaign->resume |= option == OPTION_RESUME;
	campaign->json |= option == OPTION_JSON;
	request->serves |= option == OPTION_SERVE;
	switch (option) {
	case 'o':
		campaign->out = value;
		break;
	case OPTION_KERNEL:
		campaign->plan.kernel = value;
		break;
	case OPTION_SEEDS:
		campaign->seeds = whole_path(value, "--seeds");
		break;
	case OPTION_NAME:
		campaign->name = checked_name(self, value);
		break;
	case OPTION_FIX:
		campaign->plan.fix = value;
		break;
	case OPTION_MODULE:
		campaign->plan.module = whole_path(value, "--module");
		break;
	case OPTION_MEMORY:
		campaign->plan.memory = value;
		break;
	case OPTION_INPUT:
		request->input = value;
		break;
	case OPTION_REPEAT:
		request->repeat = (uint32_t)number_argument(self, "--repeat",
							    value, 1, INT_MAX);
		break;
	default:
		take_number(self, campaign, option, value);
	}
}

/* afl-fuzz and the guests have folders of their own. */
static const char *make_whole(const char *out)
{
	char folder[PATH_MAX], *path;

	if (*out == '/')
		return must_copy(out);
	if (!getcwd(folder, sizeof(folder)))
		die(STATUS_FAILED, "this folder is gone: change to another");
	path = must_alloc(NULL, PATH_MAX, 2);
	snprintf(path, 2 * PATH_MAX, "%s/%s", folder, out);
	return path;
}

static int run(const struct command *self, int argc, char **argv)
{
	/* What its paths are in is never freed, as all of this needs them. */
	static struct request request = {
		.campaign = { .out = "fuzz.out",
			      .cores = 1,
			      .plan = { .fix = "",
					.module = "",
					.memory = "128M",
					.limit = 20000 } },
	};
	struct campaign *campaign = &request.campaign;
	char *value;
	int option;

	while ((option = next_option(self, argc, argv, &value)) != -1)
		take_option(self, &request, option, value);
	if (operands_start() + 1 != argc)
		usage_error(self, operands_start() < argc ?
					  "one target at a time" :
					  "no target to fuzz, such as "
					  "mount:jffs2");
	campaign->plan.target = whole_target(argv[operands_start()]);
	find_kernel(&campaign->plan);
	campaign->plan.agent = find_agent();
	campaign->out = make_whole(campaign->out);
	if (request.serves)
		return serve(&campaign->plan, campaign->out);
	if (request.input)
		return corpus_reproduce(&campaign->plan, request.input,
					request.repeat);
	return campaign_run(campaign);
}

const struct command fuzz_command = {
	.name = "fuzz",
	.operands = "TARGET",
	.summary = "Fuzz a kernel in User-Mode Linux with AFL++.",
	.options = options,
	.run = run,
};
