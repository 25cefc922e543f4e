// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What a kcov says of itself when it is asked (KCOV_QUERY), in one line. Called
 * by the checks of both hosts, with a device of the host that was chosen; a
 * kcov that cannot be asked is right as well.
 */
#include <errno.h>
#include <linux/kcov.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/kcov_extended.h>

#include "tool/base/text.h"
#include "tool/collect/checks.h"

static const struct {
	uint64_t feature;
	const char *name;
} features[] = {
	{ KCOV_FEATURE_STAT, "counts of what is lost" },
	{ KCOV_FEATURE_RESET, "a reset by any holder" },
	{ KCOV_FEATURE_UNIQUE, "unique PCs" },
	{ KCOV_FEATURE_EDGES, "edges" },
	{ KCOV_FEATURE_CMP_WORDS, "PCs and comparisons in one run" },
	{ KCOV_FEATURE_REMOTE, "both by sections" },
	{ KCOV_FEATURE_FRESH, "fresh sections" },
	{ KCOV_FEATURE_SEAL, "sealed devices" },
};

static void say(struct text *text, const struct kcov_query *query)
{
	const char *before = "version";
	size_t i;

	text_printf(text, "%s %u", before, query->version);
	before = ": ";
	for (i = 0; i < sizeof(features) / sizeof(*features); i++) {
		if (!(query->features & features[i].feature))
			continue;
		text_printf(text, "%s%s", before, features[i].name);
		before = ", ";
	}
	text_printf(text, "; PCs are %s",
		    query->pc_form == KCOV_PC_LINKED ?
			    "as in the kernel's vmlinux" :
			    "as loaded");
}

void check_extended(const struct device *device, struct finding *finding)
{
	struct kcov_query query = { .size = sizeof(query) };
	struct text text = { 0 };

	finding->verdict = CHECK_RIGHT;
	if (!ioctl(device->fd, KCOV_QUERY, &query))
		say(&text, &query);
	else if (errno == ENOTTY)
		text_add(&text, "this kcov has none of the extended calls: "
				"traces only, and nobody counts what is lost");
	else {
		finding->verdict = CHECK_WRONG;
		text_printf(&text,
			    "the kcov does not say what it can do: %s; "
			    "update it",
			    strerror(errno));
	}
	strncpy(finding->text, text.at, sizeof(finding->text) - 1);
	text_free(&text);
}
