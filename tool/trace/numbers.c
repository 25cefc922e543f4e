// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Arguments of system calls that are numbers: descriptors, sizes, modes, flags.
 * Called by decode.c. Only the value of the argument is looked at, no memory of
 * the traced program.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "tool/trace/arguments.h"

void add_int(const struct decoding *at)
{
	text_printf(at->text, "%" PRId32, (int32_t)at->value);
}

void add_uint(const struct decoding *at)
{
	text_printf(at->text, "%" PRIu32, (uint32_t)at->value);
}

void add_size(const struct decoding *at)
{
	text_printf(at->text, "%" PRIu64, at->value);
}

void add_offset(const struct decoding *at)
{
	text_printf(at->text, "%" PRId64, (int64_t)at->value);
}

void add_hex(const struct decoding *at)
{
	text_printf(at->text, at->value ? "0x%" PRIx64 : "%" PRIx64, at->value);
}

void add_pointer(const struct decoding *at)
{
	if (at->value)
		text_printf(at->text, "0x%" PRIx64, at->value);
	else
		text_add(at->text, "NULL");
}

void add_fd(const struct decoding *at)
{
	if ((int32_t)at->value == AT_FDCWD)
		text_add(at->text, "AT_FDCWD");
	else
		add_int(at);
}

/* -1 means "leave it". */
void add_id(const struct decoding *at)
{
	if ((int32_t)at->value == -1)
		text_add(at->text, "-1");
	else
		add_uint(at);
}

void add_mode(const struct decoding *at)
{
	text_printf(at->text, "0%" PRIo32, (uint32_t)at->value);
}

/* One of many, or the number. */
void add_one(const struct decoding *at, const struct flag *flags)
{
	const char *name = flag_name(flags, (uint32_t)at->value);

	if (name)
		text_add(at->text, name);
	else if ((int32_t)at->value > -4096 && (int32_t)at->value < 256)
		add_int(at);
	else
		text_printf(at->text, "0x%" PRIx32, (uint32_t)at->value);
}

void add_open_flags(const struct decoding *at)
{

	uint64_t rest = at->value & ~(uint64_t)O_ACCMODE;

	if ((at->value & O_ACCMODE) == O_RDONLY)
		text_printf(at->text, "O_RDONLY%s", rest ? "|" : "");
	if (at->value & O_ACCMODE || rest)
		add_flags(at->text, open_flags, at->value);
}

void add_access(const struct decoding *at)
{
	if (at->value)
		add_flags(at->text, access_modes, at->value);
	else
		text_add(at->text, "F_OK");
}

void add_protection(const struct decoding *at)
{
	if (at->value)
		add_flags(at->text, protections, at->value);
	else
		text_add(at->text, "PROT_NONE");
}

void add_map(const struct decoding *at)
{
	const char *type = flag_name(map_types, at->value & MAP_TYPE);
	uint64_t rest = at->value & ~(uint64_t)MAP_TYPE;

	text_printf(at->text, "%s%s", type ? type : "0", rest ? "|" : "");
	if (rest)
		add_flags(at->text, map_flags, rest);
}

void add_socket_type(const struct decoding *at)
{
	uint64_t flags = at->value & (SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct decoding type = *at;

	type.value &= ~flags;
	add_one(&type, socket_types);
	if (flags) {
		text_add(at->text, "|");
		add_flags(at->text, socket_flags, flags);
	}
}

/* The low byte is the signal that the parent gets. */
void add_clone(const struct decoding *at)
{
	const char *name = flag_name(signals, at->value & 0xff);
	uint64_t rest = at->value & ~0xffull;

	if (rest)
		add_flags(at->text, clone_flags, rest);
	if (name)
		text_printf(at->text, "%s%s", rest ? "|" : "", name);
	else if (!rest)
		add_hex(at);
}

void add_futex(const struct decoding *at)
{
	uint64_t flags = at->value &
			 (FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME);
	struct decoding command = *at;

	command.value &= ~flags;
	add_one(&command, futex_commands);
	if (flags) {
		text_add(at->text, "|");
		add_flags(at->text, futex_flags, flags);
	}
}
