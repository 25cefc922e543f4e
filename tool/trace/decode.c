// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The arguments and the result of a system call as text. Arguments that the
 * kernel reads are looked at before the call, those that it writes behind it.
 * Called at both stops of a call. What signatures.c does not know is shown as
 * six numbers.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>

#include "tool/trace/arguments.h"
#include "tool/trace/decode.h"

/* The words of signatures.c. */
static const struct kind {
	const char *name;
	void (*add)(const struct decoding *at);
	const struct flag *bits;   /* or any of these, */
	const struct flag *choice; /* or one of these */
	bool behind;		   /* the call fills it in */
} kinds[] = {
	{ "int", add_int, 0, 0, 0 },
	{ "uint", add_uint, 0, 0, 0 },
	{ "size", add_size, 0, 0, 0 },
	{ "off", add_offset, 0, 0, 0 },
	{ "hex", add_hex, 0, 0, 0 },
	{ "ptr", add_pointer, 0, 0, 0 },
	{ "addr", add_pointer, 0, 0, 0 },
	{ "fd", add_fd, 0, 0, 0 },
	{ "uid", add_id, 0, 0, 0 },
	{ "mode", add_mode, 0, 0, 0 },
	{ "path", add_path, 0, 0, 0 },
	{ "str", add_string, 0, 0, 0 },
	{ "buffer", add_buffer, 0, 0, 0 },
	{ "got", add_got, 0, 0, 1 },
	{ "bytes", add_got, 0, 0, 1 },
	{ "ret", add_got_string, 0, 0, 1 },
	{ "fds", add_fds, 0, 0, 1 },
	{ "status", add_status, 0, 0, 1 },
	{ "argv", add_argv, 0, 0, 0 },
	{ "envp", add_envp, 0, 0, 0 },
	{ "sockaddr", add_sockaddr, 0, 0, 0 },
	{ "oflags", add_open_flags, 0, 0, 0 },
	{ "access", add_access, 0, 0, 0 },
	{ "prot", add_protection, 0, 0, 0 },
	{ "map", add_map, 0, 0, 0 },
	{ "socktype", add_socket_type, 0, 0, 0 },
	{ "clone", add_clone, 0, 0, 0 },
	{ "futex", add_futex, 0, 0, 0 },
	{ "newfd", 0, open_flags, 0, 0 },
	{ "at", 0, at_flags, 0, 0 },
	{ "sockflags", 0, socket_flags, 0, 0 },
	{ "msg", 0, message_flags, 0, 0 },
	{ "wait", 0, wait_flags, 0, 0 },
	{ "random", 0, random_flags, 0, 0 },
	{ "memfd", 0, memfd_flags, 0, 0 },
	{ "mount", 0, mount_flags, 0, 0 },
	{ "umount", 0, unmount_flags, 0, 0 },
	{ "rename", 0, rename_flags, 0, 0 },
	{ "flock", 0, lock_commands, 0, 0 },
	{ "family", 0, 0, families, 0 },
	{ "shutdown", 0, 0, shutdowns, 0 },
	{ "level", 0, 0, socket_levels, 0 },
	{ "whence", 0, 0, whences, 0 },
	{ "clock", 0, 0, clocks, 0 },
	{ "signal", 0, 0, signals, 0 },
	{ "mask", 0, 0, mask_commands, 0 },
	{ "advice", 0, 0, advices, 0 },
	{ "resource", 0, 0, resources, 0 },
	{ "fcntl", 0, 0, file_commands, 0 },
	{ "ioctl", 0, 0, device_commands, 0 },
	{ "epoll", 0, 0, epoll_commands, 0 },
	{ "prctl", 0, 0, process_commands, 0 },
	{ "archctl", 0, 0, machine_commands, 0 },
};

static const struct kind *kind_of(const char *word, size_t length)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strlen(kinds[i].name) == length &&
		    !memcmp(kinds[i].name, word, length))
			return &kinds[i];
	return &kinds[4]; /* hex */
}

/* The kinds of the arguments; six numbers if the call is not known. */
static int kinds_of(const struct call *call,
		    const struct kind *found[MOST_ARGUMENTS])
{
	const char *word = signature_of(call_name(call->number));
	size_t length;
	int count = 0;

	if (!word)
		word = "hex hex hex hex hex hex";
	for (; *word && count < MOST_ARGUMENTS; count++) {
		length = strcspn(word, " ");
		found[count] = kind_of(word, length);
		word += length;
		word += strspn(word, " ");
	}
	return count;
}

/* The mode of open() is there only if a file may be made. */
static bool is_absent(const struct call *call, const struct kind *const *found,
		      int i)
{
	return i && found[i]->add == add_mode &&
	       found[i - 1]->add == add_open_flags &&
	       !(call->arguments[i - 1] &
		 (O_CREAT | (O_TMPFILE & ~O_DIRECTORY)));
}

static void add_argument(const struct call *call, struct text *text,
			 const struct kind *kind, int i, size_t most)
{
	struct decoding at = {
		.text = text,
		.call = call,
		.value = call->arguments[i],
		.next = i + 1 < MOST_ARGUMENTS ? call->arguments[i + 1] : 0,
		.most = most < LONGEST ? most : LONGEST,
	};

	if (kind->bits)
		add_flags(text, kind->bits, (uint32_t)at.value);
	else if (kind->choice)
		add_one(&at, kind->choice);
	else
		kind->add(&at);
}

/* In the text each argument ends with a NUL; empty: only known behind. */
void decode_enter(struct call *call, size_t most)
{
	const struct kind *found[MOST_ARGUMENTS];
	int i, count = kinds_of(call, found);

	for (i = 0; i < count; i++) {
		if (!found[i]->behind && !is_absent(call, found, i))
			add_argument(call, &call->text, found[i], i, most);
		text_add_bytes(&call->text, "", 1);
	}
}

int decode_leave(struct call *call, size_t most,
		 const char *arguments[MOST_ARGUMENTS])
{
	const struct kind *found[MOST_ARGUMENTS];
	int i, count = kinds_of(call, found), shown = 0;
	size_t starts[MOST_ARGUMENTS], at = 0;

	for (i = 0; i < count; i++) {
		starts[i] = at;
		at += strlen(call->text.at + at) + 1;
	}
	for (i = 0; i < count; i++) {
		if (is_absent(call, found, i))
			continue;
		if (found[i]->behind) {
			starts[i] = call->text.length;
			if (call->returned)
				add_argument(call, &call->text, found[i], i,
					     most);
			else
				text_add(&call->text, "?");
			text_add_bytes(&call->text, "", 1);
		}
		starts[shown++] = starts[i];
	}
	/* The text has grown and may have moved. */
	for (i = 0; i < shown; i++)
		arguments[i] = call->text.at + starts[i];
	return shown;
}

/* What the kernel tells itself about calls that a signal interrupts. */
static const char *restart_name(long error)
{
	static const char *const names[] = { "ERESTARTSYS", "ERESTARTNOINTR",
					     "ERESTARTNOHAND", "ENOIOCTLCMD",
					     "ERESTART_RESTARTBLOCK" };

	return error >= 512 && error <= 516 ? names[error - 512] : NULL;
}

const char *call_error(const struct call *call)
{
	const char *name;

	if (!call->returned || call->result >= 0 || call->result < -4095)
		return NULL;
	name = restart_name(-call->result);
	if (!name)
		name = strerrorname_np((int)-call->result);
	return name ? name : "errno that has no name";
}

static bool returns_address(long number)
{
	static const char *const names[] = { "mmap", "mremap", "brk", "shmat" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(call_name(number), names[i]))
			return true;
	return false;
}

void decode_result(const struct call *call, struct text *text)
{
	const char *error = call_error(call);

	if (!call->returned)
		text_add(text, "?");
	else if (error && restart_name(-call->result))
		text_printf(text, "? %s", error);
	else if (error)
		text_printf(text, "-1 %s (%s)", error,
			    strerror((int)-call->result));
	else if (returns_address(call->number))
		text_printf(text, "0x%lx", (unsigned long)call->result);
	else
		text_printf(text, "%ld", call->result);
}
