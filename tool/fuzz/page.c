// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The page of a campaign, made of the files of its folder alone: how executions
 * and edges grew, and what was found where, with traces. Called by campaign.c
 * at the end. Consoles are any bytes and are escaped.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

#include "tool/base/escape.h"
#include "tool/base/output.h"
#include "tool/fuzz/corpus.h"
#include "tool/fuzz/page.h"
#include "tool/fuzz/pages.h"

enum { WIDTH = 640, HEIGHT = 200, TRACE_MOST = 64 << 10 };

struct moment {
	double seconds;
	double values[2]; /* executions, edges */
};

typedef ARRAY_OF(struct moment) moments;

static double value_of(const char *line, const char *name)
{
	char key[32];
	const char *at;

	snprintf(key, sizeof(key), "\"%s\":", name);
	at = strstr(line, key);
	return at ? strtod(at + strlen(key), NULL) : 0;
}

/* A campaign that was resumed begins its time and counts anew. */
static void read_progress(const char *out, moments *all)
{
	struct moment before = { 0 }, last = { 0 }, next;
	char path[4096], line[1024];
	FILE *file;

	snprintf(path, sizeof(path), "%s/progress", out);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		next.seconds = value_of(line, "seconds");
		next.values[0] = value_of(line, "executions");
		next.values[1] = value_of(line, "edges");
		if (next.seconds < last.seconds) {
			before.seconds += last.seconds;
			before.values[0] += last.values[0];
		}
		last = next;
		next.seconds += before.seconds;
		next.values[0] += before.values[0];
		array_push(all, next);
	}
	if (file)
		fclose(file);
}

static void add_curve(struct text *page, const moments *all, int which,
		      const char *name, const char *colour)
{
	double most = 1, end = 1;
	size_t i;

	for (i = 0; i < all->count; i++) {
		if (all->at[i].values[which] > most)
			most = all->at[i].values[which];
		if (all->at[i].seconds > end)
			end = all->at[i].seconds;
	}
	text_printf(page,
		    "<figure><figcaption>%s: %.0f after %.0f s</figcaption>"
		    "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">"
		    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" "
		    "points=\"",
		    name, most, end, WIDTH, HEIGHT, WIDTH, HEIGHT, colour);
	for (i = 0; i < all->count; i++)
		text_printf(page, "%.1f,%.1f ",
			    all->at[i].seconds / end * (WIDTH - 4) + 2,
			    HEIGHT - 2 -
				    all->at[i].values[which] / most *
					    (HEIGHT - 4));
	text_add(page, "\"/></svg></figure>\n");
}

/* The file as text; what is behind the limit is left out, and said. */
static void add_file(struct text *page, const struct pages *pages,
		     const char *path)
{
	char *bytes = must_alloc(NULL, TRACE_MOST + 1, 1);
	FILE *file = fopen(path, "re");
	size_t n = file ? fread(bytes, 1, TRACE_MOST, file) : 0;
	char *line, *rest = bytes;

	if (file)
		fclose(file);
	bytes[n] = 0;
	while ((line = strsep(&rest, "\n"))) {
		pages_add_line(page, pages, line);
		text_add(page, "\n");
	}
	if (n == TRACE_MOST)
		text_add(page, "(the file has more)\n");
	free(bytes);
}

/* A link to one of its inputs, if there is such a one. */
static void add_input(struct text *page, const char *out, const char *place,
		      const char *name)
{
	char path[4096];
	struct stat st;

	snprintf(path, sizeof(path), "%s/crashes/%s/%s", out, place, name);
	if (stat(path, &st))
		return;
	text_add(page, "<a href=\"crashes/");
	escape_xml(page, place);
	text_printf(page, "/%s\">%s</a> (%lld bytes), ", name, name,
		    (long long)st.st_size);
}

static void add_finding(struct text *page, const struct pages *pages,
			const char *out, const char *place)
{
	char path[4096];

	text_add(page, "<details><summary>");
	escape_xml(page, place);
	text_add(page, "</summary><p>");
	add_input(page, out, place, "input");
	add_input(page, out, place, "minimised");
	text_add(page, "again by</p><pre>");
	snprintf(path, sizeof(path), "%s/crashes/%s/reproduce", out, place);
	add_file(page, pages, path);
	text_add(page, "</pre><pre>");
	snprintf(path, sizeof(path), "%s/crashes/%s/trace", out, place);
	add_file(page, pages, path);
	text_add(page, "</pre></details>\n");
}

static void add_findings(struct text *page, const struct pages *pages,
			 const char *out)
{
	struct dirent **entries = NULL;
	char path[4096];
	int i, n;

	snprintf(path, sizeof(path), "%s/crashes", out);
	n = scandir(path, &entries, corpus_is_shown, alphasort);
	text_printf(page, "<h2>%d places</h2>\n", n > 0 ? n : 0);
	for (i = 0; i < n; i++) {
		add_finding(page, pages, out, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

bool page_write(const struct campaign *campaign)
{
	struct text page = { 0 };
	struct pages pages = { 0 };
	moments all = { 0 };
	char path[4096];
	bool good;

	text_add(&page, "<!doctype html>\n<meta charset=\"utf-8\">\n"
			"<style>body { font-family: sans-serif; margin: 2em }"
			" pre { background: #eee; overflow: auto }</style>\n"
			"<title>");
	escape_xml(&page, campaign->plan.target);
	text_add(&page, "</title>\n<h1>");
	escape_xml(&page, campaign->plan.target);
	text_add(&page, "</h1>\n");
	read_progress(campaign->out, &all);
	add_curve(&page, &all, 1, "edges", "#080");
	add_curve(&page, &all, 0, "executions", "#008");
	/* Without a recording that was told already. */
	snprintf(path, sizeof(path), "%s/corpus.rec", campaign->out);
	good = access(path, F_OK) || pages_make(&pages, campaign->out);
	if (pages.made)
		text_add(&page, "<p><a href=\"report/index.html\">What the "
				"corpus reaches, line by line</a></p>\n");
	add_findings(&page, &pages, campaign->out);
	pages_free(&pages);
	snprintf(path, sizeof(path), "%s/index.html", campaign->out);
	good = output_file(path, page.at, page.length) && good;
	free(all.at);
	text_free(&page);
	return good;
}
