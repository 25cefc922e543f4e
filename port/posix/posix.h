/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the files of the user-space host tell each other.
 *
 * A device is a memfd: the area at offset 0, where clients map it, and at
 * KCOV_HEADER_OFFSET, far beyond any area, a header with the state that all
 * processes holding the descriptor share; behind it, at KCOV_IMAGES_OFFSET, the
 * map of images (imagemap.h). No table says which descriptors are
 * ours: the file itself does, so dup, fork, exec and passing need no help.
 *
 * Rules for this folder, because its code runs inside other people's programs,
 * in signal handlers too: system calls are made directly, nothing is allocated
 * from the heap, errno is preserved.
 */
#ifndef KCOV_POSIX_H
#define KCOV_POSIX_H

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <kcov/images.h>

#include "core/device.h"

#define KCOV_PATH "/sys/kernel/debug/kcov"

#define KCOV_HEADER_OFFSET (1ull << 32)
#define KCOV_HEADER_BYTES (64ull << 10) /* at least a page everywhere */
#define KCOV_IMAGES_BYTES (64ull << 20) /* sparse */
#define KCOV_FILE_BYTES (KCOV_IMAGES_OFFSET + KCOV_IMAGES_BYTES)

/* Sections in signal handlers: how many at once, and the size of each. */
#define KCOV_HANDLER_AREAS 8
#define KCOV_HANDLER_AREA_WORDS (64u << 10)

/* Shared between processes [S]: believed only as far as it is checked. */
struct kcov_header {
	uint64_t magic; /* [C] */
	uint64_t ino;	/* [C] the file's own number */
	struct kcov_device device;
	pid_t owner_pid;      /* [L] the owner while enabled */
	pid_t owner_tid;      /* [L] */
	uint64_t owned_since; /* [L] CLOCK_BOOTTIME, ns */
	uintptr_t image_map;  /* the owner's: which one is there, 0: none */
};

/*
 * A device in this process: the page before its header, private. Counted by
 * the views, owners and sessions that use it; the last one unmaps everything.
 */
struct kcov_mapping {
	int refs;		  /* [A] */
	struct kcov_guard *guard; /* NULL: the area is not mapped */
	size_t area_bytes;
	int kept_fd; /* [G] of a remote session; 0: none */
	dev_t dev;   /* [C] the file; 0 where nobody asks for it by that */
	ino_t ino;   /* [C] */
};

/* A device as one thread sees it. Every thread has one: as small as can be. */
struct kcov_view {
	struct kcov_header *header;
	int fd; /* read-write, during a call only */
};

/*
 * The private page before the area. The kernel wipes it in forked children, so
 * `alive` tells a thread from its copy; it ends with a struct kcov_limits.
 */
struct kcov_guard {
	uint64_t alive;
};

/* complain.c */
enum kcov_complaint {
	KCOV_NO_MEMFD,
	KCOV_NO_DESCRIPTOR,
	KCOV_NO_FILE_SIZE,
	KCOV_NO_PROC,
	KCOV_NO_MEMORY,
	KCOV_SECTION_TOO_DEEP,
	KCOV_SECTION_LEFT_OPEN,
};
void kcov_complain(enum kcov_complaint complaint);
/* The last two, with the handle that is at the end of their lines. */
void kcov_complain_of(enum kcov_complaint complaint, uint64_t handle);

/* file.c */
int kcov_file_create(int open_flags);
bool kcov_file_is_device(int fd, struct stat64 *st);
int kcov_file_open_rw(int fd);
void kcov_file_close_rw(int rw_fd, int fd);
int kcov_file_map_header(int rw_fd, struct kcov_header **header);
void kcov_file_unmap_header(struct kcov_header *header);
struct kcov_mapping *kcov_mapping_of(const struct kcov_header *header);

/* area.c */
void kcov_area_set_limits(struct kcov_guard *guard, uintptr_t pc, uint64_t cmp);
size_t kcov_round_to_pages(size_t bytes);
size_t kcov_area_guard_bytes(void);
void kcov_area_unmap(struct kcov_mapping *mapping);

/* remote.c */
struct kcov_guard *kcov_section_guard(const struct kcov_section *section);
void kcov_section_left_open(const struct kcov_section *section);

/* signal.c: blocking nests. */
void kcov_signals_block(void);
void kcov_signals_restore(void);
int kcov_signal_action(int number, const struct sigaction *action,
		       struct sigaction *old);
/* Puts back what the handlers put aside whose frames the jump leaves. */
void kcov_handlers_jump(uintptr_t from, uintptr_t to);

/* rawsignal.c */
int kcov_raw_sigaction(int number, const struct sigaction *action,
		       struct sigaction *old);

/* lock.c: a word that names its holder; true if the last one died with it. */
bool kcov_lock_take(kcov_lock_word *word);
void kcov_lock_let_go(kcov_lock_word *word);

/* liveness.c: what is known of tasks of any process. */
bool kcov_task_is_alive(pid_t tid);
bool kcov_task_started_before(pid_t tid, uint64_t boottime_ns);
bool kcov_task_maps_file(pid_t tid, uint64_t ino);

/* owner.c */
uint64_t kcov_boottime_ns(void);
void kcov_owner_program_begins(void);
bool kcov_owner_may_adopt(struct kcov_header *header);

/* thread.c: the view of the device this thread works on or worked on last. */
extern __thread struct kcov_view kcov_view
	__attribute__((tls_model("initial-exec")));
void kcov_thread_notice_fork(void);
void kcov_thread_watch_exit(void);

/* session.c: 0 or -errno; -ENOTTY if the descriptor is not a device. */
long kcov_session_ioctl(int fd, unsigned int command, uintptr_t argument);
int kcov_session_check_map(int fd, size_t bytes, uint64_t offset);
void kcov_session_adopt(int fd);

#endif /* KCOV_POSIX_H */
