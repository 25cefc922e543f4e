// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Arguments of system calls that point to memory: strings, buffers, lists,
 * addresses of sockets. Called by decode.c while the thread stands still. The
 * memory is the traced program's: it is copied with bounds and may not be
 * there.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "tool/collect/registers.h"
#include "tool/trace/arguments.h"

static void add_bytes(struct text *text, const unsigned char *bytes,
		      size_t count)
{
	static const char named[] = "\a\b\t\n\v\f\r";
	const char *found;
	size_t i;

	text_add(text, "\"");
	for (i = 0; i < count; i++) {
		found = bytes[i] ? strchr(named, bytes[i]) : NULL;
		if (found)
			text_printf(text, "\\%c", "abtnvfr"[found - named]);
		else if (bytes[i] == '"' || bytes[i] == '\\')
			text_printf(text, "\\%c", bytes[i]);
		else if (bytes[i] < 0x20 || bytes[i] >= 0x7f)
			text_printf(text, "\\x%02x", bytes[i]);
		else
			text_add_bytes(text, &bytes[i], 1);
	}
	text_add(text, "\"");
}

/* Of so many bytes what fits. */
static void add_memory(const struct decoding *at, uint64_t count)
{
	unsigned char bytes[LONGEST];
	size_t shown = count < at->most ? count : at->most;

	if (!at->value ||
	    memory_read(at->call->tid, at->value, bytes, shown) != shown) {
		add_pointer(at);
		return;
	}
	add_bytes(at->text, bytes, shown);
	if (shown < count)
		text_add(at->text, "...");
}

static void add_string_up_to(const struct decoding *at, size_t most)
{
	unsigned char bytes[LONGEST + 1];
	size_t count = 0;

	/*
	 * Word by word: behind its end nothing needs to be readable. One more
	 * than is shown, which may be the end.
	 */
	while (at->value && count <= most) {
		size_t part = 8 - (at->value + count) % 8;

		part = part < most + 1 - count ? part : most + 1 - count;
		if (memory_read(at->call->tid, at->value + count, bytes + count,
				part) != part) {
			add_pointer(at);
			return;
		}
		if (memchr(bytes + count, 0, part)) {
			count = strlen((const char *)bytes);
			add_bytes(at->text, bytes, count);
			return;
		}
		count += part;
	}
	if (!at->value) {
		add_pointer(at);
		return;
	}
	add_bytes(at->text, bytes, most);
	text_add(at->text, "...");
}

void add_string(const struct decoding *at)
{
	add_string_up_to(at, at->most);
}

/* Paths are shown whole. */
void add_path(const struct decoding *at)
{
	add_string_up_to(at, LONGEST);
}

void add_buffer(const struct decoding *at)
{
	add_memory(at, at->next);
}

/* What the call has filled in, as far as it says. */
void add_got(const struct decoding *at)
{
	if (at->call->result > 0)
		add_memory(at, (uint64_t)at->call->result);
	else if (at->call->result == 0)
		text_add(at->text, "\"\"");
	else
		add_pointer(at);
}

/* The same with a string, whose length with the NUL is the result. */
void add_got_string(const struct decoding *at)
{
	if (at->call->result > 0)
		add_path(at);
	else
		add_pointer(at);
}

void add_fds(const struct decoding *at)
{
	int fds[2];

	if (at->call->result == 0 && memory_read(at->call->tid, at->value, fds,
						 sizeof(fds)) == sizeof(fds))
		text_printf(at->text, "[%d, %d]", fds[0], fds[1]);
	else
		add_pointer(at);
}

void add_status(const struct decoding *at)
{
	const char *name;
	int status;

	if (!at->value || at->call->result <= 0 ||
	    memory_read(at->call->tid, at->value, &status, sizeof(status)) !=
		    sizeof(status))
		add_pointer(at);
	else if (WIFEXITED(status))
		text_printf(at->text,
			    "[{WIFEXITED(s) && WEXITSTATUS(s) == %d}]",
			    WEXITSTATUS(status));
	else if (WIFSIGNALED(status)) {
		name = flag_name(signals, (uint64_t)WTERMSIG(status));
		text_printf(at->text, "[{WIFSIGNALED(s) && WTERMSIG(s) == %s}]",
			    name ? name : "SIGRT");
	} else
		text_printf(at->text, "[0x%x]", (unsigned int)status);
}

#define MOST_STRINGS 32

/* NULL-terminated pointers; `count` of them, 0 if they cannot be read. */
static size_t read_pointers(const struct decoding *at, uint64_t *pointers,
			    size_t room)
{
	size_t count = 0;

	while (count < room &&
	       memory_read(at->call->tid, at->value + 8 * count,
			   &pointers[count], 8) == 8 &&
	       pointers[count])
		count++;
	return count;
}

void add_argv(const struct decoding *at)
{
	struct decoding one = *at;
	uint64_t pointers[MOST_STRINGS + 1];
	size_t i, count = read_pointers(at, pointers, MOST_STRINGS + 1);

	if (!count) {
		add_pointer(at);
		return;
	}
	text_add(at->text, "[");
	for (i = 0; i < count && i < MOST_STRINGS; i++) {
		text_add(at->text, i ? ", " : "");
		one.value = pointers[i];
		add_string(&one);
	}
	text_add(at->text, count > MOST_STRINGS ? ", ...]" : "]");
}

void add_envp(const struct decoding *at)
{
	uint64_t pointers[1024];
	size_t count = read_pointers(at, pointers, 1024);

	add_pointer(at);
	if (at->value)
		text_printf(at->text, " /* %zu vars */", count);
}

void add_sockaddr(const struct decoding *at)
{
	union {
		struct sockaddr any;
		struct sockaddr_un un;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		char bytes[sizeof(struct sockaddr_un) + 1];
	} address = { 0 };
	size_t bytes = at->next < sizeof(struct sockaddr_un) ?
			       at->next :
			       sizeof(struct sockaddr_un);
	char numbers[INET6_ADDRSTRLEN];
	const char *family;

	if (!at->value || bytes < sizeof(sa_family_t) ||
	    memory_read(at->call->tid, at->value, &address, bytes) != bytes) {
		add_pointer(at);
		return;
	}
	family = flag_name(families, address.any.sa_family);
	if (!family) {
		text_printf(at->text, "{sa_family=%u}", address.any.sa_family);
		return;
	}
	text_printf(at->text, "{sa_family=%s", family);
	if (address.any.sa_family == AF_UNIX) {
		size_t abstract = !address.un.sun_path[0];
		size_t length = bytes - offsetof(struct sockaddr_un, sun_path);

		if (!abstract)
			length = strnlen(address.un.sun_path, length);
		if (length) {
			text_printf(at->text, ", sun_path=%s",
				    abstract ? "@" : "");
			add_bytes(at->text,
				  (unsigned char *)address.un.sun_path +
					  abstract,
				  length - abstract);
		}
	} else if (address.any.sa_family == AF_INET) {
		inet_ntop(AF_INET, &address.in.sin_addr, numbers,
			  sizeof(numbers));
		text_printf(at->text, ", sin_port=%u, sin_addr=\"%s\"",
			    ntohs(address.in.sin_port), numbers);
	} else if (address.any.sa_family == AF_INET6) {
		inet_ntop(AF_INET6, &address.in6.sin6_addr, numbers,
			  sizeof(numbers));
		text_printf(at->text, ", sin6_port=%u, sin6_addr=\"%s\"",
			    ntohs(address.in6.sin6_port), numbers);
	}
	text_add(at->text, "}");
}
