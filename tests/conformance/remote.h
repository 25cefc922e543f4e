/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Remote sessions and, where a program can say on whose behalf its threads
 * work, sections.
 */
#ifndef CONFORMANCE_REMOTE_H
#define CONFORMANCE_REMOTE_H

#include <stdint.h>

#include "harness.h"
#include "script.h"

#define COMMON(instance) (KCOV_SUBSYSTEM_COMMON | (instance))
#define USB(instance) (KCOV_SUBSYSTEM_USB | (instance))

/* struct kcov_remote_arg with handles, one more than are allowed. */
struct request {
	uint32_t trace_mode;
	uint32_t area_size;
	uint32_t num_handles;
	uint32_t padding;
	uint64_t common_handle;
	uint64_t handles[KCOV_REMOTE_MAX_HANDLES + 1];
};

/* Words of a listener's area and of its sections' private areas. */
#define LISTENER_WORDS (16 * page_words())

/* A request for one handle, in the place that its subsystem asks for. */
struct request request_for(uint64_t handle);
/* With another one, of a bus. */
struct request request_for_both(uint64_t common, uint64_t bus);
int remote_enable(const struct session *session, const struct request *request);
/* A device of its own that listens to the handle in TRACE_PC. */
struct session listener_open(uint64_t handle);
void remote_listen(const struct session *session, uint64_t handle);
/* Disables too. */
void listener_close(struct session *session);

/* Fails unless the handles of the request can be taken, and lets them go. */
void check_free(const struct request *request);

/* SKIP where the host has no remote sessions, or programs no sections. */
void need_remote(void);
void need_sections(void);
/* ... or its interrupts are no signal handlers. */
void need_handlers(void);
/* SKIP where no process chooses who shares its handles. */
void need_domains(void);

/* The call as a section for the handle. */
void run_section(uint64_t handle, void (*call)(void));
/* The same by another thread. */
void run_section_elsewhere(uint64_t handle, void (*call)(void));
/* The same by a forked child, which is gone when this returns. */
void run_section_in_child(uint64_t handle, void (*call)(void));
/* What is in the area is this trace and nothing more. */
#define CHECK_TRACE(session, trace) \
	check_trace(__FILE__, __LINE__, (session), (trace))
void check_trace(const char *file, int line, const struct session *session,
		 const struct trace *want);
/*
 * How many sections of that trace the area holds: whole ones, but for the last
 * of a full area.
 */
unsigned long whole_sections(const struct session *session,
			     const struct trace *alone);
/* Into an empty area, the call leaves just that. */
#define CHECK_LEAVES(session, call, trace)       \
	do {                                     \
		set_count((session), 0);         \
		call;                            \
		CHECK_TRACE((session), (trace)); \
	} while (0)
struct trace trace_joined(const struct trace *a, const struct trace *b);

#endif /* CONFORMANCE_REMOTE_H */
