// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Expressions over recordings, as "a & ( b - c )", from words of the command
 * line to a set of PCs. Called by merge. The words are untrusted: depth is
 * bounded, and a mistake is told in `why`.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/recording/set.h"

/* Parentheses within parentheses; more is a mistake or malice. */
#define DEEPEST 100

struct parser {
	char **words;
	size_t left;
	bool (*load)(const char *word, pc_set *set, void *data);
	void *data;
	struct text *why;
	int depth;
};

static bool next_is(const struct parser *parser, const char *word)
{
	return parser->left && !strcmp(*parser->words, word);
}

static bool take(struct parser *parser, const char *word)
{
	if (!next_is(parser, word))
		return false;
	parser->words++;
	parser->left--;
	return true;
}

static bool parse_sum(struct parser *parser, pc_set *set);

static bool parse_operand(struct parser *parser, pc_set *set)
{
	const char *word = parser->left ? *parser->words : NULL;

	if (!word || (strlen(word) == 1 && strchr("&|-+)", *word))) {
		text_printf(parser->why, "a recording is missing %s%s",
			    word ? "before " : "at the end", word ? word : "");
		return false;
	}
	parser->words++;
	parser->left--;
	if (strcmp(word, "("))
		return parser->load(word, set, parser->data);
	if (++parser->depth > DEEPEST || !parse_sum(parser, set) ||
	    !take(parser, ")")) {
		if (!parser->why->length)
			text_add(parser->why, "a ) is missing");
		return false;
	}
	parser->depth--;
	return true;
}

/* set = set OPERATION what is parsed next */
static bool combine_next(struct parser *parser, pc_set *set, char operation,
			 bool (*parse)(struct parser *parser, pc_set *set))
{
	pc_set next = { 0 }, result = { 0 };
	bool good = parse(parser, &next);

	if (good) {
		set_combine(set, operation, &next, &result);
		free(set->at);
		*set = result;
	}
	free(next.at);
	return good;
}

static bool parse_product(struct parser *parser, pc_set *set)
{
	bool good = parse_operand(parser, set);

	while (good && take(parser, "&"))
		good = combine_next(parser, set, '&', parse_operand);
	return good;
}

static bool parse_sum(struct parser *parser, pc_set *set)
{
	bool good = parse_product(parser, set);

	while (good && parser->left && !next_is(parser, ")")) {
		char operation = take(parser, "-") ? '-' : '|';

		if (operation == '|' && !take(parser, "|"))
			take(parser, "+");
		good = combine_next(parser, set, operation, parse_product);
	}
	return good;
}

bool set_evaluate(char **words, size_t count,
		  bool (*load)(const char *word, pc_set *set, void *data),
		  void *data, pc_set *result, struct text *why)
{
	struct parser parser = { words, count, load, data, why, 0 };

	if (!parse_sum(&parser, result))
		return false;
	if (parser.left)
		text_add(why, "a ( is missing");
	return !parser.left;
}
