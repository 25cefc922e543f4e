// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "tool/collect/registers.h"
#include "tool/trace/decode.h"
#include "tool/trace/flags.h"

/* One argument that is being written. */
struct decoding {
	struct text *text;
	const struct call *call;
	uint64_t value;
	uint64_t next; /* the argument behind it, often a length */
	size_t most;
};

static void add_int(const struct decoding *at)
{
	text_printf(at->text, "%" PRId32, (int32_t)at->value);
}

static void add_uint(const struct decoding *at)
{
	text_printf(at->text, "%" PRIu32, (uint32_t)at->value);
}

static void add_size(const struct decoding *at)
{
	text_printf(at->text, "%" PRIu64, at->value);
}

static void add_offset(const struct decoding *at)
{
	text_printf(at->text, "%" PRId64, (int64_t)at->value);
}

static void add_hex(const struct decoding *at)
{
	text_printf(at->text, at->value ? "0x%" PRIx64 : "%" PRIx64, at->value);
}

static void add_pointer(const struct decoding *at)
{
	if (at->value)
		text_printf(at->text, "0x%" PRIx64, at->value);
	else
		text_add(at->text, "NULL");
}

static void add_fd(const struct decoding *at)
{
	if ((int32_t)at->value == AT_FDCWD)
		text_add(at->text, "AT_FDCWD");
	else
		add_int(at);
}

/* -1 means "leave it". */
static void add_id(const struct decoding *at)
{
	if ((int32_t)at->value == -1)
		text_add(at->text, "-1");
	else
		add_uint(at);
}

static void add_mode(const struct decoding *at)
{
	text_printf(at->text, "0%" PRIo32, (uint32_t)at->value);
}

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

#define LONGEST 4096

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
	unsigned char bytes[LONGEST];
	size_t count = 0;

	/* Word by word: behind its end nothing needs to be readable. */
	while (at->value && count < most) {
		size_t part = 8 - (at->value + count) % 8;

		part = part < most - count ? part : most - count;
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
	add_bytes(at->text, bytes, count);
	text_add(at->text, "...");
}

static void add_string(const struct decoding *at)
{
	add_string_up_to(at, at->most);
}

/* Paths are shown whole. */
static void add_path(const struct decoding *at)
{
	add_string_up_to(at, LONGEST);
}

static void add_buffer(const struct decoding *at)
{
	add_memory(at, at->next);
}

/* What the call has filled in, as far as it says. */
static void add_got(const struct decoding *at)
{
	if (at->call->result > 0)
		add_memory(at, (uint64_t)at->call->result);
	else if (at->call->result == 0)
		text_add(at->text, "\"\"");
	else
		add_pointer(at);
}

/* The same with a string, whose length with the NUL is the result. */
static void add_got_string(const struct decoding *at)
{
	if (at->call->result > 0)
		add_path(at);
	else
		add_pointer(at);
}

static void add_fds(const struct decoding *at)
{
	int fds[2];

	if (at->call->result == 0 && memory_read(at->call->tid, at->value, fds,
						 sizeof(fds)) == sizeof(fds))
		text_printf(at->text, "[%d, %d]", fds[0], fds[1]);
	else
		add_pointer(at);
}

static void add_status(const struct decoding *at)
{
	int status;

	if (!at->value || at->call->result <= 0 ||
	    memory_read(at->call->tid, at->value, &status, sizeof(status)) !=
		    sizeof(status))
		add_pointer(at);
	else if (WIFEXITED(status))
		text_printf(at->text,
			    "[{WIFEXITED(s) && WEXITSTATUS(s) == %d}]",
			    WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		text_printf(at->text, "[{WIFSIGNALED(s) && WTERMSIG(s) == %s}]",
			    flag_name(signals, (uint64_t)WTERMSIG(status)));
	else
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

static void add_argv(const struct decoding *at)
{
	struct decoding one = *at;
	uint64_t pointers[MOST_STRINGS];
	size_t i, count = read_pointers(at, pointers, MOST_STRINGS);

	if (!count) {
		add_pointer(at);
		return;
	}
	text_add(at->text, "[");
	for (i = 0; i < count; i++) {
		text_add(at->text, i ? ", " : "");
		one.value = pointers[i];
		add_string(&one);
	}
	text_add(at->text, count == MOST_STRINGS ? ", ...]" : "]");
}

static void add_envp(const struct decoding *at)
{
	uint64_t pointers[1024];
	size_t count = read_pointers(at, pointers, 1024);

	add_pointer(at);
	if (at->value)
		text_printf(at->text, " /* %zu vars */", count);
}

static void add_sockaddr(const struct decoding *at)
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

/* One of many, or the number. */
static void add_one(const struct decoding *at, const struct flag *flags)
{
	const char *name = flag_name(flags, (uint32_t)at->value);

	if (name)
		text_add(at->text, name);
	else if ((int32_t)at->value < 0 || at->value < 256)
		add_int(at);
	else
		add_hex(at);
}

static void add_open_flags(const struct decoding *at)
{

	uint64_t rest = at->value & ~(uint64_t)O_ACCMODE;

	if ((at->value & O_ACCMODE) == O_RDONLY)
		text_printf(at->text, "O_RDONLY%s", rest ? "|" : "");
	if (at->value & O_ACCMODE || rest)
		add_flags(at->text, open_flags, at->value);
}

static void add_access(const struct decoding *at)
{
	if (at->value)
		add_flags(at->text, access_modes, at->value);
	else
		text_add(at->text, "F_OK");
}

static void add_protection(const struct decoding *at)
{
	if (at->value)
		add_flags(at->text, protections, at->value);
	else
		text_add(at->text, "PROT_NONE");
}

static void add_map(const struct decoding *at)
{
	const char *type = flag_name(map_types, at->value & MAP_TYPE);
	uint64_t rest = at->value & ~(uint64_t)MAP_TYPE;

	text_printf(at->text, "%s%s", type ? type : "0", rest ? "|" : "");
	if (rest)
		add_flags(at->text, map_flags, rest);
}

static void add_socket_type(const struct decoding *at)
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
static void add_clone(const struct decoding *at)
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

static void add_futex(const struct decoding *at)
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
