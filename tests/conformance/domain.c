// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that makes domains and looks for what they left.
 */
#include <sched.h>
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

static bool alone;

void segments_of_our_own(void)
{
	alone = !unshare(CLONE_NEWIPC);
	if (!alone)
		note("without privileges nobody looks for segments");
}

int segments_left(void)
{
	struct shmid_ds segment;
	struct shm_info info;
	int last = shmctl(0, SHM_INFO, (struct shmid_ds *)&info);
	int left = 0;
	int i;

	if (!alone)
		return 0;
	CHECK(last >= 0 || errno == EINVAL);
	for (i = 0; i <= last; i++)
		left += shmctl(i, SHM_STAT, &segment) >= 0;
	return left;
}
