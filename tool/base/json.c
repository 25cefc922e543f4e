// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Called by everything that writes JSON or the scripts of pages. */
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "tool/base/escape.h"
#include "tool/base/json.h"

/* \u1234: what is not plain is one of the first 65536. */
static void add_code(struct text *out, const char *at, int length)
{
	uint32_t code = (unsigned char)*at;
	int i;

	if (length > 1)
		code &= 0x7f >> length;
	for (i = 1; i < length; i++)
		code = code << 6 | (at[i] & 0x3f);
	text_printf(out, "\\u%04" PRIx32, code);
}

void json_quote_bytes(struct text *out, const char *value, size_t count)
{
	const char *end = value + count;
	char shown[ESCAPE_GROWTH];
	int length;

	text_add_bytes(out, "\"", 1);
	for (; value < end; value += length) {
		length = (int)escape_spares(value, end);
		if (length) {
			text_add_bytes(out, value, (size_t)length);
			continue;
		}
		length = utf8_length(value, end);
		if (!length || escape_is_imitated(value, end)) {
			/* \xHH as text: a string holds characters only. */
			length = 0;
			escape_next(&value, end, shown);
			text_add(out, "\\");
			text_add_bytes(out, shown, ESCAPE_GROWTH);
		} else if (*value == '"' || *value == '\\') {
			text_printf(out, "\\%c", *value);
		} else if (!utf8_is_plain(value, length)) {
			add_code(out, value, length);
		} else if (*value == '/' && out->at[out->length - 1] == '<') {
			/* No page ends a script where it is quoted. */
			text_add(out, "\\/");
		} else {
			text_add_bytes(out, value, (size_t)length);
		}
	}
	text_add_bytes(out, "\"", 1);
}

void json_quote(struct text *out, const char *value)
{
	json_quote_bytes(out, value, strlen(value));
}

static void begin(struct json *json, const char *key)
{
	if (json->comma)
		text_add(json->out, ",");
	json->comma = true;
	if (key) {
		json_quote(json->out, key);
		text_add(json->out, ":");
	}
}

void json_open(struct json *json, const char *key, char bracket)
{
	begin(json, key);
	text_add_bytes(json->out, &bracket, 1);
	json->comma = false;
}

void json_close(struct json *json, char bracket)
{
	text_add_bytes(json->out, &bracket, 1);
	json->comma = true;
}

void json_string(struct json *json, const char *key, const char *value)
{
	begin(json, key);
	json_quote(json->out, value);
}

void json_bytes(struct json *json, const char *key, const char *value,
		size_t count)
{
	begin(json, key);
	json_quote_bytes(json->out, value, count);
}

void json_number(struct json *json, const char *key, uint64_t value)
{
	begin(json, key);
	text_printf(json->out, "%" PRIu64, value);
}

void json_ratio(struct json *json, const char *key, double value)
{
	begin(json, key);
	text_printf(json->out, "%.4f", value);
}

void json_address(struct json *json, const char *key, uint64_t value)
{
	begin(json, key);
	text_printf(json->out, "\"0x%" PRIx64 "\"", value);
}

void json_bool(struct json *json, const char *key, bool value)
{
	begin(json, key);
	text_add(json->out, value ? "true" : "false");
}

void json_null(struct json *json, const char *key)
{
	begin(json, key);
	text_add(json->out, "null");
}
