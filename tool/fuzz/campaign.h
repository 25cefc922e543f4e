/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A campaign: one folder, one target, some instances of afl-fuzz, each with
 * kcovctl fuzz --serve as its fork server, and what they tell each other.
 *
 *   OUT/command     how it was started, for --resume
 *   OUT/seeds/      what it began with
 *   OUT/constants   afl-fuzz's dictionary, of comparisons with the seeds
 *   OUT/afl/        its folder: main/, s1/, ... with queue/ each
 *   OUT/crashes/    a folder for each place: input, console, trace, reproduce,
 *                   minimised
 *   OUT/progress    JSON, a line for each look
 *   OUT/corpus.rec  what the corpus reaches; kcovctl report OUT reads it
 *   OUT/report/     the same for a browser
 *   OUT/index.html
 */
#ifndef KCOV_TOOL_CAMPAIGN_H
#define KCOV_TOOL_CAMPAIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "tool/base/array.h"
#include "tool/fuzz/guest.h"

enum { SERVERS_MOST = 512 };

/*
 * Shared by the fork servers of a campaign and who watches them: a file of
 * memory whose descriptor's number is in the environment. All are counts since
 * the campaign began, changed by atomic operations, and for people alone.
 */
#define STATUS_VARIABLE "KCOV_FUZZ_STATUS"

struct campaign_status {
	uint64_t runs;
	uint64_t boots;
	uint64_t findings; /* new places */
	uint64_t repeats;  /* ends of guests at places that were known */
	uint64_t losses;   /* runs that left more records than there was room */
	uint64_t unsaved;  /* findings that could not be saved */
	uint64_t nanoseconds; /* of the targets alone */
	uint32_t folds;
	uint32_t unknown;	      /* maps of comparisons */
	int32_t error;		      /* errno of why something was not saved */
	int32_t groups[SERVERS_MOST]; /* process groups of guests; 0: none */
	uint8_t seen[CHANNEL_COUNTERS]; /* edges */
};

struct campaign {
	struct guest_plan plan;
	const char *out;
	const char *seeds; /* a folder or NULL */
	const char *name;  /* of this machine among several, or NULL */
	const char *seed;  /* of afl-fuzz's random numbers, or NULL */
	const char *runs;  /* executions to end after, or NULL */
	unsigned int cores;
	unsigned int seconds; /* 0: until it is stopped */
	bool resume;
	bool json;
	int status_fd;
	struct campaign_status *status;
};

/* server.c: a fork server of AFL++; returns the exit status of the program. */
int serve(const struct guest_plan *plan, const char *out);

/* finding.c */
struct finding {
	const void *input;
	size_t bytes;
	bool hung;
};
/*
 * Saves it, unless its place is known; sets hash, which is that of the place.
 * Returns whether it is new. A failure is told in the status.
 */
bool finding_save(const struct guest *guest, const char *out,
		  const struct finding *finding, struct campaign_status *status,
		  uint32_t *hash);
struct fault_code;
/* What the addresses in its console mean; good until the next call. */
const struct fault_code *finding_code(const struct guest *guest);
/* Appends the command that runs the input in `path` again. */
void finding_command(const struct guest_plan *plan, const char *path,
		     struct text *out);

/* cmplog.c: comparisons of the last run, as afl-fuzz's other map has them. */
bool cmplog_open(void);	    /* false: this fork server is asked for edges */
bool cmplog_is_known(void); /* false: a map that cannot be filled */
bool cmplog_is_new(void); /* its afl-fuzz gives it to the new handshake alone */
void cmplog_fill(const struct channel *channel);

#endif /* KCOV_TOOL_CAMPAIGN_H */
