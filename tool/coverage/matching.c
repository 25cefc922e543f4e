// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Names of functions as people write them, called by whatever takes -l and by
 * cat: a::Shape::get, or get, for "int a::Shape::get<int>(int) const".
 */
#include <fnmatch.h>
#include <string.h>

#include "tool/base/text.h"
#include "tool/coverage/filter.h"

/* "(anonymous namespace)" and "(int)" are nested alike. */
static int nesting_of(char letter)
{
	return strchr("<([{", letter) ? 1 : strchr(">)]}", letter) ? -1 : 0;
}

static bool is_operator(const char *name, const char *at)
{
	return !strncmp(at, "operator", 8) &&
	       (at == name || strchr(": ", at[-1])) &&
	       !(at[8] == '_' || (at[8] >= 'a' && at[8] <= 'z') ||
		 (at[8] >= 'A' && at[8] <= 'Z') ||
		 (at[8] >= '0' && at[8] <= '9'));
}

/* Where the parameters begin, whatever stands behind them; or the end. */
static size_t before_parameters(const char *name)
{
	size_t end = strlen(name);
	const char *last = strrchr(name, ')');
	size_t at = last ? (size_t)(last - name) + 1 : 0;
	int depth = 0;

	/* Only such words may follow: " const", " &", " [clone .cold]". */
	if (!last || (last[1] && last[1] != ' ' && last[1] != '['))
		return end;
	while (at--) {
		depth += name[at] == ')' ? 1 : name[at] == '(' ? -1 : 0;
		if (!depth)
			break;
	}
	/* "operator()" is a name, and so is "(anonymous namespace)". */
	return depth || !at || name[at - 1] == ':' ? end : at;
}

/* Where the name begins behind the type it returns, and its last part. */
static void find_parts(const char *name, size_t end, size_t *whole,
		       size_t *part)
{
	int depth = 0;
	size_t i;

	*whole = *part = 0;
	for (i = 0; i < end; i++) {
		if (!depth && is_operator(name, name + i))
			return;
		if (!depth && name[i] == ' ')
			*whole = *part = i + 1;
		if (!depth && name[i] == ':' && name[i + 1] == ':')
			*part = i + 2;
		depth += nesting_of(name[i]);
	}
}

void name_brief(const char *name, struct text *out)
{
	size_t end = before_parameters(name), whole, part;

	find_parts(name, end, &whole, &part);
	text_add_bytes(out, name + part, end - part);
}

bool name_matches(const char *pattern, const char *name)
{
	size_t end = before_parameters(name), whole, part;
	struct text bare = { 0 };
	bool matches;

	if (!fnmatch(pattern, name, 0))
		return true;
	/* A name of C has no other form. */
	if (!strpbrk(name, ":( "))
		return false;
	text_add_bytes(&bare, name, end);
	find_parts(name, end, &whole, &part);
	matches = !fnmatch(pattern, bare.at + whole, 0) ||
		  !fnmatch(pattern, bare.at + part, 0);
	text_free(&bare);
	return matches;
}
