/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Writes recordings that kcovctl reads (kcov-formats(5)), by programs that have
 * a client of their own: cat, report, diff, merge, export work on these as on
 * those of `kcovctl record`. Link with libkcov_set.a; needs libc alone.
 *
 *   struct kcov_recording *to = kcov_recording_open("corpus.rec");
 *   kcov_recording_fact(to, "host", "user");
 *   kcov_recording_image(to, start, end, bias, build_id, path);
 *   kcov_recording_task(to, pid, tid, "worker");
 *   kcov_recording_pcs(to, area + 1, area[0]);
 *   if (kcov_recording_close(to))
 *           perror("corpus.rec");
 *
 * What fails is remembered: close says so. A recording is for one thread at a
 * time. What was written before a crash can be read.
 */
#ifndef KCOV_RECORDING_H
#define KCOV_RECORDING_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct kcov_recording;

/* A new file of that name. NULL with errno. */
struct kcov_recording *kcov_recording_open(const char *path);

/* What is known of the whole: "host" (user or kernel), "mode", "argument"... */
void kcov_recording_fact(struct kcov_recording *recording, const char *key,
			 const char *value);

/*
 * Code that was loaded: <kcov/images.h> has all five; of a kernel its text with
 * bias 0. No two may overlap. The build id is hexadecimal, "-" if there is none.
 */
void kcov_recording_image(struct kcov_recording *recording, uint64_t start,
			  uint64_t end, uint64_t bias, const char *build_id,
			  const char *path);

/* A thread: what comes next is what it executed. */
void kcov_recording_task(struct kcov_recording *recording, uint32_t pid,
			 uint32_t tid, const char *name);

/* So many PCs, in the order they ran. Behind a task, any number of times. */
void kcov_recording_pcs(struct kcov_recording *recording,
			const unsigned long *pcs, size_t count);

/* So many comparisons, of four words each, as they stand in an area. */
void kcov_recording_comparisons(struct kcov_recording *recording,
				const uint64_t *words, size_t count);

/* At least so many records of the task found no room. Once a task. */
void kcov_recording_lost(struct kcov_recording *recording, uint64_t count);

/* 0, or -1 with the errno of what failed first; the file is closed. */
int kcov_recording_close(struct kcov_recording *recording);

#ifdef __cplusplus
}
#endif

#endif /* KCOV_RECORDING_H */
