// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Runs files as inputs, without afl-fuzz. Called by campaign.c and by the
 * subcommand. The queue holds whatever a fuzzer wrote, also on other machines.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

#include "tool/base/fail.h"
#include "tool/base/progress.h"
#include "tool/base/table.h"
#include "tool/fuzz/constants.h"
#include "tool/fuzz/corpus.h"
#include "tool/index/index.h"
#include "tool/recording/recording.h"

int corpus_is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

void corpus_list(const char *folder, path_list *paths)
{
	struct dirent **entries = NULL;
	int i, n = scandir(folder, &entries, corpus_is_shown, alphasort);
	char path[4096];
	struct stat st;

	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder,
			 entries[i]->d_name);
		if (!stat(path, &st) && S_ISREG(st.st_mode))
			array_push(paths, must_copy(path));
		free(entries[i]);
	}
	free(entries);
}

void corpus_queues(const char *out, path_list *paths)
{
	struct dirent **entries = NULL;
	char path[4096];
	int i, n;

	snprintf(path, sizeof(path), "%s/afl", out);
	n = scandir(path, &entries, corpus_is_shown, alphasort);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/afl/%s/queue", out,
			 entries[i]->d_name);
		corpus_list(path, paths);
		free(entries[i]);
	}
	free(entries);
}

void corpus_free(path_list *paths)
{
	size_t i;

	for (i = 0; i < paths->count; i++)
		free(paths->at[i]);
	free(paths->at);
	*paths = (path_list){ 0 };
}

bool corpus_input(const char *path, uint8_t *input, size_t *bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;

	*bytes = 0;
	while (fd >= 0 && *bytes < CHANNEL_INPUT &&
	       (n = read(fd, input + *bytes, CHANNEL_INPUT - *bytes)) > 0)
		*bytes += (size_t)n;
	if (fd < 0 || n < 0)
		error("cannot read %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return fd >= 0 && n >= 0;
}

/* One that ended the guest is no seed: afl-fuzz would not begin with it. */
static void drop_seed(struct campaign *campaign, struct guest *guest,
		      const char *path, const struct finding *finding)
{
	uint32_t hash;

	if (finding_save(guest, campaign->out, finding, campaign->status,
			 &hash))
		campaign->status->findings++;
	warn("the seed %s ends the guest: it is a finding, and left out", path);
	guest_bury(guest);
	unlink(path);
}

static bool try_seed(struct campaign *campaign, struct guest *guest,
		     const char *path, struct constants *constants,
		     const volatile int *stop)
{
	static uint8_t input[CHANNEL_INPUT];
	struct finding finding = { input, 0, false };
	enum guest_outcome outcome;

	if (!guest_ready(guest, stop) ||
	    !corpus_input(path, input, &finding.bytes))
		return false;
	outcome =
		guest_run(guest, WANT_COMPARISONS, input, finding.bytes, stop);
	if (outcome == GUEST_STOPPED)
		return false;
	if (outcome == GUEST_KILLED) {
		error("a guest was killed: is there memory left?");
		return false;
	}
	finding.hung = outcome == GUEST_HUNG;
	if (outcome == GUEST_DONE)
		constants_add(constants, guest->channel, input, finding.bytes);
	else
		drop_seed(campaign, guest, path, &finding);
	return true;
}

bool corpus_try_seeds(struct campaign *campaign, struct guest *guest,
		      const volatile int *stop)
{
	struct constants constants = { 0 };
	path_list paths = { 0 };
	char path[4096];
	bool good = true;
	size_t i;

	snprintf(path, sizeof(path), "%s/seeds", campaign->out);
	corpus_list(path, &paths);
	for (i = 0; good && i < paths.count; i++)
		good = try_seed(campaign, guest, paths.at[i], &constants, stop);
	corpus_free(&paths);
	corpus_list(path, &paths);
	if (good && !paths.count) {
		error("no seed is left in %s that the guest survives: name "
		      "others with --seeds",
		      path);
		good = false;
	}
	snprintf(path, sizeof(path), "%s/constants", campaign->out);
	if (good)
		good = constants_save(&constants, path);
	constants_free(&constants);
	corpus_free(&paths);
	return good;
}

static void add_image(struct recording *recording, const char *path,
		      uint64_t start, uint64_t bytes)
{
	struct index *index = index_of_file(path);
	char id[2 * BUILD_ID_BYTES + 1] = "-";

	if (!index)
		return;
	if (index->header->build_id_bytes)
		build_id_text(index->header->build_id,
			      index->header->build_id_bytes, id);
	/* Modules are linked to 0, and only where they are loaded is known. */
	recording_add_image(recording, start ? start : index->header->base,
			    start ? start + bytes : index->header->end, start,
			    id, path);
	index_free(index);
}

static void begin_recording(struct recording *recording,
			    const struct campaign *campaign,
			    const struct guest *guest)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/vmlinux", campaign->plan.kernel);
	recording_add_fact(recording, "argument", campaign->plan.target);
	recording_add_fact(recording, FACT_RECORDS, RECORDS_SET);
	add_image(recording, path, 0, 0);
	if (*campaign->plan.module)
		add_image(recording, campaign->plan.module,
			  guest->channel->module_start,
			  guest->channel->module_bytes);
	recording_sort_images(recording);
	recording_add_task(recording, 1, 1, "corpus");
}

static void add_new(struct recording *recording, struct table *known,
		    const struct channel *channel)
{
	struct task *task = recording->tasks.at;
	uint32_t i, n = channel->count, *value;
	uint64_t pc;

	if (n > CHANNEL_WORDS)
		n = CHANNEL_WORDS;
	for (i = 0; i < n; i++) {
		pc = channel->words[i];
		value = table_value(known, pc);
		if (*value != UINT32_MAX)
			continue;
		*value = 0;
		array_push(&task->pcs, pc);
	}
}

bool corpus_record(struct campaign *campaign, struct guest *guest,
		   const volatile int *stop)
{
	static uint8_t input[CHANNEL_INPUT];
	struct recording recording = { .complete = true };
	struct table known = { 0 };
	struct progress progress;
	path_list paths = { 0 };
	char path[4096];
	bool good = true;
	size_t i, bytes;

	corpus_queues(campaign->out, &paths);
	good = guest_ready(guest, stop);
	if (good)
		begin_recording(&recording, campaign, guest);
	progress_begin(&progress, "running the corpus", paths.count);
	for (i = 0; good && i < paths.count && !*stop; i++) {
		progress_step(&progress, i);
		if (!corpus_input(paths.at[i], input, &bytes))
			continue;
		if (guest_run(guest, WANT_PCS, input, bytes, stop) ==
		    GUEST_DONE) {
			add_new(&recording, &known, guest->channel);
			continue;
		}
		guest_bury(guest);
		good = *stop || guest_ready(guest, stop);
	}
	progress_end(&progress);
	if (good) {
		recording.tasks.at[0].lost = guest->channel->lost;
		snprintf(path, sizeof(path), "%s/corpus.rec", campaign->out);
		good = recording_save(&recording, path);
	}
	recording_free(&recording);
	table_free(&known);
	corpus_free(&paths);
	return good;
}
