// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <inttypes.h>
#include <stddef.h>

#include "tool/base/json.h"

/* How many bytes of UTF-8 begin at `at`: 1 to 4, or 0 for none. */
static int utf8_length(const unsigned char *at)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	int length = *at < 0x80	      ? 1 :
		     *at >> 5 == 0x06 ? 2 :
		     *at >> 4 == 0x0e ? 3 :
		     *at >> 3 == 0x1e ? 4 :
					0;
	uint32_t code = length > 1 ? *at & (0x7f >> length) : *at;
	int i;

	for (i = 1; i < length; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (at[i] & 0x3f);
	}
	if (length && (code < least[length] || code > 0x10ffff ||
		       (code >= 0xd800 && code < 0xe000)))
		return 0;
	return length;
}

void json_quote(struct text *out, const char *value)
{
	const unsigned char *at = (const unsigned char *)value;
	int length;

	text_add(out, "\"");
	for (; *at; at += length ? length : 1) {
		length = utf8_length(at);
		if (!length)
			text_add(out, "\\ufffd");
		else if (*at == '"' || *at == '\\')
			text_printf(out, "\\%c", *at);
		else if (*at < 0x20 || *at == 0x7f)
			text_printf(out, "\\u%04x", *at);
		else
			text_add_bytes(out, at, (size_t)length);
	}
	text_add(out, "\"");
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
