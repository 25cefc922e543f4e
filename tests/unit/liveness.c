// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What is known of tasks, against what this process knows of them itself: ends
 * that nobody has waited for, names that look like what stands behind them,
 * begins to the tick, and numbers in the list of mappings.
 * kills: a field of stat that is another one's, a unit that is, a zombie that
 * lives, an inode that is found by a part of its digits.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/unit/tap.h"

#include "port/posix/os/os.h"
#include "port/posix/os/raw.h"

static pid_t child_named(const char *name)
{
	int told[2];
	pid_t pid;
	char byte;

	if (pipe(told))
		return -1;
	pid = fork();
	if (pid) {
		if (read(told[0], &byte, 1) != 1)
			return -1;
		close(told[0]);
		close(told[1]);
		return pid;
	}
	prctl(PR_SET_NAME, name);
	if (write(told[1], "", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* Between these two it began; a tick is 10 ms on most systems. */
static void begins(const char *name)
{
	const uint64_t second = 1000000000, before = posix_boottime_ns();
	const struct timespec moment = { 0, 50000000 };
	pid_t pid;
	bool good;

	nanosleep(&moment, NULL);
	pid = child_named(name);
	good = posix_task_is_alive(pid) &&
	       posix_task_started_before(pid, posix_boottime_ns()) &&
	       posix_task_started_before(pid, posix_boottime_ns() + second) &&
	       !posix_task_started_before(pid, before) &&
	       !posix_task_started_before(pid, 0);
	tap_ok(good, "a task called \"%s\" began when it did", name);
	end(pid);
	tap_ok(!posix_task_is_alive(pid), "and is gone when it is");
}

static void ends(void)
{
	pid_t pid = child_named("short");
	siginfo_t info;

	kill(pid, SIGKILL);
	waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
	tap_ok(!kill(pid, 0) && !posix_task_is_alive(pid),
	       "who ended is gone, though nobody has waited for it");
	waitpid(pid, NULL, 0);
	tap_ok(!posix_task_is_alive(0) && !posix_task_is_alive(-1),
	       "no number is nobody's");
	tap_ok(posix_task_is_alive(getpid()), "who asks lives");
	tap_ok(posix_task_started_before(pid, 0) &&
		       posix_task_maps_file(pid, 1),
	       "of whom nothing can be read nothing is taken away");
}

/* Naively: is it the inode of a line? */
static bool is_mapped(uint64_t ino)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	unsigned long long found;
	char line[4400], path[8];
	bool is = false;

	while (maps && fgets(line, sizeof(line), maps))
		is |= sscanf(line, "%*s %*s %*s %*s %llu %7s", &found, path) >=
			      1 &&
		      found == ino;
	if (maps)
		fclose(maps);
	return is;
}

static bool agrees(uint64_t ino)
{
	return posix_task_maps_file(getpid(), ino) == is_mapped(ino);
}

/* More mappings than one reading of the list gets, ours the first or last. */
static void mappings(void)
{
	uint64_t ten = 10, inos[40] = { 0 };
	bool good = true, there = true;
	struct stat64 st;
	size_t i;
	int fd;

	for (i = 0; i < 40; i++) {
		fd = (int)posix_raw(SYS_memfd_create, "x", 0);
		posix_raw_ftruncate(fd, 4096);
		posix_raw_fstat(fd, &st);
		if (i % 2)
			there &= posix_raw_mmap(NULL, 4096, PROT_READ,
						MAP_SHARED, fd, 0) != NULL;
		inos[i] = st.st_ino;
		close(fd);
	}
	for (i = 0; i < 40; i++) {
		good &= agrees(inos[i]) && is_mapped(inos[i]) == i % 2;
		for (ten = 10; ten < inos[i]; ten *= 10)
			good &= agrees(inos[i] / ten) && agrees(inos[i] % ten);
		good &= agrees(10 * inos[i] + 1) && agrees(inos[i] + 10 * ten);
	}
	tap_ok(there && good,
	       "a file is mapped if a line has its whole number");
}

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	begins("plain");
	begins("a) S 1 1 1 0");
	begins(") ) )");
	begins("()((");
	begins("");
	ends();
	mappings();
	return tap_done();
}
