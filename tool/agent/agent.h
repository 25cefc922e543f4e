/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The agent: the first process of a guest of kcovctl fuzz. It does what a target
 * says with each input, under kcov, and tells the host what ran. One thread.
 */
#ifndef KCOV_TOOL_AGENT_H
#define KCOV_TOOL_AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tool/fuzz/channel.h"

/*
 * A target. `name` is what stands before the colon on the command line, what is
 * behind it is the argument ("" if there is none). A row of targets[] is all
 * that a new one needs besides its functions.
 */
struct target {
	const char *name;
	/* Once; NULL, or what is wrong with the argument or the kernel. */
	const char *(*prepare)(const char *argument);
	/* Before each run, not recorded: puts the input in its place. */
	void (*place)(uint8_t *input, size_t bytes);
	/* Recorded. */
	void (*run)(const uint8_t *input, size_t bytes);
	/* run() becomes another program, in a process of its own. */
	bool is_program;
};

extern const struct target mount_target, filter_target, netlink_target,
	tun_target, write_target, program_target, object_target;

/* Says why there can be no fuzzing, and ends the guest. */
__attribute__((noreturn, format(printf, 1, 2))) void give_up(const char *text,
							     ...);
/* "TEXT: what errno says", good until the next call. */
const char *failed(const char *text);

/*
 * object.c: loads what the target so:FILE names; before what the host has in
 * /tmp is hidden, as it and what it needs may be there.
 */
void object_load(const char *target);

/* device.c: what runs of a task, in one of the forms of the channel. */
bool device_open(bool stock); /* true: it folds traces itself */
void device_begin(uint32_t want);
/* Copies what was collected, then ends; false: another process has ended it. */
void device_take(struct channel *channel, uint32_t want, bool is_ours);

/* fold.c: a plain trace as edges, and as PCs each once. */
uint32_t fold_edges(const uint64_t *pcs, uint64_t count,
		    struct channel_edge *edges);
uint32_t fold_once(const uint64_t *pcs, uint64_t count, uint64_t *once,
		   uint32_t room);

/* fix.c: checksums that a mutated input has wrong. */
const char *fix_choose(const char *rule); /* NULL, or what is wrong */
void fix_input(uint8_t *input, size_t bytes);
void fix_jffs2(uint8_t *image, size_t bytes);
void fix_romfs(uint8_t *image, size_t bytes);

#endif /* KCOV_TOOL_AGENT_H */
