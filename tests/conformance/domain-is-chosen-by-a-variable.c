// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-registry: two folders are two domains: the same handle can be had in both
 * at once, and a process of the one does not work for a client of the other.
 * Without the variable, or an empty one, the domain is the user's: the folder
 * kcov in XDG_RUNTIME_DIR if that is the user's own, else one in /dev/shm.
 * Nothing is put into the folders. kills: one domain for all, a variable that
 * only clients obey, a folder that another user left in the environment.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "domain.h"
#include "target.h"

/* Nobody else's: the default domain is not the test's alone. */
#define HANDLE COMMON(0x37000000u + (unsigned int)getpgrp())
#define NOBODY 65534

static struct session sessions[2];
static struct gate ready, over[2];

struct choice {
	const char *folder; /* NULL: none */
	int session;
};

static void own(void *argument)
{
	const struct choice *choice = argument;

	if (choice->folder)
		domain_choose(choice->folder);
	remote_listen(&sessions[choice->session], HANDLE);
	gate_open(&ready);
	gate_wait(&over[choice->session]);
	disable(&sessions[choice->session]);
}

static pid_t start_owner(const char *folder, int session)
{
	struct choice choice = { .folder = folder, .session = session };
	pid_t owner = fork_child(own, &choice);

	gate_wait(&ready);
	return owner;
}

static void end_owner(pid_t owner, int session)
{
	gate_open(&over[session]);
	CHECK_EXIT(owner, 0);
}

static void check_two_domains(const char *ours, const char *theirs)
{
	pid_t owners[] = { start_owner(ours, 0), start_owner(theirs, 1) };

	set_count(&sessions[1], 0);
	CHECK(domain_reaches(ours, &sessions[0], HANDLE));
	CHECK_EQ(count(&sessions[1]), 0);
	set_count(&sessions[0], 0);
	CHECK(domain_reaches(theirs, &sessions[1], HANDLE));
	CHECK_EQ(count(&sessions[0]), 0);
	end_owner(owners[0], 0);
	CHECK(!domain_reaches(ours, &sessions[1], HANDLE));
	end_owner(owners[1], 1);
}

/* The variable names the folder that another process has by itself. */
static void check_default(const char *nothing, const char *folder)
{
	struct stat st;
	pid_t owner;

	CHECK_OK(nothing ? setenv("KCOV_DOMAIN", nothing, 1) :
			   unsetenv("KCOV_DOMAIN"));
	owner = start_owner(NULL, 0);
	CHECK_OK(stat(folder, &st));
	CHECK(S_ISDIR(st.st_mode));
	CHECK_EQ(st.st_mode & 07777, 0700);
	CHECK_EQ(st.st_uid, geteuid());
	CHECK(domain_reaches(folder, &sessions[0], HANDLE));
	end_owner(owner, 0);
}

/* As it is after su: what is another user's is none of ours. */
static void check_default_beside(const char *theirs, const char *folder)
{
	char inside[256];

	if (chown(theirs, NOBODY, NOBODY))
		return;
	snprintf(inside, sizeof(inside), "%s/kcov", theirs);
	CHECK_OK(setenv("XDG_RUNTIME_DIR", theirs, 1));
	check_default(NULL, folder);
	CHECK_ERR(access(inside, F_OK), ENOENT);
}

TEST("a domain is chosen by a variable")
{
	const char *ours = folder_make();
	const char *theirs = folder_make();
	char folder[256];

	need_domains();
	ready = gate_make();
	over[0] = gate_make();
	over[1] = gate_make();
	sessions[0] = session_open(LISTENER_WORDS);
	sessions[1] = session_open(LISTENER_WORDS);
	check_two_domains(ours, theirs);

	/* Ours plays the run-time folder. */
	CHECK_OK(setenv("XDG_RUNTIME_DIR", ours, 1));
	snprintf(folder, sizeof(folder), "%s/kcov", ours);
	check_default(NULL, folder);
	folder_remove(folder);
	CHECK_OK(setenv("XDG_RUNTIME_DIR", "/nowhere", 1));
	snprintf(folder, sizeof(folder), "/dev/shm/kcov-%u", geteuid());
	check_default("", folder);
	check_default_beside(theirs, folder);
	folder_remove(ours);
	folder_remove(theirs);
}
