// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Starts afl-fuzz, once for each core, with this program as its target, and
 * watches that it lives. Called by campaign.c. What afl-fuzz prints is in a
 * file for each; what it says when it fails becomes one line of ours.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "tool/base/fail.h"
#include "tool/base/text.h"
#include "tool/fuzz/instances.h"

typedef ARRAY_OF(char *) words;

/* Of afl-fuzz: the limit of an input and two boots, in ms. */
enum { BEHIND_LIMIT = 40000 };

/* One of all that share a corpus is the main one. */
static bool is_main(const struct campaign *campaign, unsigned int number)
{
	return !campaign->name && !number;
}

static void instance_name(const struct campaign *campaign, unsigned int number,
			  char name[64])
{
	if (campaign->name)
		snprintf(name, 64, "%s%u", campaign->name, number);
	else
		snprintf(name, 64, number ? "s%u" : "main", number);
}

static void log_path(const struct campaign *campaign, unsigned int number,
		     char path[4096])
{
	char name[64];

	instance_name(campaign, number, name);
	snprintf(path, 4096, "%s/afl-fuzz.%s.log", campaign->out, name);
}

bool instances_possible(void)
{
	if (!system("command -v afl-fuzz >/dev/null"))
		return true;
	error("there is no afl-fuzz: apt install afl++");
	return false;
}

static void add(words *list, const char *word)
{
	array_push(list, must_copy(word));
}

static void add_pair(words *list, const char *option, const char *value)
{
	if (!value || !*value)
		return;
	add(list, option);
	add(list, value);
}

static void add_path(words *list, const char *option,
		     const struct campaign *campaign, const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", campaign->out, name);
	add_pair(list, option, path);
}

static void add_target(words *list, const struct campaign *campaign)
{
	const struct guest_plan *plan = &campaign->plan;
	char self[4096], number[32];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[length > 0 ? length : 0] = 0;
	add(list, "--");
	add(list, self);
	add(list, "fuzz");
	add(list, "--serve");
	add_pair(list, "--kernel", plan->kernel);
	add_pair(list, "--module", plan->module);
	add_pair(list, "--fix", plan->fix);
	add_pair(list, "--memory", plan->memory);
	snprintf(number, sizeof(number), "%d", plan->limit);
	add_pair(list, "--limit", number);
	if (plan->stock)
		add(list, "--stock");
	add_pair(list, "-o", campaign->out);
	add(list, plan->target);
}

static void make_words(words *list, const struct campaign *campaign,
		       unsigned int number)
{
	bool is_first = is_main(campaign, number);
	char name[64], text[32];

	instance_name(campaign, number, name);
	add(list, "afl-fuzz");
	add_pair(list, is_first ? "-M" : "-S", name);
	/* Bit by bit through an image would take hours. */
	if (is_first)
		add(list, "-d");
	if (campaign->resume)
		add_pair(list, "-i", "-");
	else
		add_path(list, "-i", campaign, "seeds");
	add_path(list, "-o", campaign, "afl");
	add_path(list, "-x", campaign, "constants");
	snprintf(text, sizeof(text), "%d", campaign->plan.limit + BEHIND_LIMIT);
	add_pair(list, "-t", text);
	add_pair(list, "-m", "none");
	add_pair(list, "-s", campaign->seed);
	add_pair(list, "-E", campaign->runs);
	if (campaign->seconds) {
		snprintf(text, sizeof(text), "%u", campaign->seconds);
		add_pair(list, "-V", text);
	}
	add_pair(list, "-c", "0");
	add_target(list, campaign);
	array_push(list, NULL);
}

static void set_environment(const struct campaign *campaign)
{
	static const char *const names[] = {
		"AFL_SKIP_CPUFREQ",
		"AFL_NO_AFFINITY",
		"AFL_NO_UI",
		"AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES",
		"AFL_NO_WARN_INSTABILITY",
		"AFL_IMPORT_FIRST",
		"AFL_FAST_CAL",
	};
	char number[32];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		setenv(names[i], "1", 1);
	/* Minutes between two looks at what other instances have. */
	setenv("AFL_SYNC_TIME", "1", 0);
	setenv("AFL_FORKSRV_INIT_TMOUT", "240000", 1);
	setenv("AFL_MAP_SIZE", "65536", 1);
	unsetenv("AFL_PRELOAD");
	snprintf(number, sizeof(number), "%d", campaign->status_fd);
	setenv(STATUS_VARIABLE, number, 1);
}

/*
 * afl-fuzz, its fork server and the guest wait for each other: on one processor
 * that is a switch, on several a wake-up of another one, three for each input.
 */
static void keep_to_processor(unsigned int number)
{
	cpu_set_t all, one;
	int processor, nth;

	if (sched_getaffinity(0, sizeof(all), &all))
		return;
	nth = (int)(number % (unsigned int)CPU_COUNT(&all));
	for (processor = 0; processor < CPU_SETSIZE; processor++)
		if (CPU_ISSET(processor, &all) && !nth--)
			break;
	CPU_ZERO(&one);
	CPU_SET(processor, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

__attribute__((noreturn)) static void become(const struct campaign *campaign,
					     unsigned int number)
{
	words list = { 0 };
	char path[4096];
	int log;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	log_path(campaign, number, path);
	log = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (log >= 0) {
		dup2(log, STDOUT_FILENO);
		dup2(log, STDERR_FILENO);
	}
	keep_to_processor(number);
	set_environment(campaign);
	make_words(&list, campaign, number);
	execvp("afl-fuzz", list.at);
	_exit(127);
}

void instances_start(struct instances *instances,
		     const struct campaign *campaign)
{
	unsigned int i;

	instances->count = campaign->cores;
	for (i = 0; i < instances->count; i++) {
		pid_t child = fork();

		if (!child)
			become(campaign, i);
		if (child < 0)
			die(STATUS_FAILED,
			    "cannot start afl-fuzz: %s; end other processes",
			    strerror(errno));
		instances->pids[i] = child;
		instances->running++;
	}
}

/* Its first line without colours, which come in the middle of it too. */
static void make_plain(char *text)
{
	char *to = text;

	while (*text && *text != '\n') {
		if (*text == '\033') {
			text += strcspn(text, "m\n");
			text += *text == 'm';
			continue;
		}
		*to++ = (unsigned char)*text < ' ' ? '?' : *text;
		text++;
	}
	*to = 0;
}

/* What it said of its end. */
static void tell_failure(const struct campaign *campaign, unsigned int number)
{
	char path[4096], line[512], said[512] = "it said nothing";
	char *at;
	FILE *file;

	log_path(campaign, number, path);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		at = strstr(line, "PROGRAM ABORT");
		if (!at)
			at = strstr(line, "SYSTEM ERROR");
		if (at)
			snprintf(said, sizeof(said), "%s", at);
	}
	if (file)
		fclose(file);
	make_plain(said);
	error("afl-fuzz ended: %s; all it said is in %s", said, path);
}

void instances_look(struct instances *instances,
		    const struct campaign *campaign)
{
	unsigned int i;
	int status;

	for (i = 0; i < instances->count; i++) {
		if (!instances->pids[i] ||
		    waitpid(instances->pids[i], &status, WNOHANG) !=
			    instances->pids[i])
			continue;
		instances->pids[i] = 0;
		instances->running--;
		/* Who is stopped while it begins calls that a failure. */
		if (instances->stopping ||
		    (WIFEXITED(status) && !WEXITSTATUS(status)))
			continue;
		if (!instances->failed)
			tell_failure(campaign, i);
		instances->failed = true;
	}
}

static void signal_all(const struct instances *instances, int number)
{
	unsigned int i;

	for (i = 0; i < instances->count; i++)
		if (instances->pids[i])
			kill(instances->pids[i], number);
}

/* Those of fork servers that were killed. */
static void end_guests(const struct campaign *campaign)
{
	int i;

	for (i = 0; i < SERVERS_MOST; i++) {
		int32_t group = campaign->status->groups[i];

		if (group > 1)
			kill(-group, SIGKILL);
	}
}

void instances_stop(struct instances *instances,
		    const struct campaign *campaign)
{
	const struct timespec moment = { 0, 50 * 1000000 };
	int looks;

	instances->stopping = true;
	signal_all(instances, SIGINT);
	for (looks = 0; instances->running && looks < 200; looks++) {
		instances_look(instances, campaign);
		nanosleep(&moment, NULL);
	}
	signal_all(instances, SIGKILL);
	end_guests(campaign);
}
