/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Arrays that grow. The owner frees `at`. */
#ifndef KCOV_TOOL_ARRAY_H
#define KCOV_TOOL_ARRAY_H

#include <stddef.h>

#include "tool/base/fail.h"

/* struct { type *at; size_t count, room; } by name. */
#define ARRAY_OF(type)        \
	struct {              \
		type *at;     \
		size_t count; \
		size_t room;  \
	}

#define array_reserve(array, more)                                           \
	do {                                                                 \
		if ((array)->room - (array)->count < (size_t)(more)) {       \
			(array)->room = (array)->count + (size_t)(more) +    \
					(array)->room / 2 + 16;              \
			(array)->at = must_alloc((array)->at, (array)->room, \
						 sizeof(*(array)->at));      \
		}                                                            \
	} while (0)

/* What is pushed may ask for the count, which is that of before. */
#define array_push(array, ...)                               \
	do {                                                 \
		array_reserve(array, 1);                     \
		(array)->at[(array)->count] = (__VA_ARGS__); \
		(array)->count++;                            \
	} while (0)

#endif /* KCOV_TOOL_ARRAY_H */
