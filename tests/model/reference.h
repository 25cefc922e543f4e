/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * An independent statement of what kcov does, written from the clauses of the
 * Linux interface and doc/compat.md; it shares nothing with core/. Slow and
 * plain on purpose: everything is a number in an array.
 */
#ifndef KCOV_REFERENCE_H
#define KCOV_REFERENCE_H

#include <stdbool.h>
#include <stdint.h>

/* Of an area that is compared; who plays in pages says so. */
#ifndef REF_MAX_WORDS
#define REF_MAX_WORDS 64
#endif

enum {
	REF_TASKS = 3,
	REF_DEVICES = 2,
	REF_MAX_FRAMES = 40,
	REF_MAX_SESSIONS = 4096,
	REF_HANDLES = 4,
	REF_IRQ_AREAS = 2,
	REF_IRQ_WORDS = 16,
	REF_NESTING = 4,
	REF_LIVE_DEPTH = 32,
	REF_MAX_AREA = 1 << 24,
};

enum ref_state { REF_NEW, REF_INIT, REF_LOCAL, REF_REMOTE };

/* What a place to record in holds, as the client sees it. */
struct ref_trace {
	int words;
	bool cmp;
	uint64_t count;
	uint64_t word[REF_MAX_WORDS]; /* after the count */
};

struct ref_session {
	bool over;
	int device;
	bool cmp;
	int area_words;
	int running;
	uint64_t handle[REF_HANDLES];
	int handles;
};

struct ref_device {
	bool open;
	enum ref_state state;
	bool cmp;
	int owner;
	int session;
	struct ref_trace trace;
};

struct ref_frame {
	int session; /* -1: an empty frame */
	struct ref_trace trace;
};

struct ref_task {
	int device; /* that it enabled for itself; -1: none */
	int remote; /* as remote owner; -1: none */
	uint64_t common;
	struct ref_frame frame[2][REF_MAX_FRAMES]; /* task, interrupt */
	int depth[2];
};

struct reference {
	struct ref_device device[REF_DEVICES];
	struct ref_task task[REF_TASKS];
	struct ref_session session[REF_MAX_SESSIONS];
	int sessions;
	int irq_areas;
	/* As before Linux 7.2: a task has one or the other. */
	bool one_session;
	/* Devices whose last user went. */
	int freed;
};

struct ref_remote {
	unsigned int mode;
	unsigned int area_words;
	unsigned int num;
	uint64_t common;
	uint64_t handle[REF_HANDLES];
};

void ref_start(struct reference *ref);
int ref_open(struct reference *ref, int device);
void ref_close(struct reference *ref, int device);
/* By a task that is enabled, or a section that still runs for it. */
bool ref_is_used(const struct reference *ref, int device);
int ref_init(struct reference *ref, int device, uint64_t words);
int ref_enable(struct reference *ref, int device, int task, uint64_t mode);
int ref_remote_enable(struct reference *ref, int device, int task,
		      const struct ref_remote *arg);
int ref_disable(struct reference *ref, int device, int task, uint64_t arg);
void ref_exit(struct reference *ref, int task);
void ref_create(struct reference *ref, int task, int creator);
void ref_section_start(struct reference *ref, int task, bool irq,
		       uint64_t handle);
void ref_section_stop(struct reference *ref, int task, bool irq);
void ref_pc(struct reference *ref, int task, bool irq, uint64_t pc);
void ref_cmp(struct reference *ref, int task, bool irq, uint64_t type,
	     uint64_t a, uint64_t b, uint64_t pc);
void ref_store_count(struct reference *ref, int device, uint64_t count);

#endif /* KCOV_REFERENCE_H */
