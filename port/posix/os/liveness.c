// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Does a task still exist, since when, and what has its process mapped? Asked
 * of /proc, which knows of tasks that end in every way there is; where it
 * cannot be read, the answer is the one that takes nothing away from anybody.
 */
#include <fcntl.h>
#include <signal.h>
#include <time.h>

#include "port/posix/os/os.h"
#include "port/posix/os/raw.h"

uint64_t posix_boottime_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* "/proc/NUMBER/NAME" */
static const char *proc_path(char path[64], pid_t number, const char *name)
{
	char digits[KCOV_DIGITS];
	const char *parts[] = { "/proc/",
				posix_digits(digits, (uint64_t)number), "/",
				name };
	char *end = path;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		for (const char *p = parts[i]; *p; p++)
			*end++ = *p;
	*end = '\0';
	return path;
}

static long open_proc(pid_t number, const char *name)
{
	char path[64];

	return posix_raw(SYS_openat, AT_FDCWD, proc_path(path, number, name),
			 O_RDONLY | O_CLOEXEC);
}

/* The text of /proc/TID/stat behind the name, which may hold anything. */
static const char *read_stat(pid_t tid, char *text, size_t size)
{
	long fd = open_proc(tid, "stat");
	const char *behind = NULL;
	long n;
	long i;

	if (fd < 0)
		return NULL;
	n = posix_raw(SYS_read, fd, text, size - 1);
	posix_raw(SYS_close, fd);
	if (n <= 0)
		return NULL;
	text[n] = '\0';
	for (i = 0; i < n; i++)
		if (text[i] == ')')
			behind = &text[i + 1];
	return behind;
}

/* A numeric field of stat, by its number in proc(5); the name is field 2. */
static uint64_t stat_field(const char *behind_name, int wanted)
{
	const char *p = behind_name;
	uint64_t value = 0;
	int field = 2;

	for (; *p && field < wanted; p++)
		field += *p == ' ';
	for (; *p >= '0' && *p <= '9'; p++)
		value = value * 10 + (uint64_t)(*p - '0');
	return value;
}

enum {
	STAT_FLAGS = 9,
	STAT_START = 22,
	FLAG_EXITING = 4, /* PF_EXITING, in field 9 since Linux 2.6 */
};

/*
 * A task that is on its way out counts as gone: whoever waited for it may know
 * already, while it still has a line in /proc.
 */
bool posix_task_is_alive(pid_t tid)
{
	char text[1024];
	const char *stat = tid > 0 ? read_stat(tid, text, sizeof(text)) : NULL;

	if (stat)
		return !(stat_field(stat, STAT_FLAGS) & FLAG_EXITING);
	/* No such task, or no /proc. */
	return tid > 0 && posix_raw(SYS_kill, tid, 0) != -ESRCH;
}

/* The kernel says it in clock ticks from boot. */
bool posix_task_started_before(pid_t tid, uint64_t boottime_ns)
{
	const uint64_t tick_ns = 1000000000ull / (uint64_t)sysconf(_SC_CLK_TCK);
	char text[1024];
	const char *p = read_stat(tid, text, sizeof(text));

	return !p || stat_field(p, STAT_START) * tick_ns <= boottime_ns;
}

/*
 * Is the decimal number `wanted` a word of this text, which comes in pieces?
 * *state is how many of its digits the words so far ended with, -1: inside of
 * another word.
 */
static bool find_word(const char *text, long n, const char *wanted, int *state)
{
	long i;

	for (i = 0; i < n; i++) {
		bool space = text[i] == ' ' || text[i] == '\n';

		if (space && *state > 0 && !wanted[*state])
			return true;
		if (space)
			*state = 0;
		else if (*state >= 0 && wanted[*state] &&
			 wanted[*state] == text[i])
			(*state)++;
		else
			*state = -1;
	}
	return false;
}

/* Inode numbers of memfds are not those of files that may stand beside them. */
bool posix_task_maps_file(pid_t tid, uint64_t ino)
{
	char digits[KCOV_DIGITS];
	const char *wanted = posix_digits(digits, ino);
	long fd = open_proc(tid, "maps");
	bool found = fd < 0;
	char text[1024];
	int state = 0;
	long n;

	while (!found && (n = posix_raw(SYS_read, fd, text, sizeof(text))) > 0)
		found = find_word(text, n, wanted, &state);
	if (fd >= 0)
		posix_raw(SYS_close, fd);
	return found;
}
