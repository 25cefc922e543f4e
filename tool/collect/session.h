/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* One command, one recording: of its main thread, its threads, its processes. */
#ifndef KCOV_TOOL_SESSION_H
#define KCOV_TOOL_SESSION_H

#include "tool/base/options.h"
#include "tool/collect/device.h"
#include "tool/recording/recording.h"

#define MOST_WORDS (1ull << 28)

struct session {
	uint64_t words; /* 0: what suits the host */
	enum host host; /* chosen by session_prepare() */
	bool chosen;	/* by session_prepare(), not by the user */
	unsigned int mode;
	bool set;  /* each PC of a task once */
	bool both; /* comparisons beside PCs; the mode is KCOV_TRACE_PC */
	bool grow; /* run again with more words while they fill */
	enum { MAIN_THREAD, ALL_THREADS, ALL_PROCESSES } whom;
	uint64_t thread_words; /* of each of the others; 0: what suits them */
	/* Where what there is goes when a signal asks for the end; or NULL. */
	const char *output;
	char **command;
	size_t left_out; /* processes, after session_record() */
	size_t refused;	 /* devices, likewise, without a descriptor */
};

/* The options of everything that runs a command. */
enum { OPTION_HOST = LONG_ONLY + 256, OPTION_GROW };

#define ROW_ENV \
	{ 'E', "env", "NAME[=VALUE]", "set, or unset, a variable for COMMAND" }
#define ROW_USER { 'u', "user", "USER", "run COMMAND as this user" }
#define ROW_HOST                       \
	{ OPTION_HOST, "host", "HOST", \
	  "who serves the device: auto, user or kernel" }
#define ROW_GROW                     \
	{ OPTION_GROW, "grow", NULL, \
	  "run COMMAND again with a larger buffer while it fills" }

/* -b, -E, -u, --host and --grow; false if it is none of them. */
bool session_option(struct session *session, const struct command *self,
		    int option, char *value);
/* Decides what was left open; before session_record(). */
void session_prepare(struct session *session);
/* Asks the host; nothing is opened after. Before session_record(). */
bool session_can_have_both(const struct session *session);
/*
 * Whether each call has the area to itself, as a plain trace: noise.h takes
 * ptrace's away.
 */
bool session_is_by_calls(const struct session *session);
/*
 * Runs the command and fills the recording, which is made anew by --grow.
 * Returns the wait status; failures end the program with 125 to 127.
 */
int session_record(struct session *session, struct recording *recording);
/* Whether somebody ended it from the terminal. */
bool session_interrupted(int wait_status);
/* Says on stderr if nothing was recorded, or something lost. */
void session_warn(const struct session *session,
		  const struct recording *recording);

#endif /* KCOV_TOOL_SESSION_H */
