// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* LLVM's symbolised coverage: sancov cannot symbolise kcov's own callbacks. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "tool/base/json.h"
#include "tool/export/export.h"
#include "tool/export/unique.h"

static void add_points(struct json *json, const struct coverage *coverage,
		       size_t first, size_t end, uint32_t function)
{
	char key[32], place[32];
	size_t i;

	for (i = first; i < end; i++) {
		const struct coverage_point *point = &coverage->points.at[i];

		if (point->function != function)
			continue;
		snprintf(key, sizeof(key), "%" PRIx64, point->address);
		snprintf(place, sizeof(place), "%" PRIu32 ":0", point->line);
		json_string(json, key, place);
	}
}

static void add_file(struct json *json, const struct coverage *coverage,
		     const struct coverage_file *file, bool *done)
{
	size_t i, end = file->first + file->count;
	struct unique unique = { 0 };
	struct text name = { 0 };

	json_open(json, file->full, '{');
	for (i = file->first; i < end; i++) {
		uint32_t function = coverage->points.at[i].function;

		if (done[function])
			continue;
		done[function] = true;
		text_cut(&name, 0);
		text_add(&name, coverage->functions.at[function].name);
		unique_name(&unique, &name);
		json_open(json, name.at, '{');
		add_points(json, coverage, i, end, function);
		json_close(json, '}');
	}
	for (i = file->first; i < end; i++)
		done[coverage->points.at[i].function] = false;
	json_close(json, '}');
	text_free(&name);
	unique_free(&unique);
}

static void add_covered(struct json *json, const struct coverage *coverage)
{
	char key[32];
	size_t i;

	json_open(json, "covered-points", '[');
	for (i = 0; i < coverage->points.count; i++) {
		if (!coverage->points.at[i].runs)
			continue;
		snprintf(key, sizeof(key), "%" PRIx64,
			 coverage->points.at[i].address);
		json_string(json, NULL, key);
	}
	json_close(json, ']');
}

/* Points are told apart by address alone: one image, as in export_sancov(). */
bool export_symcov(const struct coverage *coverage, struct text *out)
{
	struct json json = { out, false };
	uint32_t image;
	size_t i;
	bool *done;

	if (!export_only_image(coverage, &image))
		return false;
	done = must_alloc(NULL, coverage->functions.count, sizeof(*done));
	for (i = 0; i < coverage->functions.count; i++)
		done[i] = false;
	json_open(&json, NULL, '{');
	add_covered(&json, coverage);
	json_string(&json, "binary-hash", coverage->images.at[image].build_id);
	json_open(&json, "point-symbol-info", '{');
	for (i = 0; i < coverage->files.count; i++)
		add_file(&json, coverage, &coverage->files.at[i], done);
	json_close(&json, '}');
	json_close(&json, '}');
	text_add(out, "\n");
	free(done);
	return true;
}
