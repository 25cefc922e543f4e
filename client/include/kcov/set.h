/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Sets of PCs, for clients that ask of every trace "anything new?". A set
 * covers one range of addresses, say a program's text, with a byte for each and
 * a byte for each page: adding is two stores, and what is listed, merged or
 * cleared are the pages that were touched. No call but init allocates. A set is
 * used by one thread at a time. Link with -lkcov_set.
 */
#ifndef KCOV_SET_H
#define KCOV_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct kcov_set {
	uintptr_t start; /* first address of the range */
	size_t bytes;	 /* its length */
	uint8_t *seen;	 /* [bytes]; then one that stays 0 */
	uint8_t *pages;	 /* touched; one for each KCOV_SET_PAGE bytes */
};

#define KCOV_SET_PAGE 4096

/* An empty set for PCs in [start, end). 0 or -ENOMEM; -EINVAL if end < start. */
int kcov_set_init(struct kcov_set *set, uintptr_t start, uintptr_t end);
void kcov_set_free(struct kcov_set *set);
void kcov_set_clear(struct kcov_set *set);

/* Adds n PCs in any order. How many (repeats counted) are out of range: those
 * are not added. */
size_t kcov_set_add(struct kcov_set *set, const uintptr_t *pcs, size_t n);

/* Is one of n PCs not in the set? One that is out of range never is in it. */
bool kcov_set_lacks(const struct kcov_set *set, const uintptr_t *pcs, size_t n);

/*
 * Writes the first `room` PCs of the set, ascending, each once; returns how
 * many the set has, which may be more.
 */
size_t kcov_set_list(const struct kcov_set *set, uintptr_t *pcs, size_t room);

/* Adds all of another set of the same range. 0, or -EINVAL: not the same range.
 */
int kcov_set_merge(struct kcov_set *set, const struct kcov_set *other);

#ifdef __cplusplus
}
#endif

#endif /* KCOV_SET_H */
