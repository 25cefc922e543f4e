// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Attempts of probe.c: who a process may become, and where it may run.
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probe.h"

void try_user_namespace(void)
{
	if (unshare(CLONE_NEWUSER))
		refused("unshare");
}

void try_other_user(void)
{
	/* nobody's, on every Debian */
	if (setresgid(65534, 65534, 65534) || setresuid(65534, 65534, 65534))
		refused("setresuid");
}

void try_system_call_filter(void)
{
	struct sock_filter allow[] = { BPF_STMT(BPF_RET | BPF_K,
						SECCOMP_RET_ALLOW) };
	struct sock_fprog program = { 1, allow };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		refused("PR_SET_NO_NEW_PRIVS");
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		refused("PR_SET_SECCOMP");
}

void try_two_processors(void)
{
	cpu_set_t mine;

	if (sched_getaffinity(0, sizeof(mine), &mine))
		refused("sched_getaffinity");
	if (CPU_COUNT(&mine) < 2)
		broken("there is one");
	for (int i = 0, found = 0; i < CPU_SETSIZE && found < 2; i++) {
		cpu_set_t one;

		if (!CPU_ISSET(i, &mine))
			continue;
		found++;
		CPU_ZERO(&one);
		CPU_SET(i, &one);
		if (sched_setaffinity(0, sizeof(one), &one))
			refused("sched_setaffinity");
	}
}
