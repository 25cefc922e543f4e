// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What a kernel under test shows to the command: the host's files read-only
 * at their own paths, memory where programs expect to write, the kernel's own
 * file systems, and the host's directories that may be written.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "init.h"

static void mount_or_say(const char *what, const char *where, const char *type,
			 const char *options)
{
	if (mount(what, where, type, 0, options))
		say("init: cannot mount %s on %s: %s\n", type, where,
		    strerror(errno));
}

/* Makes `path` something that the entry `name` of `dir` can be mounted on. */
static bool make_mount_point(int dir, const char *name, const char *path)
{
	struct stat st;
	int fd;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
		return false;
	if (S_ISDIR(st.st_mode))
		return !mkdir(path, 0755);
	if (!S_ISREG(st.st_mode))
		return false;
	fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/*
 * What no guest can use needs no question over the wire: a folder full of pipes
 * that somebody left makes each boot longer.
 */
static bool is_of_use(const struct dirent *entry)
{
	return entry->d_type != DT_FIFO && entry->d_type != DT_SOCK &&
	       strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

/*
 * A fresh tmpfs at `where` in which the entries of the host's directory
 * (`dir`, opened before anything was mounted over it) stay visible, read-only.
 */
static void mount_tmpfs_over(int dir, const char *where)
{
	char from[512], to[512], target[4096];
	struct dirent *entry;
	ssize_t n;
	DIR *list;

	mkdir(where, 01777);
	mount_or_say("tmpfs", where, "tmpfs", "mode=1777");
	list = dir < 0 ? NULL :
			 fdopendir(openat(dir, ".",
					  O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	while (list && (entry = readdir(list))) {
		if (!is_of_use(entry))
			continue;
		snprintf(from, sizeof(from), "/proc/self/fd/%d/%s", dir,
			 entry->d_name);
		snprintf(to, sizeof(to), "%s/%s", where, entry->d_name);
		n = readlinkat(dir, entry->d_name, target, sizeof(target) - 1);
		if (n >= 0) {
			target[n] = '\0';
			if (symlink(target, to))
				say("init: symlink %s: %s\n", to,
				    strerror(errno));
		} else if (make_mount_point(dir, entry->d_name, to) &&
			   mount(from, to, NULL, MS_BIND, NULL)) {
			say("init: cannot show %s: %s\n", to, strerror(errno));
		}
	}
	if (list)
		closedir(list);
	if (dir >= 0)
		close(dir);
}

static void make_path(const char *path)
{
	char part[4096];

	for (const char *slash = strchr(path + 1, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
		mkdir(part, 0755);
	}
	mkdir(path, 0755);
}

/* The directory number `i` that the command may write to, from the host. */
static void mount_writable(size_t i)
{
	const char *where = job.writable[i];
	char tag[16];
	int failed;

	make_path(where);
	snprintf(tag, sizeof(tag), "writable%zu", i);
	if (!strcmp(job.fstype, "9p"))
		failed = mount(
			tag, where, "9p",
			0, "trans=virtio,version=9p2000.L,msize=262144,cache=mmap");
	else
		failed = mount(tag, where, job.fstype, 0, where);
	if (failed)
		give_up(where);
}

/* What was written must be on the host before the power goes. */
void unmount_writable(void)
{
	sync();
	for (size_t i = job.writables; i-- > 0;)
		if (umount(job.writable[i]))
			mount(NULL, job.writable[i], NULL,
			      MS_REMOUNT | MS_RDONLY, NULL);
	job.writables = 0;
}

void mount_all(void)
{
	int tmp = open("/tmp", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int shm = open("/dev/shm", O_PATH | O_DIRECTORY | O_CLOEXEC);

	mount_or_say("proc", "/proc", "proc", NULL);
	mount_or_say("sysfs", "/sys", "sysfs", NULL);
	mount_or_say("debugfs", "/sys/kernel/debug", "debugfs", NULL);
	mount_or_say("devtmpfs", "/dev", "devtmpfs", "mode=755");
	mkdir("/dev/pts", 0755);
	mount("devpts", "/dev/pts", "devpts", 0, "mode=620,ptmxmode=666");
	symlink("/proc/self/fd", "/dev/fd");
	symlink("/proc/self/fd/0", "/dev/stdin");
	symlink("/proc/self/fd/1", "/dev/stdout");
	symlink("/proc/self/fd/2", "/dev/stderr");
	mount_or_say("tmpfs", "/run", "tmpfs", "mode=755");
	mount_tmpfs_over(shm, "/dev/shm");
	mount_tmpfs_over(tmp, "/tmp");
	for (size_t i = 0; i < job.writables; i++)
		mount_writable(i);
}
