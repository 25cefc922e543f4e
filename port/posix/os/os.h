/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What every room of this host needs of the system. Any thread, signal handlers
 * too.
 */
#ifndef KCOV_POSIX_OS_H
#define KCOV_POSIX_OS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <unistd.h>

#include <kcov_port_types.h>

/* A function that programs see. */
#define KCOV_EXPORT __attribute__((visibility("default")))

static inline size_t posix_page_bytes(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

static inline size_t posix_round_to_pages(size_t bytes)
{
	return (bytes + posix_page_bytes() - 1) & ~(posix_page_bytes() - 1);
}

/* complain.c: a line on stderr, once for each cause. */
enum posix_complaint {
	KCOV_NO_MEMFD,
	KCOV_NO_DESCRIPTOR,
	KCOV_NO_FILE_SIZE,
	KCOV_NO_PROC,
	KCOV_NO_MEMORY,
	KCOV_BLOCK_LENT,
	KCOV_NO_HANDLE,
	KCOV_NO_AREA,
	KCOV_SECTION_TOO_DEEP,
	KCOV_SECTION_LEFT_OPEN,
};
void posix_complain(enum posix_complaint complaint);
/* The last three, with the handle that is at the end of their lines. */
void posix_complain_of(enum posix_complaint complaint, uint64_t handle);
/* Why a domain is no larger than this process. */
void posix_domain_complain(const char *subject, const char *what,
			   const char *remedy);

/* privileges.c: set-user-ID, set-group-ID, or capabilities of the file. */
bool posix_has_privileges(void);

/* lock.c: a word that names its holder; true if the last one died with it. */
bool posix_lock_take(posix_lock_word *word);
void posix_lock_let_go(posix_lock_word *word);

/* liveness.c: what is known of tasks of any process. */
/* CLOCK_BOOTTIME */
uint64_t posix_boottime_ns(void);
bool posix_task_is_alive(pid_t tid);
bool posix_task_started_before(pid_t tid, uint64_t boottime_ns);
bool posix_task_maps_file(pid_t tid, uint64_t ino);

#endif /* KCOV_POSIX_OS_H */
