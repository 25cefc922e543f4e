/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Inputs in files, run in a guest by the campaign itself: seeds before it
 * begins, one input again, the corpus at its end.
 */
#ifndef KCOV_TOOL_CORPUS_H
#define KCOV_TOOL_CORPUS_H

#include "tool/fuzz/campaign.h"

typedef ARRAY_OF(char *) path_list;

/* For scandir(): what is not hidden. */
struct dirent;
int corpus_is_shown(const struct dirent *entry);

/* The files of a folder, sorted; hidden ones and folders are left out. */
void corpus_list(const char *folder, path_list *paths);
/* Those of the queues of all instances of afl-fuzz. */
void corpus_queues(const char *out, path_list *paths);
void corpus_free(path_list *paths);
/* At most CHANNEL_INPUT bytes of a file; false after an error was reported. */
bool corpus_input(const char *path, uint8_t *input, size_t *bytes);

/*
 * Runs each seed: one that ends the guest is saved as a finding and removed.
 * Constants that bytes of the seeds were compared with become a dictionary.
 * False after an error was reported.
 */
bool corpus_try_seeds(struct campaign *campaign, struct guest *guest,
		      const volatile int *stop);
/* Writes OUT/corpus.rec: what the corpus reaches, each PC once. */
bool corpus_record(struct campaign *campaign, struct guest *guest,
		   const volatile int *stop);
/*
 * single.c: runs one input, and says what became of the guest; an exit status.
 * With `times` above 1 it is run so often by the agent alone and through the
 * channel, and how fast both was is printed too.
 */
int corpus_reproduce(const struct guest_plan *plan, const char *path,
		     uint32_t times);

#endif /* KCOV_TOOL_CORPUS_H */
