// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as the words of an expression over sets, as merge and diff take
 * them. Operands of one letter are sets of their own; the result is compared
 * with what the same words give, or that they give nothing, over a universe of
 * 64 bits.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/target.h"
#include "tool/recording/set.h"

#define MOST_WORDS 512
/* Parentheses within parentheses, as tool/recording allows. */
#define DEEPEST 100

/* Of the numbers 0 to 63, those whose bit is set. */
static uint64_t letter_set(char letter)
{
	return 0x9e3779b97f4a7c15ull * (uint8_t)letter;
}

static bool load(const char *word, pc_set *set, void *data)
{
	uint64_t bits = letter_set(*word);
	uint64_t i;

	(void)data;
	/* As a recording that cannot be read. */
	if (word[1])
		return false;
	for (i = 0; i < 64; i++)
		if (bits >> i & 1)
			array_push(set, i);
	return true;
}

/* --- the same, by the rule of the manual, on bits --------------------------- */

struct reader {
	char **words;
	size_t left;
	int depth;
	bool bad;
};

/* The next word if it is one character, 0 if it is longer or none is left. */
static char peek(const struct reader *reader)
{
	return reader->left && !(*reader->words)[1] ? **reader->words : 0;
}

static bool take(struct reader *reader, char word)
{
	if (peek(reader) != word)
		return false;
	reader->left--;
	reader->words++;
	return true;
}

static uint64_t sum(struct reader *reader);

static uint64_t operand(struct reader *reader)
{
	char word = peek(reader);
	uint64_t bits;

	/* Longer words are recordings that cannot be read. */
	if (!word || strchr("&|-+)", word)) {
		reader->bad = true;
		return 0;
	}
	take(reader, word);
	if (word != '(')
		return letter_set(word);
	if (++reader->depth > DEEPEST) {
		reader->bad = true;
		return 0;
	}
	bits = sum(reader);
	reader->bad |= !take(reader, ')');
	reader->depth--;
	return bits;
}

static uint64_t product(struct reader *reader)
{
	uint64_t bits = operand(reader);

	while (!reader->bad && take(reader, '&'))
		bits &= operand(reader);
	return bits;
}

static uint64_t sum(struct reader *reader)
{
	uint64_t bits = product(reader);

	while (!reader->bad && reader->left && peek(reader) != ')') {
		bool without = take(reader, '-');

		if (!without && !take(reader, '|'))
			take(reader, '+');
		bits = without ? bits & ~product(reader) :
				 bits | product(reader);
	}
	return bits;
}

static uint64_t bits_of(const pc_set *set)
{
	uint64_t bits = 0;
	size_t i;

	for (i = 0; i < set->count; i++) {
		if (set->at[i] > 63 || (i && set->at[i] <= set->at[i - 1]))
			abort();
		bits |= 1ull << set->at[i];
	}
	return bits;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	char *copy = malloc(count + 1);
	char *words[MOST_WORDS];
	struct text why = { 0 };
	struct reader reader = { 0 };
	pc_set result = { 0 };
	uint64_t want;
	size_t n = 0;
	char *word;
	bool good;

	memcpy(copy, bytes, count);
	copy[count] = 0;
	for (word = strtok(copy, " \n"); word && n < MOST_WORDS;
	     word = strtok(NULL, " \n"))
		words[n++] = word;
	reader.words = words;
	reader.left = n;
	good = set_evaluate(words, n, load, NULL, &result, &why);
	want = sum(&reader);
	if (good != (!reader.bad && !reader.left) ||
	    (good && bits_of(&result) != want))
		abort();
	free(result.at);
	text_free(&why);
	free(copy);
	return 0;
}
