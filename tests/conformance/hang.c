// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * When a test hangs: its processes have used the time they may use, or none for
 * a generous while. How long it took says nothing, as others may have had the
 * processors. Called by harness.c about the group of the test's body. Where
 * /proc shows no processes nothing is known, and nothing hangs.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hang.h"

/* As many glances as make a generous while: three minutes. */
#define IDLE_GLANCES (180 / GLANCE_SECONDS)
/* Of all processes of a machine; a test whose own are beyond is not looked at. */
#define MOST_PROCESSES 4096

struct process {
	pid_t pid, parent, group;
	/* What it and those it waited for used, in units of sysconf(). */
	unsigned long ticks;
	bool ours;
};

/* From the line of /proc/PID/stat, behind the name, which may hold anything. */
static bool read_process(const char *pid, struct process *process)
{
	unsigned long used[4];
	char path[64], line[1024];
	const char *rest;
	ssize_t length;
	int fd;

	snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return false;
	length = read(fd, line, sizeof(line) - 1);
	close(fd);
	line[length > 0 ? length : 0] = '\0';
	rest = strrchr(line, ')');
	if (!rest || sscanf(rest,
			    ") %*c %d %d %*d %*d %*d %*u %*u %*u %*u %*u %lu "
			    "%lu %lu %lu",
			    &process->parent, &process->group, &used[0],
			    &used[1], &used[2], &used[3]) != 6)
		return false;
	process->pid = atoi(pid);
	process->ticks = used[0] + used[1] + used[2] + used[3];
	process->ours = false;
	return true;
}

static size_t list_processes(struct process *processes)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;
	size_t n = 0;

	while (folder && n < MOST_PROCESSES && (entry = readdir(folder)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
		    read_process(entry->d_name, &processes[n]))
			n++;
	if (folder)
		closedir(folder);
	return n;
}

static bool parent_is_ours(const struct process *processes, size_t n,
			   pid_t parent)
{
	for (size_t i = 0; i < n; i++)
		if (processes[i].pid == parent)
			return processes[i].ours;
	return false;
}

/* Marks the group and its descendants; again, until no more are found. */
static void mark(struct process *processes, size_t n, pid_t group)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < n; i++) {
			struct process *p = &processes[i];

			if (p->ours ||
			    (p->group != group &&
			     !parent_is_ours(processes, n, p->parent)))
				continue;
			p->ours = true;
			more = true;
		}
	}
}

bool group_hangs(pid_t group, unsigned long seconds)
{
	static struct process processes[MOST_PROCESSES];
	static unsigned long before;
	static int idle;
	size_t n = list_processes(processes);
	unsigned long used = 0;

	mark(processes, n, group);
	for (size_t i = 0; i < n; i++)
		if (processes[i].ours)
			used += processes[i].ticks;
	/* Who left took its time along: any change is work. */
	idle = used == before ? idle + 1 : 0;
	before = used;
	return n &&
	       (used / sysconf(_SC_CLK_TCK) >= seconds || idle >= IDLE_GLANCES);
}
