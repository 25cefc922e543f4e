/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* kcovctl trace: what of what happens is printed, and what is counted. */
#ifndef KCOV_TOOL_TRACE_H
#define KCOV_TOOL_TRACE_H

#include "tool/base/output.h"
#include "tool/collect/remote.h"
#include "tool/collect/session.h"
#include "tool/trace/print.h"
#include "tool/trace/select.h"

struct tracing {
	struct session session;
	struct selection selection;
	struct printer printer;
	struct remote remote;
	struct noise noise;
	struct output output;
	struct recording recording; /* for its images */
	name_array images;
	struct search search;
	pid_t images_of; /* in user space: whose they are */
	const char *path;
	const char *library;
	uint64_t records; /* in user space */
	uint64_t remote_shown;
	uint64_t remote_lost; /* of these it has been told */
	uint64_t lost_calls;
	uint64_t lost_records; /* in these calls; at least, if not all_counted */
	uint64_t most_records; /* that one of these calls executed */
	bool all_counted;
	uint64_t noisy_calls;
	bool follow;
	bool is_remote;
};

/* The visitors of calls_follow(), with a struct tracing. */
bool trace_wants(long number, void *data);
void trace_enter(struct call *call, void *data);
void trace_leave(struct call *call, void *data);
void trace_code(struct call *call, void *data);
void trace_function(struct call *call, const char *name, uint64_t result,
		    void *data);
void trace_live(pid_t pid, pid_t tid, enum life what, int number, void *data);

/* What others have executed since. */
void trace_remote(struct tracing *tracing);

#endif /* KCOV_TOOL_TRACE_H */
