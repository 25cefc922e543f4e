// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What `without` takes away besides system calls: files, by mounts that only
 * this process and its children see, and rights.
 */
#include <errno.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "without.h"

static void own_mounts(void)
{
	if (unshare(CLONE_NEWNS) ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL))
		give_up("a mount namespace");
}

/* What is not there need not be hidden. */
static void hide(const char *path)
{
	if (mount("/dev/null", path, NULL, MS_BIND, NULL) && errno != ENOENT)
		give_up(path);
}

/*
 * A /proc that knows the reader alone: links to the real one, which has another
 * name, for all that is no number.
 */
void hide_others_in_proc(void)
{
	static const char *const names[] = {
		"self",	   "thread-self", "mounts",   "meminfo", "cpuinfo",
		"stat",	   "uptime",	  "version",  "sys",	 "filesystems",
		"loadavg", "modules",	  "kallsyms", "net",	 "sysvipc",
		"cmdline", "config.gz",	  "swaps",
	};
	char from[64], to[64];

	own_mounts();
	if (mount("tmpfs", "/mnt", "tmpfs", 0, "mode=755") ||
	    mkdir("/mnt/everything", 0711) ||
	    mount("/proc", "/mnt/everything", NULL, MS_BIND | MS_REC, NULL))
		give_up("/proc at another place");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(from, sizeof(from), "everything/%s", names[i]);
		snprintf(to, sizeof(to), "/mnt/%s", names[i]);
		if (symlink(from, to))
			give_up(to);
	}
	if (mount("/mnt", "/proc", NULL, MS_MOVE, NULL))
		give_up("/proc");
}

void hide_terminals(void)
{
	own_mounts();
	hide("/dev/ptmx");
	hide("/dev/pts/ptmx");
}

void hide_browsers(void)
{
	own_mounts();
	hide("/usr/bin/chromium");
}

/* root's programs have what is left in the bounding set. */
void give_up_other_users(void)
{
	if (prctl(PR_CAPBSET_DROP, CAP_SETUID, 0, 0, 0) ||
	    prctl(PR_CAPBSET_DROP, CAP_SETGID, 0, 0, 0))
		give_up("CAP_SETUID");
}

void keep_one_processor(void)
{
	cpu_set_t one;
	int cpu = sched_getcpu();

	CPU_ZERO(&one);
	CPU_SET(cpu < 0 ? 0 : cpu, &one);
	/* Nobody below gets another. */
	if (sched_setaffinity(0, sizeof(one), &one))
		give_up("one processor");
}
