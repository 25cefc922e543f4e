// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl symbolise: addresses to functions and lines, in bulk. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tool/base/array.h"
#include "tool/base/json.h"
#include "tool/base/output.h"
#include "tool/command/commands.h"
#include "tool/coverage/place.h"
#include "tool/index/index.h"
#include "tool/report/line_text.h"

enum {
	OPTION_JSON = LONG_ONLY,
	OPTION_POINTS,
	OPTION_ANNOTATE,
	OPTION_SOURCE,
	OPTION_TIME
};

static const struct option_row options[] = {
	{ 'o', "output", "FILE", "write to FILE instead of stdout" },
	{ OPTION_JSON, "json", NULL, "one JSON object a line" },
	{ OPTION_POINTS, "points", NULL,
	  "all instrumented points instead of given addresses" },
	{ OPTION_ANNOTATE, "annotate", NULL,
	  "the text of each line beside it, without addresses" },
	{ OPTION_SOURCE, "source", "DIR",
	  "sources are in DIR; OLD=NEW: not below OLD; may be repeated" },
	{ OPTION_TIME, "time", NULL, "say on stderr what took how long" },
	{ 0 },
};

typedef ARRAY_OF(uint64_t) address_list;

struct request {
	address_list list;
	struct line_texts texts;
	const char *output;
	bool json;
	bool annotated;
	bool points;
	bool timed;
};

static bool parse_address(const char *text, uint64_t *address)
{
	char *end;

	errno = 0;
	*address = strtoull(text, &end, 0);
	while (*end == ' ')
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
		line[strcspn(line, "\r\n")] = 0;
		if (!*line)
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
		text_add(out, i ? "\tinlined into " : " ");
		place_functions(out, &chain[i], 1);
		if (!place_line(out, &chain[i]))
			text_add(out, " ?");
		text_add(out, "\n");
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

static void add_address(struct request *request, struct text *text,
			const struct index *index, uint64_t address)
{
	struct place chain[32];

	if (request->json)
		add_json(text, index, address);
	else if (request->annotated)
		annotate_line(&request->texts, index, chain,
			      index_chain(index, address, chain, 32), text);
	else
		add_plain(text, index, address);
}

static bool print(struct request *request, const struct index *index)
{
	struct text text = { 0 };
	struct output output;
	size_t i;

	if (!output_open(&output, request->output))
		return false;
	if (request->json)
		text_add(&text, "{\"type\":\"header\",\"schema\":1,"
				"\"command\":\"symbolise\"}\n");
	for (i = 0; i < request->list.count; i++) {
		add_address(request, &text, index, request->list.at[i]);
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

static const char *why_unknown(uint32_t flags)
{
	if (flags & HAS_STRANGE_CALLS)
		return "its machine, or how it was compiled, has calls that "
		       "kcovctl does not read; addresses can be named";
	if (flags & HAS_CODE)
		return "no symbol says which function the callback is, so name "
		       "the file before it was stripped, or put its debug file "
		       "beside it";
	return "it has no code, so name the program it is of";
}

static int symbolise(const char *file, struct request *request)
{
	double start = seconds();
	struct index *index = index_of_file(file);
	bool good;

	if (!index)
		return STATUS_FAILED;
	if (request->timed)
		fprintf(stderr,
			"index: %zu points, %" PRIu64 " rows, %" PRIu64
			" frames, %s in %.1f ms\n",
			index->points_count, index->header->rows.count,
			index->header->frames.count,
			index->mapped ? "from the cache" : "made",
			1e3 * (seconds() - start));
	if (request->points && !(index->header->flags & HAS_POINTS)) {
		error("the places of %s are not known: %s", file,
		      why_unknown(index->header->flags));
		index_free(index);
		return STATUS_FAILED;
	}
	index_warn(index, file);
	if (request->points)
		take_points(index, &request->list);
	if (request->timed)
		time_chains(index, &request->list);
	good = print(request, index);
	index_free(index);
	return good ? STATUS_OK : STATUS_FAILED;
}

static void take_option(struct request *request, int option, char *value)
{
	switch (option) {
	case 'o':
		request->output = value;
		break;
	case OPTION_SOURCE:
		array_push(&request->texts.places.places, value);
		break;
	}
	request->json |= option == OPTION_JSON;
	request->annotated |= option == OPTION_ANNOTATE;
	request->points |= option == OPTION_POINTS;
	request->timed |= option == OPTION_TIME;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct request request = { 0 };
	uint64_t address;
	char *value;
	int option, i, status = STATUS_FAILED;

	while ((option = next_option(self, argc, argv, &value)) != -1)
		take_option(&request, option, value);
	i = operands_start();
	if (i >= argc)
		usage_error(self, "no image: name a vmlinux, a program or a "
				  "library");
	if (request.points && i + 1 < argc)
		usage_error(self, "--points takes no addresses");
	for (i++; i < argc; i++) {
		if (!parse_address(argv[i], &address))
			usage_error(self, "\"%s\" is no address", argv[i]);
		array_push(&request.list, address);
	}
	if (request.points || request.list.count ||
	    read_addresses(&request.list))
		status = symbolise(argv[operands_start()], &request);
	free(request.list.at);
	line_texts_free(&request.texts);
	return status;
}

const struct command symbolise_command = {
	.name = "symbolise",
	.operands = "IMAGE [ADDRESS...]",
	.summary = "Turn recorded addresses into functions and lines.",
	.options = options,
	.run = run,
};
