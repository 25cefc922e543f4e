/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * JSON out of nested begin/end calls into a text: commas and quotes are right
 * by construction. Addresses are strings: 64 bits do not fit into a number of
 * most readers. Bytes that are no UTF-8 become \xHH,
 * as in escape.h; what is quoted may stand in a script, and be shown on a
 * terminal.
 */
#ifndef KCOV_TOOL_JSON_H
#define KCOV_TOOL_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "tool/base/text.h"

struct json {
	struct text *out;
	bool comma; /* something stands before in this object or array */
};

/* `key` is NULL in arrays and at the top. */
void json_open(struct json *json, const char *key, char bracket);
void json_close(struct json *json, char bracket);
void json_string(struct json *json, const char *key, const char *value);
/* The same of any bytes, NUL among them. */
void json_bytes(struct json *json, const char *key, const char *value,
		size_t count);
void json_number(struct json *json, const char *key, uint64_t value);
void json_ratio(struct json *json, const char *key, double value);
void json_address(struct json *json, const char *key, uint64_t value);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);

/* The quoted form alone. */
void json_quote(struct text *out, const char *value);
void json_quote_bytes(struct text *out, const char *value, size_t count);

#endif /* KCOV_TOOL_JSON_H */
