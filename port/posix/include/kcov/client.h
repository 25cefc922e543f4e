/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The device as functions, for programs that want none of libc's calls replaced
 * (link libkcov_api.a). They reach the kcov of this process, never a kernel's;
 * the descriptor is the one that open() gives where calls are replaced.
 *
 * A "word" is an unsigned long; comparison records are four 64-bit words on
 * every architecture. Functions that return int give 0 (or a descriptor), or -1
 * with errno; otherwise errno is preserved. None allocates from the heap. What
 * a device is enabled for is the calling thread. Call them from threads, not
 * from signal handlers, unless it says otherwise.
 */
#ifndef KCOV_CLIENT_H
#define KCOV_CLIENT_H

#include <linux/kcov.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A new device; the descriptor is closed on exec and freed by close(). EMFILE,
 * ENFILE, ENOMEM, EPERM or ENOSYS (no memfd).
 */
int kcov_client_open(void);

/*
 * Sizes the area, once: 2 to 2^28 - 1 words of 8 bytes. EINVAL: another size;
 * EBUSY: it has one; ENOMEM; ENOTTY: no device, also in the functions below.
 */
int kcov_client_size(int device, size_t words);

/*
 * The area, shared and writable, of exactly the words it was sized with, or
 * NULL with errno: EINVAL (another size, or none yet), ENOMEM. It outlives the
 * descriptor, until kcov_client_unmap() of the same words.
 */
void *kcov_client_map(int device, size_t words);
int kcov_client_unmap(void *area, size_t words);

/*
 * The calling thread collects, until it disables or ends: mode KCOV_TRACE_PC or
 * KCOV_TRACE_CMP. The count goes on where it was. EINVAL: no size yet, enabled
 * already, or another mode; EBUSY: the thread has enabled another device, or is
 * in a remote section; ENOMEM.
 */
int kcov_client_enable(int device, unsigned int mode);

/*
 * Sections of any thread collect for the handles in the argument
 * (linux/kcov.h). EINVAL: as above, more than KCOV_REMOTE_MAX_HANDLES, a handle
 * that is none, or an area_size outside 2 to 2^24 words; EEXIST: a handle is
 * taken; EFAULT; EBUSY; ENOMEM. After an error nothing has changed.
 */
int kcov_client_remote_enable(int device,
			      const struct kcov_remote_arg *argument);

/* Ends either. EINVAL: the calling thread has not enabled this device. */
int kcov_client_disable(int device);

/*
 * Sets the count to 0, in either mode: what is to be enabled in another mode
 * has to be reset, because the count of comparisons has 64 bits everywhere. Any
 * thread, signal handlers too; while others record, a record may be lost or
 * counted again.
 */
void kcov_client_reset(void *area);

/*
 * Extended kcov: doc/extended.md, and <kcov/kcov_extended.h> for the structs,
 * whose size their caller fills in. What this kcov can do; what the area will
 * hold from the next enabling on; what was recorded and what was lost; and a
 * reset by any holder, also of a device that is mapped for reading only.
 * EINVAL, EBUSY, E2BIG, EFAULT: as kcov(4) says.
 */
struct kcov_query;
struct kcov_setup;
struct kcov_stat;
int kcov_client_query(int device, struct kcov_query *query);
int kcov_client_setup(int device, const struct kcov_setup *setup);
int kcov_client_stat(int device, struct kcov_stat *stat);
int kcov_client_reset_trace(int device);

struct kcov_comparison {
	uint64_t type; /* KCOV_CMP_CONST, KCOV_CMP_SIZE(n) */
	uint64_t arg1; /* the constant, if there is one */
	uint64_t arg2;
	uint64_t pc;
};

/*
 * How many whole records the area of so many words holds now. Never more than
 * fit, whatever the count word says: the area may be shared with somebody
 * hostile. It may grow while collection goes on; records below the result are
 * there, those of sections all at once, but that a thread which is collecting
 * for itself counts a record before it stores it: until it does, the last one
 * is what stood in its place before (of a switch, the last ones; on machines
 * that reorder stores, older ones too). Who reads live clears the area first
 * and takes a PC of 0 for one to come. Any thread, signal handlers too. words:
 * what it was sized with.
 */
size_t kcov_pcs(const void *area, size_t words);
size_t kcov_comparisons(const void *area, size_t words);

/* One record, index below what the function above returned; else zeros. */
uintptr_t kcov_pc(const void *area, size_t words, size_t index);
struct kcov_comparison kcov_comparison(const void *area, size_t words,
				       size_t index);

#ifdef __cplusplus
}
#endif

#endif /* KCOV_CLIENT_H */
