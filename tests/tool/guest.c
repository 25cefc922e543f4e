// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Stands where kcovctl fuzz looks for a User-Mode Linux, and speaks as the
 * agent in it: what a guest can do is done at once, without a kernel. An input,
 * and the file "boot" beside this program before it is ready, is a line for
 * each thing to do. A line that is none of the words below does nothing, as
 * most inputs.
 */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool/fuzz/channel.h"

/* As boot.c gives them. */
enum { FD_TO = 3, FD_FROM = 4, FD_MEMORY = 5 };

static struct channel *channel;
static const char *folder;

static void wake(void)
{
	if (write(FD_FROM, "d", 1) != 1)
		_exit(1);
}

/* say TEXT: a line of the console. */
static void say(const char *text)
{
	printf("%s\n", text);
}

/* flood N: so many lines, which are numbered. */
static void flood(const char *text)
{
	int i, n = atoi(text);

	for (i = 0; i < n; i++)
		printf("line %d\n", i);
}

/* zero: a byte that no text has. */
static void zero(const char *text)
{
	(void)text;
	fwrite("a\0b\n", 1, 4, stdout);
}

/* show NAME: a variable of the environment. */
static void show(const char *text)
{
	const char *value = getenv(text);

	printf("%s=%s\n", text, value ? value : "");
}

static void die(const char *text)
{
	_exit(*text ? atoi(text) : 1);
}

/* killed: as by somebody who wants memory. */
static void killed(const char *text)
{
	(void)text;
	kill(getpid(), SIGKILL);
}

static void hang(const char *text)
{
	(void)text;
	for (;;)
		pause();
}

/* mute: the console ends, the guest does not. */
static void mute(const char *text)
{
	(void)text;
	fflush(stdout);
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
}

/* early: it rings before it is done. */
static void early(const char *text)
{
	(void)text;
	wake();
}

/* deaf: done, and whoever rings next finds nobody, as it dies by then. */
static void deaf(const char *text)
{
	(void)text;
	channel->sleeps = 1;
	close(FD_TO);
	channel->done = channel->asked;
	wake();
	hang("");
}

/* lose: there was no room for a record. */
static void lose(const char *text)
{
	(void)text;
	channel->lost++;
}

/* count N: what it says to have left, whatever there is room for. */
static void count(const char *text)
{
	channel->count = (uint32_t)strtoul(text, NULL, 0);
}

/* compare N: with N + 1, in 32 bits. */
static void compare(const char *text)
{
	uint64_t *at = &channel->words[channel->count];

	at[0] = 4;
	at[1] = (uint64_t)atoi(text);
	at[2] = at[1] + 1;
	at[3] = 0;
	channel->count += COMPARISON_WORDS;
}

/* edge N: passed once more. */
static void edge(const char *text)
{
	struct channel_edge *at = &channel->edges[channel->count++];

	*at = (struct channel_edge){ (uint16_t)atoi(text), 1, 0 };
}

/* One more in a file beside this program, for all guests of this folder. */
static int tally(const char *name)
{
	char path[PATH_MAX];
	struct stat st;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);
	if (fd < 0 || write(fd, ".", 1) != 1 || fstat(fd, &st))
		_exit(1);
	close(fd);
	return (int)st.st_size;
}

/* runs N: it dies of what comes behind so many of them. */
static void runs(const char *text)
{
	if (tally("runs") > atoi(text))
		die("");
}

/* boots N: what comes behind so many of them fails. */
static void boots(const char *text)
{
	if (tally("boots") <= atoi(text))
		return;
	snprintf(channel->says, sizeof(channel->says), "no more boots");
	channel->state = GUEST_FAILED;
	wake();
	hang("");
}

static const struct {
	const char *name;
	void (*act)(const char *text);
} words[] = {
	{ "say", say },	    { "flood", flood },	    { "zero", zero },
	{ "show", show },   { "die", die },	    { "killed", killed },
	{ "hang", hang },   { "mute", mute },	    { "early", early },
	{ "deaf", deaf },   { "lose", lose },	    { "count", count },
	{ "edge", edge },   { "compare", compare }, { "runs", runs },
	{ "boots", boots },
};

static void act(char *line)
{
	char *text = strchr(line, ' ');
	size_t i;

	if (text)
		*text++ = 0;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(words[i].name, line))
			words[i].act(text ? text : "");
	fflush(stdout);
}

static void act_all(char *lines)
{
	char *line;

	while ((line = strsep(&lines, "\n")))
		act(line);
}

static void boot(void)
{
	static char bytes[4096];
	char path[PATH_MAX];
	FILE *file;

	snprintf(path, sizeof(path), "%s/boot", folder);
	file = fopen(path, "r");
	if (file && fread(bytes, 1, sizeof(bytes) - 1, file))
		act_all(bytes);
	if (file)
		fclose(file);
}

static void serve(void)
{
	static char input[CHANNEL_INPUT + 1];
	static char copy[CHANNEL_INPUT + 1];
	uint32_t bytes, times;
	char bell;

	for (;;) {
		__atomic_store_n(&channel->sleeps, 1, __ATOMIC_SEQ_CST);
		while (__atomic_load_n(&channel->asked, __ATOMIC_SEQ_CST) ==
		       channel->done)
			if (read(FD_TO, &bell, 1) != 1)
				_exit(1);
		channel->sleeps = 0;
		bytes = channel->input_bytes;
		memcpy(input, channel->input, bytes);
		input[bytes] = 0;
		for (times = channel->times; times; times--) {
			channel->count = 0;
			/* A word ends where it was. */
			memcpy(copy, input, bytes + 1);
			act_all(copy);
		}
		__atomic_store_n(&channel->done, channel->asked,
				 __ATOMIC_RELEASE);
		wake();
	}
}

int main(int argc, char **argv)
{
	char *slash = argc ? strrchr(argv[0], '/') : NULL;

	if (!slash)
		return 2;
	*slash = 0;
	folder = argv[0];
	channel = mmap(NULL, sizeof(*channel), PROT_READ | PROT_WRITE,
		       MAP_SHARED, FD_MEMORY, 0);
	if (channel == MAP_FAILED)
		return 2;
	boot();
	channel->state = GUEST_READY;
	wake();
	serve();
}
