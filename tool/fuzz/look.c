// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * How far a campaign has come: on a terminal a line that is written over, with
 * --json an object a line on stdout, and in OUT/progress what the page's
 * picture is made of. Called by campaign.c once a second. The numbers are
 * counts of the fork servers, exact but for those that run at this moment.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/base/json.h"
#include "tool/fuzz/run.h"

/* Seconds between lines of the file, as long as there are few; then longer. */
static double interval(double seconds)
{
	return seconds < 600 ? 1 : seconds / 600;
}

bool look_open(struct look *look, const struct campaign *campaign)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/progress", campaign->out);
	look->file = fopen(path, campaign->resume ? "ae" : "we");
	if (!look->file)
		error("cannot write %s: %s", path, strerror(errno));
	return look->file;
}

static uint32_t edges_seen(const struct campaign_status *status)
{
	uint32_t i, n = 0;

	for (i = 0; i < CHANNEL_COUNTERS; i++)
		n += status->seen[i];
	return n;
}

static void add_object(struct text *out, const struct look *look,
		       const struct campaign_status *status)
{
	struct json json = { out, false };

	json_open(&json, NULL, '{');
	json_string(&json, "type", "progress");
	json_ratio(&json, "seconds", look->seconds);
	json_number(&json, "executions", status->runs);
	json_number(&json, "edges", edges_seen(status));
	json_number(&json, "findings", status->findings);
	json_number(&json, "repeats", status->repeats);
	json_number(&json, "boots", status->boots);
	json_number(&json, "losses", status->losses);
	json_close(&json, '}');
	text_add(out, "\n");
}

static void show_line(struct look *look, const struct campaign_status *status)
{
	unsigned int time = (unsigned int)look->seconds;
	double took = look->seconds - look->at;
	uint64_t runs = status->runs;

	if (quiet || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr,
		"\r%u:%02u:%02u  %" PRIu64 " executions, %.0f a second, %u "
		"edges, %" PRIu64 " findings (%" PRIu64 " repeats), %" PRIu64
		" losses\033[K",
		time / 3600, time / 60 % 60, time % 60, runs,
		took > 0 ? (double)(runs - look->runs) / took : 0,
		edges_seen(status), status->findings, status->repeats,
		status->losses);
	look->runs = runs;
	look->at = look->seconds;
	look->shown = true;
}

static void note(struct look *look, const char *line)
{
	fputs(line, look->file);
	fflush(look->file);
	look->noted = look->seconds;
}

void look_show(struct look *look, const struct campaign *campaign)
{
	struct text line = { 0 };

	add_object(&line, look, campaign->status);
	if (campaign->json) {
		fputs(line.at, stdout);
		fflush(stdout);
	}
	if (!look->noted ||
	    look->seconds - look->noted >= interval(look->seconds))
		note(look, line.at);
	show_line(look, campaign->status);
	text_free(&line);
}

void look_end(struct look *look, const struct campaign *campaign)
{
	const struct campaign_status *status = campaign->status;
	struct text line = { 0 };
	bool failed;

	/* Whatever the interval: the last line of the file is the result. */
	if (look->noted != look->seconds) {
		add_object(&line, look, status);
		note(look, line.at);
		text_free(&line);
	}
	failed = ferror(look->file);
	if (fclose(look->file) || failed)
		warn("%s/progress is not whole: make room there",
		     campaign->out);
	if (look->shown)
		fputs("\r\033[K", stderr);
	info("%" PRIu64 " executions in %.0f s, %u edges, %" PRIu64
	     " findings in %s/crashes (%" PRIu64 " repeats), %" PRIu64
	     " boots, %" PRIu64 " executions with losses",
	     status->runs, look->seconds, edges_seen(status), status->findings,
	     campaign->out, status->repeats, status->boots, status->losses);
}
