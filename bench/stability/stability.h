/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef KCOV_BENCH_STABILITY_H
#define KCOV_BENCH_STABILITY_H

/* A call that is made over and over; it undoes what it did. */
struct stability_call {
	const char *name;
	void (*make)(void);
};

/* What is measured; the last one has no name. */
extern const struct stability_call stability_calls[];

/* What the calls work on; before the collection begins. */
void stability_prepare(void);

#endif /* KCOV_BENCH_STABILITY_H */
