// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl symbolise: addresses to functions and lines, in bulk. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tool/base/array.h"
#include "tool/base/json.h"
#include "tool/base/output.h"
#include "tool/command/commands.h"
#include "tool/index/index.h"

enum { OPTION_JSON = LONG_ONLY, OPTION_POINTS, OPTION_TIME };

static const struct option_row options[] = {
	{ 'o', "output", "FILE", "write to FILE instead of stdout" },
	{ OPTION_JSON, "json", NULL, "one JSON object a line" },
	{ OPTION_POINTS, "points", NULL,
	  "all instrumented points instead of given addresses" },
	{ OPTION_TIME, "time", NULL, "say on stderr what took how long" },
	{ 0 },
};

typedef ARRAY_OF(uint64_t) address_list;

static bool parse_address(const char *text, uint64_t *address)
{
	char *end;

	errno = 0;
	*address = strtoull(text, &end, 0);
	while (*end == '\n' || *end == '\r' || *end == ' ')
		end++;
	return !errno && end != text && !*end && *text != '-';
}

static bool read_addresses(address_list *list)
{
	char *line = NULL;
	uint64_t address;
	size_t room = 0;
	bool good = true;

	while (good && getline(&line, &room, stdin) > 0) {
		if (*line == '\n')
			continue;
		good = parse_address(line, &address);
		if (good)
			array_push(list, address);
		else
			error("\"%.20s\" on stdin is no address: give one a "
			      "line, as 0x...",
			      line);
	}
	free(line);
	return good;
}

static void add_json(struct text *out, const struct index *index,
		     uint64_t address)
{
	struct json json = { out, false };
	struct place chain[32];
	size_t i, steps = index_chain(index, address, chain, 32);

	json_open(&json, NULL, '{');
	json_string(&json, "type", "pc");
	json_address(&json, "pc", address);
	json_bool(&json, "point", index_point(index, address) != NULL);
	json_open(&json, "frames", '[');
	for (i = 0; i < steps; i++) {
		json_open(&json, NULL, '{');
		json_string(&json, "function", chain[i].function);
		if (chain[i].file) {
			json_string(&json, "file", chain[i].file);
			json_number(&json, "line", chain[i].line);
		}
		json_bool(&json, "inlined", chain[i].inlined);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	text_add(out, "\n");
}

/* "0xADDRESS FUNCTION FILE:LINE", what it is inlined into on lines below. */
static void add_plain(struct text *out, const struct index *index,
		      uint64_t address)
{
	struct place chain[32];
	size_t i, steps = index_chain(index, address, chain, 32);

	text_printf(out, "0x%" PRIx64, address);
	for (i = 0; i < steps; i++) {
		text_printf(out, "%s%s ", i ? "\tinlined into " : " ",
			    chain[i].function);
		if (chain[i].file)
			text_printf(out, "%s:%" PRIu32 "\n", chain[i].file,
				    chain[i].line);
		else
			text_add(out, "?\n");
	}
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void take_points(const struct index *index, address_list *list)
{
	size_t i;

	for (i = 0; i < index->points_count; i++)
		array_push(list, index_address(index, index->points + i));
}

static bool print(const struct index *index, const address_list *list,
		  bool json, const char *path)
{
	struct text text = { 0 };
	struct output output;
	size_t i;

	if (!output_open(&output, path))
		return false;
	if (json)
		text_add(&text, "{\"type\":\"header\",\"schema\":1,"
				"\"command\":\"symbolise\"}\n");
	for (i = 0; i < list->count; i++) {
		(json ? add_json : add_plain)(&text, index, list->at[i]);
		if (text.length > 1 << 16) {
			output_write(&output, text.at, text.length);
			text.length = 0;
		}
	}
	output_write(&output, text.at, text.length);
	text_free(&text);
	return output_close(&output);
}

/* Chains of all addresses, without printing them. */
static void time_chains(const struct index *index, const address_list *list)
{
	double start = seconds(), took;
	struct place chain[32];
	size_t i, steps = 0;

	for (i = 0; i < list->count; i++)
		steps += index_chain(index, list->at[i], chain, 32);
	took = seconds() - start;
	fprintf(stderr,
		"symbolise: %zu addresses, %zu frames in %.1f ms, "
		"%.2f s a million\n",
		list->count, steps, 1e3 * took,
		list->count ? took / (double)list->count * 1e6 : 0);
}

static int symbolise(const char *file, address_list *list, bool points,
		     bool json, bool timed, const char *output)
{
	double start = seconds();
	struct index *index = index_of_file(file);
	bool good;

	if (!index)
		return STATUS_FAILED;
	if (timed)
		fprintf(stderr,
			"index: %zu points, %" PRIu64 " rows, %" PRIu64
			" frames, %s in %.1f ms\n",
			index->points_count, index->header->rows.count,
			index->header->frames.count,
			index->mapped ? "from the cache" : "made",
			1e3 * (seconds() - start));
	if (!(index->header->flags & HAS_LINES))
		warn("%s has no .debug_line: build with debug information "
		     "(kernel: CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y) or "
		     "set DEBUGINFOD_URLS",
		     file);
	if (points)
		take_points(index, list);
	if (timed)
		time_chains(index, list);
	good = print(index, list, json, output);
	index_free(index);
	return good ? STATUS_OK : STATUS_FAILED;
}

static int run(const struct command *self, int argc, char **argv)
{
	bool json = false, points = false, timed = false;
	address_list list = { 0 };
	const char *output = NULL;
	uint64_t address;
	char *value;
	int option, i, status;

	while ((option = next_option(self, argc, argv, &value)) != -1) {
		if (option == 'o')
			output = value;
		json |= option == OPTION_JSON;
		points |= option == OPTION_POINTS;
		timed |= option == OPTION_TIME;
	}
	i = operands_start();
	if (i >= argc)
		usage_error(self, "no image: name a vmlinux, a program or a "
				  "library");
	if (points && i + 1 < argc)
		usage_error(self, "--points takes no addresses");
	for (i++; i < argc; i++) {
		if (!parse_address(argv[i], &address))
			usage_error(self, "\"%s\" is no address", argv[i]);
		array_push(&list, address);
	}
	if (!points && !list.count && !read_addresses(&list))
		return STATUS_FAILED;
	status = symbolise(argv[operands_start()], &list, points, json, timed,
			   output);
	free(list.at);
	return status;
}

const struct command symbolise_command = {
	.name = "symbolise",
	.operands = "IMAGE [ADDRESS...]",
	.summary = "Turn recorded addresses into functions and lines.",
	.options = options,
	.run = run,
};
