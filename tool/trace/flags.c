// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Names of the flags and commands of calls on files and memory, and the
 * functions that print any such table. Called by decode.c and numbers.c. Names
 * come from the headers of the system that this was compiled on; unknown bits
 * are shown as a number.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <linux/fs.h>
#include <linux/kcov.h>
#include <linux/kcov_extended.h>
#include <linux/loop.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <unistd.h>

#include "tool/trace/flags.h"

const struct flag open_flags[] = {
	FLAG(O_WRONLY),	 FLAG(O_RDWR),	    FLAG(O_CREAT),
	FLAG(O_EXCL),	 FLAG(O_NOCTTY),    FLAG(O_TRUNC),
	FLAG(O_APPEND),	 FLAG(O_NONBLOCK),  FLAG(O_SYNC),
	FLAG(O_DSYNC),	 FLAG(O_ASYNC),	    FLAG(O_DIRECT),
	FLAG(O_TMPFILE), FLAG(O_DIRECTORY), FLAG(O_NOFOLLOW),
	FLAG(O_NOATIME), FLAG(O_CLOEXEC),   FLAG(O_PATH),
	{ 0 },
};

const struct flag access_modes[] = {
	FLAG(R_OK),
	FLAG(W_OK),
	FLAG(X_OK),
	{ 0 },
};

const struct flag protections[] = {
	FLAG(PROT_READ),      FLAG(PROT_WRITE),	  FLAG(PROT_EXEC),
	FLAG(PROT_GROWSDOWN), FLAG(PROT_GROWSUP), { 0 },
};

const struct flag map_types[] = {
	FLAG(MAP_SHARED),
	FLAG(MAP_PRIVATE),
	FLAG(MAP_SHARED_VALIDATE),
	{ 0 },
};

const struct flag map_flags[] = {
	FLAG(MAP_FIXED),	   FLAG(MAP_ANONYMOUS),
	FLAG(MAP_GROWSDOWN),	   FLAG(MAP_DENYWRITE),
	FLAG(MAP_EXECUTABLE),	   FLAG(MAP_LOCKED),
	FLAG(MAP_NORESERVE),	   FLAG(MAP_POPULATE),
	FLAG(MAP_NONBLOCK),	   FLAG(MAP_STACK),
	FLAG(MAP_HUGETLB),	   FLAG(MAP_SYNC),
	FLAG(MAP_FIXED_NOREPLACE), { 0 },
};

const struct flag at_flags[] = {
	FLAG(AT_SYMLINK_NOFOLLOW),
	FLAG(AT_REMOVEDIR),
	FLAG(AT_SYMLINK_FOLLOW),
	FLAG(AT_NO_AUTOMOUNT),
	FLAG(AT_EMPTY_PATH),
	FLAG(AT_STATX_FORCE_SYNC),
	FLAG(AT_STATX_DONT_SYNC),
	FLAG(AT_RECURSIVE),
	{ 0 },
};

const struct flag whences[] = {
	FLAG(SEEK_SET),	 FLAG(SEEK_CUR),  FLAG(SEEK_END),
	FLAG(SEEK_DATA), FLAG(SEEK_HOLE), { 0 },
};

const struct flag file_commands[] = {
	FLAG(F_DUPFD),	    FLAG(F_GETFD),	   FLAG(F_SETFD),
	FLAG(F_GETFL),	    FLAG(F_SETFL),	   FLAG(F_GETLK),
	FLAG(F_SETLK),	    FLAG(F_SETLKW),	   FLAG(F_SETOWN),
	FLAG(F_GETOWN),	    FLAG(F_SETSIG),	   FLAG(F_GETSIG),
	FLAG(F_SETLEASE),   FLAG(F_GETLEASE),	   FLAG(F_NOTIFY),
	FLAG(F_SETPIPE_SZ), FLAG(F_GETPIPE_SZ),	   FLAG(F_ADD_SEALS),
	FLAG(F_GET_SEALS),  FLAG(F_DUPFD_CLOEXEC), FLAG(F_OFD_GETLK),
	FLAG(F_OFD_SETLK),  FLAG(F_OFD_SETLKW),	   { 0 },
};

const struct flag lock_commands[] = {
	FLAG(LOCK_SH), FLAG(LOCK_EX), FLAG(LOCK_UN), FLAG(LOCK_NB), { 0 },
};

const struct flag device_commands[] = {
	FLAG(TCGETS),
	FLAG(TCSETS),
	FLAG(TCSETSW),
	FLAG(TCSETSF),
	FLAG(TIOCGWINSZ),
	FLAG(TIOCSWINSZ),
	FLAG(TIOCGPGRP),
	FLAG(TIOCSPGRP),
	FLAG(TIOCSCTTY),
	FLAG(TIOCNOTTY),
	FLAG(FIONREAD),
	FLAG(FIONBIO),
	FLAG(FIOCLEX),
	FLAG(FIONCLEX),
	FLAG(SIOCGIFCONF),
	FLAG(SIOCGIFFLAGS),
	FLAG(SIOCSIFFLAGS),
	FLAG(SIOCGIFINDEX),
	FLAG(BLKGETSIZE64),
	FLAG(BLKFLSBUF),
	FLAG(LOOP_SET_FD),
	FLAG(LOOP_CLR_FD),
	FLAG(LOOP_CTL_GET_FREE),
	FLAG(KCOV_INIT_TRACE),
	FLAG(KCOV_ENABLE),
	FLAG(KCOV_DISABLE),
	FLAG(KCOV_REMOTE_ENABLE),
	FLAG(KCOV_RESET_TRACE),
	FLAG(KCOV_QUERY),
	FLAG(KCOV_SETUP),
	FLAG(KCOV_STAT),
	{ 0 },
};

const struct flag epoll_commands[] = {
	FLAG(EPOLL_CTL_ADD),
	FLAG(EPOLL_CTL_DEL),
	FLAG(EPOLL_CTL_MOD),
	{ 0 },
};

const struct flag memfd_flags[] = {
	FLAG(MFD_CLOEXEC),
	FLAG(MFD_ALLOW_SEALING),
	FLAG(MFD_HUGETLB),
	{ 0 },
};

const struct flag unmount_flags[] = {
	FLAG(MNT_FORCE),
	FLAG(MNT_DETACH),
	FLAG(MNT_EXPIRE),
	FLAG(UMOUNT_NOFOLLOW),
	{ 0 },
};

const struct flag mount_flags[] = {
	FLAG(MS_RDONLY),      FLAG(MS_NOSUID),
	FLAG(MS_NODEV),	      FLAG(MS_NOEXEC),
	FLAG(MS_SYNCHRONOUS), FLAG(MS_REMOUNT),
	FLAG(MS_MANDLOCK),    FLAG(MS_DIRSYNC),
	FLAG(MS_NOATIME),     FLAG(MS_NODIRATIME),
	FLAG(MS_BIND),	      FLAG(MS_MOVE),
	FLAG(MS_REC),	      FLAG(MS_SILENT),
	FLAG(MS_UNBINDABLE),  FLAG(MS_PRIVATE),
	FLAG(MS_SLAVE),	      FLAG(MS_SHARED),
	FLAG(MS_RELATIME),    FLAG(MS_STRICTATIME),
	FLAG(MS_LAZYTIME),    { 0 },
};

const struct flag rename_flags[] = {
	FLAG(RENAME_NOREPLACE),
	FLAG(RENAME_EXCHANGE),
	FLAG(RENAME_WHITEOUT),
	{ 0 },
};

const char *flag_name(const struct flag *flags, uint64_t value)
{
	for (; flags->name; flags++)
		if (flags->value == value)
			return flags->name;
	return NULL;
}

void add_flags(struct text *text, const struct flag *flags, uint64_t value)
{
	const char *between = "", *zero = flag_name(flags, 0);

	if (!value) {
		text_add(text, zero ? zero : "0");
		return;
	}
	for (; flags->name; flags++) {
		/* Some names are several bits: O_SYNC is O_DSYNC and one. */
		if (!flags->value || (value & flags->value) != flags->value)
			continue;
		text_printf(text, "%s%s", between, flags->name);
		between = "|";
		value &= ~flags->value;
	}
	if (value)
		text_printf(text, "%s0x%" PRIx64, between, value);
}
