/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A device in this process: its file, its area, its owner, the calls on it. A
 * device is held while it is used: kcov_port_ref_get(), kcov_device_put().
 */
#ifndef KCOV_POSIX_DEVICE_H
#define KCOV_POSIX_DEVICE_H

#include <sys/stat.h>

#include "port/posix/images/images.h"

/* file.c */
int posix_file_create(int open_flags);
bool posix_file_is_device(int fd, struct stat64 *st);
int posix_file_open_rw(int fd);
void posix_file_close_rw(int rw_fd, int fd);
int posix_file_map_header(int rw_fd, struct posix_header **header);
void posix_file_unmap_header(struct posix_header *header);

/* area.c */
void posix_area_set_limit(struct posix_guard *guard, uint64_t limit);
struct kcov_feedback *posix_guard_feedback(struct posix_guard *guard);
void posix_area_unmap(struct posix_mapping *mapping);

/* section.c */
struct posix_guard *posix_section_guard(const struct kcov_section *section);
void posix_section_left_open(const struct kcov_section *section);

/* owner.c */
struct posix_header *posix_header_of(struct kcov_device *device);
void posix_owner_program_begins(void);
bool posix_owner_may_adopt(struct posix_header *header);

/* thread.c: the device this thread called on last, which it holds, or NULL. */
extern __thread struct posix_header *posix_called_last
	__attribute__((tls_model("initial-exec")));
void posix_thread_notice_fork(void);
void posix_thread_watch_exit(void);

/* lend.c: a child in this thread's block, beside the thread or until it ends. */
int posix_lend(bool beside);
void posix_lent_returns(void);
void posix_lent_look(void);

/* descriptor.c: 0 or -errno; -ENOTTY if the descriptor is not a device. */
long posix_device_ioctl(int fd, unsigned int command, uintptr_t argument);
int posix_device_check_map(int fd, size_t bytes, uint64_t offset);
void posix_device_adopt(int fd);

#endif /* KCOV_POSIX_DEVICE_H */
