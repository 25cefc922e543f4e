/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* One argument of a system call as text, by what kind of argument it is. */
#ifndef KCOV_TOOL_ARGUMENTS_H
#define KCOV_TOOL_ARGUMENTS_H

#include "tool/collect/calls.h"
#include "tool/trace/flags.h"

/* The most that is shown of anything. */
#define LONGEST 4096

/* One argument that is being written. */
struct decoding {
	struct text *text;
	const struct call *call;
	uint64_t value;
	uint64_t next; /* the argument behind it, often a length */
	size_t most;
};

/* numbers.c: what stands in the argument itself. */
void add_int(const struct decoding *at);
void add_uint(const struct decoding *at);
void add_size(const struct decoding *at);
void add_offset(const struct decoding *at);
void add_hex(const struct decoding *at);
void add_pointer(const struct decoding *at);
void add_fd(const struct decoding *at);
void add_id(const struct decoding *at);
void add_mode(const struct decoding *at);
void add_open_flags(const struct decoding *at);
void add_access(const struct decoding *at);
void add_protection(const struct decoding *at);
void add_map(const struct decoding *at);
void add_socket_type(const struct decoding *at);
void add_clone(const struct decoding *at);
void add_futex(const struct decoding *at);
/* One of many, or the number. */
void add_one(const struct decoding *at, const struct flag *flags);

/* contents.c: what it points to. */
void add_string(const struct decoding *at);
void add_path(const struct decoding *at);
void add_buffer(const struct decoding *at);
void add_got(const struct decoding *at);
void add_got_string(const struct decoding *at);
void add_fds(const struct decoding *at);
void add_status(const struct decoding *at);
void add_argv(const struct decoding *at);
void add_envp(const struct decoding *at);
void add_sockaddr(const struct decoding *at);

#endif /* KCOV_TOOL_ARGUMENTS_H */
