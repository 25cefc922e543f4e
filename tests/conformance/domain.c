// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that makes domains and looks for what they left.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>

#include "domain.h"
#include "target.h"

const char *folder_make(void)
{
	char *path = strdup("/tmp/kcov-test-XXXXXX");

	CHECK(path && mkdtemp(path));
	return path;
}

void folder_remove(const char *path)
{
	CHECK_OK(rmdir(path));
}

void domain_choose(const char *folder)
{
	CHECK_OK(setenv("KCOV_DOMAIN", folder, 1));
}

struct visit {
	const char *folder;
	uint64_t handle;
};

static void visit(void *argument)
{
	const struct visit *visit = argument;

	domain_choose(visit->folder);
	run_section(visit->handle, target_a);
}

bool domain_reaches(const char *folder, const struct session *session,
		    uint64_t handle)
{
	struct visit there = { .folder = folder, .handle = handle };

	set_count(session, 0);
	CHECK_EXIT(fork_child(visit, &there), 0);
	return count(session) > 0;
}

static bool is_left(int index)
{
	struct shmid_ds segment;

	if (shmctl(index, SHM_STAT, &segment) < 0 || segment.shm_nattch)
		return false;
	/* One that is just being made belongs to another test. */
	return segment.shm_perm.cuid == geteuid() &&
	       kill(segment.shm_cpid, 0) && errno == ESRCH;
}

int segments_left(void)
{
	struct shm_info info;
	int last = shmctl(0, SHM_INFO, (struct shmid_ds *)&info);
	int left = 0;
	int i;

	CHECK(last >= 0 || errno == EINVAL);
	for (i = 0; i <= last; i++)
		left += is_left(i);
	return left;
}
