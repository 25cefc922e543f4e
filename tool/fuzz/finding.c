// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What ended a guest, saved at once and once for each place: OUT/crashes/PLACE/
 * with the input, the console, the same with functions and lines, and the
 * command that runs it again. A folder appears when it is whole. Called by
 * server.c.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

#include "tool/base/output.h"
#include "tool/fuzz/campaign.h"
#include "tool/fuzz/fault.h"

/* Fetched with the first finding; modules may lie elsewhere in each guest. */
const struct fault_code *finding_code(const struct guest *guest)
{
	static struct fault_code code;
	static bool asked;
	const struct guest_plan *plan = guest->plan;
	char path[4096];

	snprintf(path, sizeof(path), "%s/vmlinux", plan->kernel);
	if (!asked) {
		code.kernel = index_of_file(path);
		if (*plan->module)
			code.module = index_of_file(plan->module);
	}
	asked = true;
	code.module_start = guest->channel->module_start;
	code.module_bytes = guest->channel->module_bytes;
	return &code;
}

static uint32_t hash_of(const char *text)
{
	uint32_t hash = 2166136261u;

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	return hash;
}

/* A word as a shell takes it. */
static void add_word(struct text *out, const char *word)
{
	text_add(out, " '");
	for (; *word; word++)
		if (*word == '\'')
			text_add(out, "'\\''");
		else
			text_add_bytes(out, word, 1);
	text_add(out, "'");
}

void finding_command(const struct guest_plan *plan, const char *path,
		     struct text *out)
{
	text_add(out, "kcovctl fuzz --kernel");
	add_word(out, plan->kernel);
	if (*plan->module) {
		text_add(out, " --module");
		add_word(out, plan->module);
	}
	if (*plan->fix) {
		text_add(out, " --fix");
		add_word(out, plan->fix);
	}
	text_add(out, plan->stock ? " --stock --input" : " --input");
	add_word(out, path);
	add_word(out, plan->target);
	text_add(out, "\n");
}

static bool write_file(const char *folder, const char *name, const void *bytes,
		       size_t count)
{
	char path[4096];
	FILE *file;
	bool good;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "we");
	if (!file)
		return false;
	good = fwrite(bytes, 1, count, file) == count;
	return !fclose(file) && good;
}

static bool write_all(const struct guest *guest, const char *folder,
		      const char *final, const struct finding *finding)
{
	/* Even of an empty console there is a text. */
	const char *console = guest->said.length ? guest->said.at : "";
	struct text trace = { 0 }, command = { 0 };
	char path[4096];
	bool good;

	text_add(&trace, "");
	fault_symbolise(console, finding_code(guest), &trace);
	snprintf(path, sizeof(path), "%s/input", final);
	finding_command(guest->plan, path, &command);
	good = write_file(folder, "input", finding->input, finding->bytes) &&
	       write_file(folder, "console", console, guest->said.length) &&
	       write_file(folder, "trace", trace.at, trace.length) &&
	       write_file(folder, "reproduce", command.at, command.length);
	text_free(&trace);
	text_free(&command);
	return good;
}

static void remove_folder(const char *folder)
{
	static const char *const names[] = { "input", "console", "trace",
					     "reproduce" };
	char path[4096];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
}

static bool save(const struct guest *guest, const char *out, const char *place,
		 const struct finding *finding, struct campaign_status *status)
{
	char final[2048], folder[2048];
	bool good;

	snprintf(final, sizeof(final), "%s/crashes/%s", out, place);
	if (!access(final, F_OK))
		return false;
	snprintf(folder, sizeof(folder), "%s/crashes/.new-%d", out, getpid());
	good = !mkdir(folder, 0777) && write_all(guest, folder, final, finding);
	if (good && !rename(folder, final))
		return true;
	/* Another fork server may have been faster, which is no fault. */
	if (!good || (errno != EEXIST && errno != ENOTEMPTY)) {
		status->error = errno;
		__atomic_fetch_add(&status->unsaved, 1, __ATOMIC_RELAXED);
	}
	remove_folder(folder);
	return false;
}

bool finding_save(const struct guest *guest, const char *out,
		  const struct finding *finding, struct campaign_status *status,
		  uint32_t *hash)
{
	struct fault fault;
	const char *console = guest->said.length ? guest->said.at : "";

	fault_find(console, finding->hung, finding_code(guest), &fault);
	*hash = hash_of(fault.place);
	return save(guest, out, fault.place, finding, status);
}
