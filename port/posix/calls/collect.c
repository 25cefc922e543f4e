// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A collector who wants all threads: KCOV_COLLECT in the environment says
 * where it listens. Each thread that begins here gets a device of its own, which
 * is handed to the collector before there are records, so that nothing is lost
 * with the process. Called at the begin of a program, of a thread and, in the
 * child, of a fork; a collector that is gone costs nothing but the question.
 *
 *   KCOV_COLLECT=SOCKET,WORDS,MODE,PID,SET,CMP_WORDS   a name in the abstract
 *       namespace; PID is the process that is wanted, 0: all; SET is 1 for each
 *       PC once; so many of the words are for comparisons beside PCs
 *
 * What is sent is one message: "PID TID NAME", with the device; without one
 * where a process is not wanted: then somebody knows that it was left out.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <uapi/linux/kcov.h>
#include <uapi/linux/kcov_extended.h>

#include "core/kcov.h"
#include "port/posix/calls/calls.h"
#include "port/posix/os/raw.h"

static struct {
	char socket[64]; /* "": nobody listens */
	uint64_t words;
	uint64_t mode;
	uint64_t pid;
	uint64_t set;
	uint64_t cmp_words;
} wanted;

static uint64_t number_at(const char **at)
{
	uint64_t number = 0;

	if (**at == ',')
		++*at;
	for (; **at >= '0' && **at <= '9'; ++*at)
		number = 10 * number + (uint64_t)(**at - '0');
	return number;
}

/* A program with more rights than its caller takes no advice from that one. */
static void read_environment(void)
{
	const char *text = getenv("KCOV_COLLECT");
	const char *comma = text ? strchr(text, ',') : NULL;
	const char *host = getenv("KCOV_HOST");

	if (!comma || comma == text || getauxval(AT_SECURE) ||
	    (size_t)(comma - text) >= sizeof(wanted.socket) ||
	    (host && !strcmp(host, "kernel")))
		return;
	memcpy(wanted.socket, text, (size_t)(comma - text));
	wanted.words = number_at(&comma);
	wanted.mode = number_at(&comma);
	wanted.pid = number_at(&comma);
	wanted.set = number_at(&comma);
	wanted.cmp_words = number_at(&comma);
}

static size_t add_number(char *to, uint64_t number)
{
	char digits[KCOV_DIGITS];
	const char *text = posix_digits(digits, number);
	size_t length = strlen(text);

	memcpy(to, text, length);
	to[length] = ' ';
	return length + 1;
}

/* "PID TID NAME" */
static size_t describe(char text[2 * KCOV_DIGITS + 16])
{
	size_t length = add_number(text, (uint64_t)posix_raw(SYS_getpid));
	char name[16] = "";

	length += add_number(text + length, (uint64_t)posix_raw(SYS_gettid));
	posix_raw(SYS_prctl, PR_GET_NAME, name);
	name[sizeof(name) - 1] = '\0';
	memcpy(text + length, name, strlen(name));
	return length + strlen(name);
}

/* -1: no descriptor goes along. */
static bool send_to(int to, int device)
{
	char text[2 * KCOV_DIGITS + 16];
	struct iovec part = { text, describe(text) };
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

	if (device >= 0) {
		message.msg_control = &control;
		message.msg_controllen = sizeof(control.room);
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		control.header.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&control.header), &device, sizeof(device));
	}
	return posix_raw(SYS_sendmsg, to, &message, MSG_NOSIGNAL) >= 0;
}

static bool tell(int device)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	const size_t length = strlen(wanted.socket);
	long to = posix_raw(SYS_socket, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC,
			    0);
	bool told;

	if (to < 0)
		return false;
	memcpy(name.sun_path + 1, wanted.socket, length);
	told = !posix_raw(SYS_connect, to, &name,
			  offsetof(struct sockaddr_un, sun_path) + 1 +
				  length) &&
	       send_to((int)to, device);
	posix_raw(SYS_close, to);
	return told;
}

/* What a thread has too many of in its set is logged again: nothing is lost. */
static bool set_up(int fd)
{
	struct kcov_setup setup = {
		.size = sizeof(setup),
		.feedback = wanted.set ? KCOV_FEEDBACK_UNIQUE :
					 KCOV_FEEDBACK_TRACE,
		.cmp_words = wanted.cmp_words,
	};

	if (!wanted.set && !wanted.cmp_words)
		return true;
	return !posix_device_ioctl(fd, KCOV_SETUP, (uintptr_t)&setup) ||
	       !wanted.cmp_words;
}

static void collect(void)
{
	int fd = posix_file_create(O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return;
	if (!posix_device_ioctl(fd, KCOV_INIT_TRACE, (uintptr_t)wanted.words) &&
	    set_up(fd) && tell(fd))
		posix_device_ioctl(fd, KCOV_ENABLE, (uintptr_t)wanted.mode);
	posix_raw(SYS_close, fd);
}

static bool process_is_wanted(void)
{
	return !wanted.pid || wanted.pid == (uint64_t)posix_raw(SYS_getpid);
}

void posix_collect_thread(void)
{
	if (!wanted.socket[0] || !process_is_wanted())
		return;
	posix_signals_block();
	collect();
	posix_signals_restore();
}

bool posix_collects_threads(void)
{
	return wanted.socket[0] && process_is_wanted();
}

void posix_collect_process(void)
{
	if (!wanted.socket[0])
		return;
	posix_thread_notice_fork();
	if (kcov_self.device)
		return;
	posix_signals_block();
	if (process_is_wanted())
		collect();
	else
		tell(-1);
	posix_signals_restore();
}

/* Its calls come last: in the child all that is ours knows of the fork. */
__attribute__((constructor(102))) static void prepare(void)
{
	read_environment();
	if (wanted.socket[0])
		pthread_atfork(NULL, NULL, posix_collect_process);
}
