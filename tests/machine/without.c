// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * without NEED... -- COMMAND...: runs the command where these needs of tests
 * are not met, as on a machine that cannot: system calls are refused by a
 * filter, files are hidden in a mount namespace, rights are given up. What the
 * needs are is in probe.h; `without --list` prints those that can be taken
 * away. Run by `taken-away`, as root.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/ipc.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "without.h"

#define NEW_NAMESPACES                                               \
	(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | \
	 CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWCGROUP)
#define NONE (~0u)

/*
 * What a kernel that has no such call says, or one that keeps it for others.
 * The second number is the same call of a program of 32 bits: i386 has its own,
 * and no header here has them. An ARM that is asked for these has other calls
 * there, but nothing is built for it.
 */
static const struct refusal {
	const char *need;
	unsigned int call, call32;
	int error;
	/* Only if its first argument has one of these bits, or is this. */
	unsigned int bits, equal;
} refusals[] = {
	{ "trace", SYS_ptrace, 26, EPERM, 0, 0 },
	/* Who may not trace may not do these either. */
	{ "trace", SYS_process_vm_readv, 347, EPERM, 0, 0 },
	{ "trace", SYS_process_vm_writev, 348, EPERM, 0, 0 },
	{ "memory-file", SYS_memfd_create, 356, ENOSYS, 0, 0 },
	{ "segment", SYS_shmget, 395, ENOSYS, 0, 0 },
	{ "segment", SYS_shmat, 397, ENOSYS, 0, 0 },
	/* ipc(), by which its C library does the same. */
	{ "segment", NONE, 117, ENOSYS, 0, SHMGET },
	{ "segment", NONE, 117, ENOSYS, 0, SHMAT },
	{ "close-range", SYS_close_range, 436, ENOSYS, 0, 0 },
	{ "namespace", SYS_unshare, 310, EPERM, NEW_NAMESPACES, 0 },
	{ "namespace", SYS_clone, 120, EPERM, NEW_NAMESPACES, 0 },
	/* Its flags are in memory, which a filter does not see. */
	{ "namespace", SYS_clone3, 435, ENOSYS, 0, 0 },
	{ "filter", SYS_seccomp, 354, ENOSYS, 0, 0 },
	{ "filter", SYS_prctl, 172, EINVAL, 0, PR_SET_SECCOMP },
};

static const struct {
	const char *need;
	void (*take)(void);
} losses[] = {
	{ "others-proc", hide_others_in_proc },
	{ "terminal", hide_terminals },
	{ "other-user", give_up_other_users },
	{ "processors", keep_one_processor },
	{ "browser", hide_browsers },
};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
/* As many instructions as a filter of all refusals has, twice. */
static struct sock_filter program[16 * LENGTH(refusals) + 16];
static unsigned short used;

void give_up(const char *what)
{
	fprintf(stderr, "without: %s: %s\n", what, strerror(errno));
	exit(125);
}

static void add(struct sock_filter instruction)
{
	program[used++] = instruction;
}

static void load(size_t offset)
{
	add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset));
}

/* The next `skip` instructions are for those whose accumulator is the value. */
static void unless_equal(unsigned int value, unsigned char skip)
{
	add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0,
					 skip));
}

static void answer(unsigned int what)
{
	add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, what));
}

static void refuse(const struct refusal *refusal, unsigned int call)
{
	load(offsetof(struct seccomp_data, nr));
	unless_equal(call, refusal->bits || refusal->equal ? 3 : 1);
	if (refusal->bits || refusal->equal)
		load(offsetof(struct seccomp_data, args[0]));
	if (refusal->bits)
		add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K,
						 refusal->bits, 0, 1));
	else if (refusal->equal)
		unless_equal(refusal->equal, 1);
	answer(SECCOMP_RET_ERRNO | refusal->error);
}

static int wanted(const char *need, char **needs, int n)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(needs[i], need))
			return 1;
	return 0;
}

/* All that is not refused may be called. */
static void refuse_all(char **needs, int n, int bits)
{
	for (size_t i = 0; i < LENGTH(refusals); i++)
		if (wanted(refusals[i].need, needs, n))
			refuse(&refusals[i], bits == 32 ? refusals[i].call32 :
							  refusals[i].call);
	answer(SECCOMP_RET_ALLOW);
}

/* A program of 32 bits makes its calls by another convention. */
static void make_filter(char **needs, int n)
{
	unsigned short native;

	load(offsetof(struct seccomp_data, arch));
	native = used;
	unless_equal(NATIVE_CALLS, 0);
	refuse_all(needs, n, 64);
	program[native].jf = (unsigned char)(used - native - 1);
	if (wanted("programs32", needs, n))
		answer(SECCOMP_RET_KILL_PROCESS);
	else
		refuse_all(needs, n, 32);
}

static void install_filter(void)
{
	struct sock_fprog filter = { used, program };

	/* Without this, who is not root may not; with it, no program gains
	 * rights. */
	if (geteuid() && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		give_up("PR_SET_NO_NEW_PRIVS");
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter))
		give_up("PR_SET_SECCOMP");
}

static int list(void)
{
	puts("programs32");
	for (size_t i = 0; i < LENGTH(refusals); i++)
		if (!i || strcmp(refusals[i].need, refusals[i - 1].need))
			puts(refusals[i].need);
	for (size_t i = 0; i < LENGTH(losses); i++)
		puts(losses[i].need);
	return 0;
}

int main(int argc, char **argv)
{
	int n = 0;

	if (argc == 2 && !strcmp(argv[1], "--list"))
		return list();
	while (1 + n < argc && strcmp(argv[1 + n], "--"))
		n++;
	if (!n || n + 2 >= argc) {
		fprintf(stderr, "usage: without NEED... -- COMMAND...\n");
		return 125;
	}
	for (size_t i = 0; i < LENGTH(losses); i++)
		if (wanted(losses[i].need, argv + 1, n))
			losses[i].take();
	make_filter(argv + 1, n);
	install_filter();
	execvp(argv[n + 2], argv + n + 2);
	give_up(argv[n + 2]);
}
