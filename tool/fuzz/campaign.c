// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A campaign from its folder to its report. Called by the subcommand. Whatever
 * was found is saved when it is found, so an end at any moment loses nothing;
 * Ctrl-C ends the fuzzing, and the report follows.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "tool/base/fail.h"
#include "tool/base/output.h"
#include "tool/fuzz/corpus.h"
#include "tool/fuzz/instances.h"
#include "tool/fuzz/minimise.h"
#include "tool/fuzz/page.h"
#include "tool/fuzz/run.h"
#include "tool/fuzz/seeds.h"

static volatile int stop;

static void on_signal(int number)
{
	(void)number;
	stop = 1;
}

static bool make_folder(const struct campaign *campaign, const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", campaign->out, name);
	if (!mkdir(path, 0777) || errno == EEXIST)
		return true;
	error("cannot make %s: %s; choose a place that you may write to "
	      "with -o",
	      path, strerror(errno));
	return false;
}

/* A copy, as those that end the guest are removed. */
static bool copy_seed(const char *from, const char *folder)
{
	char path[4096], bytes[65536];
	const char *name = strrchr(from, '/');
	int in = open(from, O_RDONLY | O_CLOEXEC), out;
	ssize_t n = 0;
	bool good;

	snprintf(path, sizeof(path), "%s/%s", folder, name ? name + 1 : from);
	out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	good = in >= 0 && out >= 0;
	while (good && (n = read(in, bytes, sizeof(bytes))) > 0)
		good = write(out, bytes, (size_t)n) == n;
	if (!good || n < 0)
		error("cannot copy the seed %s to %s: %s", from, folder,
		      strerror(errno));
	close(in);
	return !close(out) && good && n >= 0;
}

static bool copy_seeds(const struct campaign *campaign, const char *folder)
{
	path_list paths = { 0 };
	bool good = true;
	size_t i;

	corpus_list(campaign->seeds, &paths);
	if (!paths.count)
		error("there is no file in %s: name a folder with inputs",
		      campaign->seeds);
	for (i = 0; good && i < paths.count; i++)
		good = copy_seed(paths.at[i], folder);
	good = good && paths.count;
	corpus_free(&paths);
	return good;
}

static bool begin_folder(const struct campaign *campaign)
{
	char path[4096];

	/* What was copied from other machines is no campaign of this one. */
	snprintf(path, sizeof(path), "%s/afl/%s", campaign->out,
		 campaign->name ? campaign->name : "main");
	if (campaign->name)
		strncat(path, "0", sizeof(path) - strlen(path) - 1);
	if (!campaign->resume && !access(path, F_OK)) {
		error("%s has a campaign already: go on with --resume, or "
		      "choose another folder with -o",
		      campaign->out);
		return false;
	}
	if (campaign->resume) {
		if (!access(path, F_OK))
			return true;
		error("%s has no campaign to go on with: leave out --resume",
		      campaign->out);
		return false;
	}
	if (!make_folder(campaign, "") || !make_folder(campaign, "seeds") ||
	    !make_folder(campaign, "crashes"))
		return false;
	snprintf(path, sizeof(path), "%s/seeds", campaign->out);
	return campaign->seeds ? copy_seeds(campaign, path) :
				 seeds_make(campaign->plan.target, path);
}

static bool share_status(struct campaign *campaign)
{
	void *at = MAP_FAILED;

	/* Inherited through afl-fuzz by its fork servers. */
	campaign->status_fd = memfd_create("kcov-fuzz-status", 0);
	if (campaign->status_fd >= 0 &&
	    !ftruncate(campaign->status_fd, sizeof(*campaign->status)))
		at = mmap(NULL, sizeof(*campaign->status),
			  PROT_READ | PROT_WRITE, MAP_SHARED,
			  campaign->status_fd, 0);
	if (at == MAP_FAILED) {
		error("no memory to share: %s; free some", strerror(errno));
		return false;
	}
	campaign->status = at;
	return true;
}

static double seconds_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Looks once a second, as long as one runs and nobody stops it. */
static void watch(struct campaign *campaign, struct instances *instances,
		  struct look *look)
{
	const struct timespec moment = { 0, 200 * 1000000 };
	double begun = seconds_now();
	unsigned int looks;

	for (looks = 0; !stop && instances->running; looks++) {
		nanosleep(&moment, NULL);
		instances_look(instances, campaign);
		look->seconds = seconds_now() - begun;
		if (looks % 5 == 4)
			look_show(look, campaign);
		/* An instance that failed would be missing unseen. */
		if (instances->failed)
			break;
	}
	look->seconds = seconds_now() - begun;
	look_show(look, campaign);
	look_end(look, campaign);
}

static void take_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

/* What was found is on the disk; this is for people. */
static bool conclude(struct campaign *campaign, struct guest *guest)
{
	bool good;

	/* A second Ctrl-C ends this too. */
	stop = 0;
	good = corpus_record(campaign, guest, &stop);
	if (!stop)
		minimise_findings(campaign, guest, &stop);
	if (!stop)
		good = page_write(campaign) && good;
	return good;
}

static int fuzz(struct campaign *campaign, struct guest *guest)
{
	struct instances instances = { 0 };
	struct look look = { 0 };
	bool good;

	if (!guest_ready(guest, &stop))
		return STATUS_FAILED;
	if (!campaign->resume && !corpus_try_seeds(campaign, guest, &stop))
		return STATUS_FAILED;
	guest_bury(guest);
	if (!look_open(&look, campaign))
		return STATUS_FAILED;
	instances_start(&instances, campaign);
	watch(campaign, &instances, &look);
	instances_stop(&instances, campaign);
	if (campaign->status->unknown)
		warn("this afl-fuzz has a map of comparisons that is not known "
		     "here: it got edges alone");
	if (campaign->status->unsaved)
		error("%" PRIu64 " findings could not be saved in %s: %s; "
		      "afl-fuzz may have their inputs in afl/*/crashes there",
		      campaign->status->unsaved, campaign->out,
		      strerror(campaign->status->error));
	good = conclude(campaign, guest);
	if (instances.failed || campaign->status->unsaved || !good)
		return STATUS_FAILED;
	return STATUS_OK;
}

/* What guests put aside, also those of fork servers that were killed. */
static bool make_aside(char *path, size_t room)
{
	snprintf(path, room, "%s/kcov-fuzz.XXXXXX", guest_folder());
	if (!mkdtemp(path)) {
		error("cannot make %s: %s; make room there", path,
		      strerror(errno));
		return false;
	}
	return !setenv(FOLDER_VARIABLE, path, 1);
}

int campaign_run(struct campaign *campaign)
{
	struct guest guest;
	char aside[128];
	int status;

	if (!instances_possible() || !begin_folder(campaign) ||
	    !share_status(campaign) ||
	    !guest_prepare(&guest, &campaign->plan) ||
	    !make_aside(aside, sizeof(aside)))
		return STATUS_FAILED;
	take_signals();
	status = fuzz(campaign, &guest);
	guest_free(&guest);
	remove_tree(aside);
	return status;
}
