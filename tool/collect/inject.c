// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A device is one open of the file, so the thread cannot open ours again, and
 * may not be allowed to open any. It gets ours as a message: it makes a pair of
 * sockets, we take one end (pidfd_getfd) and send the descriptor through it.
 * Enabled, a device stays without a descriptor, as we have it mapped.
 */
#include <errno.h>
#include <linux/kcov.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tool/collect/inject.h"

/* So far from where it is looked for there is some. */
#define CODE_BYTES (1u << 16)

bool inject_begin(struct injection *injection, pid_t tid, uint64_t code)
{
	*injection = (struct injection){ .tid = tid, .ended = -1 };
	if (!registers_get(tid, &injection->before))
		return false;
	injection->code = registers_code(tid, &injection->before);
	if (!injection->code && code)
		injection->code = registers_find_code(tid, code, CODE_BYTES);
	return injection->code;
}

/* Lets it run up to its next stop at a system call. */
static bool next_stop(struct injection *injection)
{
	int status;

	for (;;) {
		if (ptrace(PTRACE_SYSCALL, injection->tid, 0, 0))
			return false;
		while (waitpid(injection->tid, &status, __WALL) < 0)
			if (errno != EINTR)
				return false;
		if (!WIFSTOPPED(status)) {
			injection->ended = status;
			return false;
		}
		if (WSTOPSIG(status) == (SIGTRAP | 0x80))
			return true;
		if (!(status >> 16))
			injection->signal = WSTOPSIG(status);
	}
}

static long inject_any(struct injection *injection, long number,
		       const uint64_t arguments[6])
{
	struct registers registers = injection->before;
	uint64_t unused[6];
	long result;

	registers_rewind(&registers, injection->code, number, arguments);
	if (!registers_set(injection->tid, &registers) ||
	    !next_stop(injection) || !next_stop(injection) ||
	    !registers_get(injection->tid, &registers))
		return -ESRCH;
	registers_call(&registers, &number, unused, &result);
	return result;
}

long inject_call(struct injection *injection, long number, uint64_t a,
		 uint64_t b, uint64_t c, uint64_t d)
{
	return inject_any(injection, number, (const uint64_t[6]){ a, b, c, d });
}

long inject_map(struct injection *injection, size_t bytes)
{
	return inject_any(injection, SYS_mmap,
			  (const uint64_t[6]){ 0, bytes, PROT_READ | PROT_EXEC,
					       MAP_PRIVATE | MAP_ANONYMOUS,
					       ~0ull, 0 });
}

/* It returns into a system call, which is where it stops. */
long inject_function(struct injection *injection, uint64_t function, uint64_t a,
		     uint64_t b, uint64_t c)
{
	const uint64_t arguments[3] = { a, b, c };
	struct registers registers = injection->before;
	uint64_t back = injection->code, unused[6];
	long number, result;

	if (!registers_aim(injection->tid, &registers, function, arguments,
			   back) ||
	    !registers_set(injection->tid, &registers))
		return -ESRCH;
	for (;;) {
		if (!next_stop(injection) ||
		    !registers_get(injection->tid, &registers))
			return -ESRCH;
		if (registers_are_back(&registers, &injection->before, back))
			break;
		/* A call of the function's own. */
		if (!next_stop(injection))
			return -ESRCH;
	}
	/* What it has returned stands where the number of a call does. */
	registers_call(&registers, &number, unused, &result);
	registers_skip(&registers);
	if (!registers_set(injection->tid, &registers) || !next_stop(injection))
		return -ESRCH;
	return number;
}

void inject_end(struct injection *injection)
{
	if (injection->ended < 0)
		registers_set(injection->tid, &injection->before);
}

/* What the thread receives the message in, in its memory. */
struct letter {
	struct msghdr header;
	struct iovec part;
	char byte;
	union {
		struct cmsghdr aligned;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
};

static void letter_prepare(struct letter *letter, uint64_t at)
{
	memset(letter, 0, sizeof(*letter));
	letter->part.iov_base = (void *)(at + offsetof(struct letter, byte));
	letter->part.iov_len = 1;
	letter->header.msg_iov = (void *)(at + offsetof(struct letter, part));
	letter->header.msg_iovlen = 1;
	letter->header.msg_control =
		(void *)(at + offsetof(struct letter, control));
	letter->header.msg_controllen = sizeof(letter->control);
}

static bool send_device(pid_t pid, int their_end, int fd)
{
	struct letter letter;
	struct cmsghdr *control = &letter.control.aligned;
	int process = (int)syscall(SYS_pidfd_open, pid, 0);
	int ours = (int)syscall(SYS_pidfd_getfd, process, their_end, 0);
	bool sent;

	letter_prepare(&letter, (uint64_t)(uintptr_t)&letter);
	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(control), &fd, sizeof(fd));
	sent = sendmsg(ours, &letter.header, MSG_DONTWAIT) == 1;
	close(ours);
	close(process);
	return sent;
}

/* The descriptor it has got, or -errno. */
static long receive_device(struct injection *injection, int end, uint64_t at)
{
	struct letter letter;
	long result;
	int fd;

	letter_prepare(&letter, at);
	if (!memory_write(injection->tid, at, &letter, sizeof(letter)))
		return -EFAULT;
	result = inject_call(injection, SYS_recvmsg, (uint64_t)end, at,
			     MSG_CMSG_CLOEXEC | MSG_DONTWAIT, 0);
	if (result != 1)
		return result < 0 ? result : -EBADMSG;
	if (memory_read(injection->tid, at, &letter, sizeof(letter)) !=
		    sizeof(letter) ||
	    letter.header.msg_controllen < CMSG_LEN(sizeof(fd)))
		return -EMFILE;
	memcpy(&fd, CMSG_DATA(&letter.control.aligned), sizeof(fd));
	return fd;
}

static const char *failure(const char *what, long result)
{
	static char text[128];

	snprintf(text, sizeof(text), "%s: %s", what, strerror((int)-result));
	return text;
}

const char *inject_device(struct injection *injection, pid_t pid,
			  const struct device *device, unsigned int mode,
			  uint64_t ioctl)
{
	uint64_t at =
		registers_scratch(&injection->before, sizeof(struct letter));
	long result, fd;
	int ends[2];

	result = inject_call(injection, SYS_socketpair, AF_UNIX,
			     SOCK_DGRAM | SOCK_CLOEXEC, 0, at);
	if (result)
		return failure("it cannot make a pair of sockets", result);
	memory_read(injection->tid, at, ends, sizeof(ends));
	errno = 0;
	fd = send_device(pid, ends[0], device->fd) ?
		     receive_device(injection, ends[1], at) :
		     -errno;
	inject_call(injection, SYS_close, (uint64_t)ends[0], 0, 0, 0);
	inject_call(injection, SYS_close, (uint64_t)ends[1], 0, 0, 0);
	if (fd < 0)
		return failure("it cannot be given the device", fd);
	result = ioctl ? inject_function(injection, ioctl, (uint64_t)fd,
					 KCOV_ENABLE, mode) :
			 inject_call(injection, SYS_ioctl, (uint64_t)fd,
				     KCOV_ENABLE, mode, 0);
	inject_call(injection, SYS_close, (uint64_t)fd, 0, 0, 0);
	if (result && ioctl)
		return "the library in it refuses to collect";
	return result ? explain_enable((int)-result, mode) : NULL;
}
