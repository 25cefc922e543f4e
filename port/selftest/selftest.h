/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Does each function of a port do its job? An optional part of any host, which
 * calls it once when it has booted: while nobody else has enabled a device, by
 * a task in plain context, compiled without coverage.
 */
#ifndef KCOV_SELFTEST_H
#define KCOV_SELFTEST_H

#include "core/port.h"

#define KCOV_SELFTEST_BYTES 64

/* What only the host knows. What may be left out is 0 then. */
struct kcov_selftest {
	/* The task that calls. */
	struct kcov_task *task;
	/* KCOV_SELFTEST_BYTES of a client's, as it would pass them; 0: none. */
	uintptr_t client;
	/* The same as the kernel sees them; may be left out. */
	void *client_here;
	/* Where no client has memory. */
	uintptr_t nobodys;
	/* By how much the host was moved after it was linked. */
	uintptr_t slide;
	/* A device without an area as a client opens it, and its close. */
	struct kcov_device *(*open)(void);
	void (*close)(struct kcov_device *device);
	/*
	 * Has run(data) called in a soft interrupt: before it returns, or, if
	 * these are kept out, as soon as they are let in. May be left out.
	 */
	void (*interrupt)(void (*run)(void *data), void *data);
	/* kcov_port_irq_save() keeps that out. */
	bool irq_keeps_out;
	/*
	 * Has run(data) called by another task, on another CPU while this one
	 * does not sleep. It may begin later. May be left out.
	 */
	void (*elsewhere)(void (*run)(void *data), void *data);
	/* Lets it go on, for a moment. May be left out where it does anyway. */
	void (*let_go_on)(void);
	/* How often a page can be lost before all memory is; may be left out. */
	unsigned int rounds;
	/* Is told each hook before it is tried: one may never return. Or NULL. */
	void (*trying)(const char *hook);
	/* Nothing is said that would be in the log: bugs, sections without
	 * area. */
	bool quiet;
};

/* The first one that is wrong; NULL: none. What is wrong with it, in words. */
const char *kcov_port_selftest(const struct kcov_selftest *host,
			       const char **what);

#endif /* KCOV_SELFTEST_H */
