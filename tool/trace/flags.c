// SPDX-License-Identifier: GPL-2.0-only OR MIT
#ifdef __x86_64__
#include <asm/prctl.h>
#endif
#include <fcntl.h>
#include <inttypes.h>
#include <linux/fs.h>
#include <linux/futex.h>
#include <linux/kcov.h>
#include <linux/loop.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tool/trace/flags.h"

#define FLAG(name) { #name, (uint64_t)(name) }

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

const struct flag families[] = {
	FLAG(AF_UNSPEC),  FLAG(AF_UNIX),      FLAG(AF_INET),
	FLAG(AF_AX25),	  FLAG(AF_IPX),	      FLAG(AF_APPLETALK),
	FLAG(AF_X25),	  FLAG(AF_INET6),     FLAG(AF_KEY),
	FLAG(AF_NETLINK), FLAG(AF_PACKET),    FLAG(AF_RDS),
	FLAG(AF_PPPOX),	  FLAG(AF_LLC),	      FLAG(AF_CAN),
	FLAG(AF_TIPC),	  FLAG(AF_BLUETOOTH), FLAG(AF_RXRPC),
	FLAG(AF_ISDN),	  FLAG(AF_PHONET),    FLAG(AF_IEEE802154),
	FLAG(AF_CAIF),	  FLAG(AF_ALG),	      FLAG(AF_NFC),
	FLAG(AF_VSOCK),	  FLAG(AF_KCM),	      FLAG(AF_QIPCRTR),
	FLAG(AF_SMC),	  FLAG(AF_XDP),	      { 0 },
};

const struct flag socket_types[] = {
	FLAG(SOCK_STREAM),    FLAG(SOCK_DGRAM),
	FLAG(SOCK_RAW),	      FLAG(SOCK_RDM),
	FLAG(SOCK_SEQPACKET), FLAG(SOCK_DCCP),
	FLAG(SOCK_PACKET),    { 0 },
};

const struct flag socket_flags[] = {
	FLAG(SOCK_CLOEXEC),
	FLAG(SOCK_NONBLOCK),
	{ 0 },
};

const struct flag message_flags[] = {
	FLAG(MSG_OOB),
	FLAG(MSG_PEEK),
	FLAG(MSG_DONTROUTE),
	FLAG(MSG_CTRUNC),
	FLAG(MSG_TRUNC),
	FLAG(MSG_DONTWAIT),
	FLAG(MSG_EOR),
	FLAG(MSG_WAITALL),
	FLAG(MSG_CONFIRM),
	FLAG(MSG_NOSIGNAL),
	FLAG(MSG_MORE),
	FLAG(MSG_CMSG_CLOEXEC),
	{ 0 },
};

const struct flag shutdowns[] = {
	FLAG(SHUT_RD),
	FLAG(SHUT_WR),
	FLAG(SHUT_RDWR),
	{ 0 },
};

const struct flag whences[] = {
	FLAG(SEEK_SET),	 FLAG(SEEK_CUR),  FLAG(SEEK_END),
	FLAG(SEEK_DATA), FLAG(SEEK_HOLE), { 0 },
};

const struct flag clocks[] = {
	FLAG(CLOCK_REALTIME),
	FLAG(CLOCK_MONOTONIC),
	FLAG(CLOCK_PROCESS_CPUTIME_ID),
	FLAG(CLOCK_THREAD_CPUTIME_ID),
	FLAG(CLOCK_MONOTONIC_RAW),
	FLAG(CLOCK_REALTIME_COARSE),
	FLAG(CLOCK_MONOTONIC_COARSE),
	FLAG(CLOCK_BOOTTIME),
	FLAG(CLOCK_REALTIME_ALARM),
	FLAG(CLOCK_BOOTTIME_ALARM),
	FLAG(CLOCK_TAI),
	{ 0 },
};

const struct flag signals[] = {
	FLAG(SIGHUP),  FLAG(SIGINT),	FLAG(SIGQUIT), FLAG(SIGILL),
	FLAG(SIGTRAP), FLAG(SIGABRT),	FLAG(SIGBUS),  FLAG(SIGFPE),
	FLAG(SIGKILL), FLAG(SIGUSR1),	FLAG(SIGSEGV), FLAG(SIGUSR2),
	FLAG(SIGPIPE), FLAG(SIGALRM),	FLAG(SIGTERM), FLAG(SIGSTKFLT),
	FLAG(SIGCHLD), FLAG(SIGCONT),	FLAG(SIGSTOP), FLAG(SIGTSTP),
	FLAG(SIGTTIN), FLAG(SIGTTOU),	FLAG(SIGURG),  FLAG(SIGXCPU),
	FLAG(SIGXFSZ), FLAG(SIGVTALRM), FLAG(SIGPROF), FLAG(SIGWINCH),
	FLAG(SIGIO),   FLAG(SIGPWR),	FLAG(SIGSYS),  { 0 },
};

const struct flag mask_commands[] = {
	FLAG(SIG_BLOCK),
	FLAG(SIG_UNBLOCK),
	FLAG(SIG_SETMASK),
	{ 0 },
};

const struct flag advices[] = {
	FLAG(MADV_NORMAL),	FLAG(MADV_RANDOM),
	FLAG(MADV_SEQUENTIAL),	FLAG(MADV_WILLNEED),
	FLAG(MADV_DONTNEED),	FLAG(MADV_FREE),
	FLAG(MADV_REMOVE),	FLAG(MADV_DONTFORK),
	FLAG(MADV_DOFORK),	FLAG(MADV_MERGEABLE),
	FLAG(MADV_UNMERGEABLE), FLAG(MADV_HUGEPAGE),
	FLAG(MADV_NOHUGEPAGE),	FLAG(MADV_DONTDUMP),
	FLAG(MADV_DODUMP),	FLAG(MADV_WIPEONFORK),
	FLAG(MADV_KEEPONFORK),	FLAG(MADV_COLD),
	FLAG(MADV_PAGEOUT),	{ 0 },
};

const struct flag clone_flags[] = {
	FLAG(CLONE_VM),
	FLAG(CLONE_FS),
	FLAG(CLONE_FILES),
	FLAG(CLONE_SIGHAND),
	FLAG(CLONE_PIDFD),
	FLAG(CLONE_PTRACE),
	FLAG(CLONE_VFORK),
	FLAG(CLONE_PARENT),
	FLAG(CLONE_THREAD),
	FLAG(CLONE_NEWNS),
	FLAG(CLONE_SYSVSEM),
	FLAG(CLONE_SETTLS),
	FLAG(CLONE_PARENT_SETTID),
	FLAG(CLONE_CHILD_CLEARTID),
	FLAG(CLONE_UNTRACED),
	FLAG(CLONE_CHILD_SETTID),
	FLAG(CLONE_NEWCGROUP),
	FLAG(CLONE_NEWUTS),
	FLAG(CLONE_NEWIPC),
	FLAG(CLONE_NEWUSER),
	FLAG(CLONE_NEWPID),
	FLAG(CLONE_NEWNET),
	FLAG(CLONE_IO),
	{ 0 },
};

const struct flag wait_flags[] = {
	FLAG(WNOHANG),	  FLAG(WUNTRACED), FLAG(WEXITED),
	FLAG(WCONTINUED), FLAG(WNOWAIT),   FLAG(__WNOTHREAD),
	FLAG(__WALL),	  FLAG(__WCLONE),  { 0 },
};

const struct flag resources[] = {
	FLAG(RLIMIT_CPU),
	FLAG(RLIMIT_FSIZE),
	FLAG(RLIMIT_DATA),
	FLAG(RLIMIT_STACK),
	FLAG(RLIMIT_CORE),
	FLAG(RLIMIT_RSS),
	FLAG(RLIMIT_NPROC),
	FLAG(RLIMIT_NOFILE),
	FLAG(RLIMIT_MEMLOCK),
	FLAG(RLIMIT_AS),
	FLAG(RLIMIT_LOCKS),
	FLAG(RLIMIT_SIGPENDING),
	FLAG(RLIMIT_MSGQUEUE),
	FLAG(RLIMIT_NICE),
	FLAG(RLIMIT_RTPRIO),
	FLAG(RLIMIT_RTTIME),
	{ 0 },
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
	{ 0 },
};

const struct flag futex_commands[] = {
	FLAG(FUTEX_WAIT),
	FLAG(FUTEX_WAKE),
	FLAG(FUTEX_REQUEUE),
	FLAG(FUTEX_CMP_REQUEUE),
	FLAG(FUTEX_WAKE_OP),
	FLAG(FUTEX_LOCK_PI),
	FLAG(FUTEX_UNLOCK_PI),
	FLAG(FUTEX_TRYLOCK_PI),
	FLAG(FUTEX_WAIT_BITSET),
	FLAG(FUTEX_WAKE_BITSET),
	FLAG(FUTEX_WAIT_REQUEUE_PI),
	FLAG(FUTEX_CMP_REQUEUE_PI),
	{ 0 },
};

const struct flag futex_flags[] = {
	FLAG(FUTEX_PRIVATE_FLAG),
	FLAG(FUTEX_CLOCK_REALTIME),
	{ 0 },
};

const struct flag epoll_commands[] = {
	FLAG(EPOLL_CTL_ADD),
	FLAG(EPOLL_CTL_DEL),
	FLAG(EPOLL_CTL_MOD),
	{ 0 },
};

const struct flag process_commands[] = {
	FLAG(PR_SET_PDEATHSIG),
	FLAG(PR_GET_PDEATHSIG),
	FLAG(PR_GET_DUMPABLE),
	FLAG(PR_SET_DUMPABLE),
	FLAG(PR_SET_KEEPCAPS),
	FLAG(PR_GET_KEEPCAPS),
	FLAG(PR_SET_NAME),
	FLAG(PR_GET_NAME),
	FLAG(PR_SET_SECCOMP),
	FLAG(PR_GET_SECCOMP),
	FLAG(PR_CAPBSET_READ),
	FLAG(PR_CAPBSET_DROP),
	FLAG(PR_SET_CHILD_SUBREAPER),
	FLAG(PR_GET_CHILD_SUBREAPER),
	FLAG(PR_SET_NO_NEW_PRIVS),
	FLAG(PR_GET_NO_NEW_PRIVS),
	FLAG(PR_SET_VMA),
	FLAG(PR_CAP_AMBIENT),
	FLAG(PR_SET_PTRACER),
	{ 0 },
};

const struct flag machine_commands[] = {
#ifdef __x86_64__
	FLAG(ARCH_SET_GS),
	FLAG(ARCH_SET_FS),
	FLAG(ARCH_GET_FS),
	FLAG(ARCH_GET_GS),
#endif
	{ 0 },
};

const struct flag random_flags[] = {
	FLAG(GRND_NONBLOCK),
	FLAG(GRND_RANDOM),
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

const struct flag socket_levels[] = {
	FLAG(SOL_IP),	   FLAG(SOL_SOCKET), FLAG(SOL_IPV6), FLAG(SOL_RAW),
	FLAG(SOL_NETLINK), FLAG(SOL_PACKET), { 0 },
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
