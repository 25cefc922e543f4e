/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A guest: a User-Mode Linux of this machine whose first process is the agent,
 * what its console said, and one input after the other. It needs no root. Not
 * for two threads.
 */
#ifndef KCOV_TOOL_GUEST_H
#define KCOV_TOOL_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "tool/base/text.h"
#include "tool/fuzz/channel.h"

/* What all guests of a campaign have in common. */
struct guest_plan {
	const char *kernel; /* a folder of scripts/kernel-build */
	const char *agent;
	const char *target;
	const char *fix;    /* "" for none */
	const char *module; /* "" for none */
	const char *memory; /* as "128M" */
	bool stock;
	int limit; /* ms that an input may take */
};

struct guest {
	const struct guest_plan *plan;
	pid_t kernel; /* it leads its process group; 0: none runs */
	int pidfd;
	int to, from, console;
	int memory; /* the channel's file */
	struct channel *channel;
	char *folder;	  /* where UML puts its files */
	struct text said; /* by this guest's console, from its start on */
	size_t judged;	  /* bytes of it that were looked at */
	uint32_t runs;
	uint32_t times; /* that the agent repeats an input alone; 0: once */
};

enum guest_outcome {
	GUEST_DONE,	  /* the input was run, the guest goes on */
	GUEST_DIED,	  /* while it ran */
	GUEST_COMPLAINED, /* its kernel is broken: bury it */
	GUEST_HUNG,	  /* the limit is over */
	GUEST_STOPPED,	  /* *stop was set */
	GUEST_KILLED,	  /* by somebody else, who does not say why */
};

/* Once before the first start; false after an error was reported. */
bool guest_prepare(struct guest *guest, const struct guest_plan *plan);
/* Starts one, and does not wait for it. */
bool guest_start(struct guest *guest);
/*
 * Waits until it takes inputs; starts again a few times where it dies, as
 * stock kernels with kcov do at random. False after an error was reported.
 */
bool guest_ready(struct guest *guest, const volatile int *stop);
enum guest_outcome guest_run(struct guest *guest, uint32_t want,
			     const void *input, size_t bytes,
			     const volatile int *stop);
/* Ends it with all that belongs to it; what it said stays. */
void guest_bury(struct guest *guest);
void guest_free(struct guest *guest);

/*
 * boot.c: where guests put aside what they need while they boot: a folder of
 * memory, or that of the campaign, which removes it with all that is left.
 */
#define FOLDER_VARIABLE "KCOV_FUZZ_FOLDER"
const char *guest_folder(void);
/* Removes a folder with all that is in it. */
void remove_tree(const char *folder);

/* boot.c: removes what UML has put aside while it booted. */
void guest_forget_folder(struct guest *guest);

/* console.c: whether there is a complaint in the text from `from` on. */
bool console_complains(const char *text, size_t from);

#endif /* KCOV_TOOL_GUEST_H */
