// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Receives the devices of a command's threads. Called by session.c and, while
 * the command runs, by launch.c. What arrives comes from processes that may be
 * anybody's: a device is what has its size and its seals.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "tool/collect/gather.h"
#include "tool/collect/launch.h"

/* So many may wait until we come to it; more of them wait for us. */
#define WAITING 4096
#define FIRST_LOOK 64

/* Descriptors that are wanted for something else. */
#define SPARE 32

/* What the command is to have; all runs are given it back. */
static struct rlimit before;

/* Each thread that lives has one: how many that can be. */
static size_t allow_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return FIRST_LOOK;
	if (!before.rlim_max)
		before = limit;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	return limit.rlim_max > 2 * SPARE ? limit.rlim_max - SPARE : SPARE / 2;
}

void gather_give_back(void)
{
	if (before.rlim_max)
		setrlimit(RLIMIT_NOFILE, &before);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

bool gather_open(struct gathering *gathering, uint64_t words, unsigned int mode,
		 struct recording *recording)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	uint64_t secret = 0;
	size_t length;

	*gathering = (struct gathering){ .words = words,
					 .mode = mode,
					 .recording = recording,
					 .most = allow_descriptors() };
	if (getrandom(&secret, sizeof(secret), 0) < 0)
		secret = 0;
	snprintf(gathering->socket, sizeof(gathering->socket),
		 "kcov-%d-%016" PRIx64, (int)getpid(), secret);
	gathering->often = least(FIRST_LOOK, gathering->most);
	length = strlen(gathering->socket);
	memcpy(name.sun_path + 1, gathering->socket, length);
	gathering->listener = socket(
		AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	length += offsetof(struct sockaddr_un, sun_path) + 1;
	if (gathering->listener >= 0 &&
	    !bind(gathering->listener, (void *)&name, (socklen_t)length) &&
	    !listen(gathering->listener, WAITING))
		return true;
	warn("only the main thread is recorded: no socket for the others: %s",
	     strerror(errno));
	gather_close(gathering);
	return false;
}

void gather_variable(const struct gathering *gathering, pid_t pid,
		     struct text *value)
{
	text_printf(value, "%s,%" PRIu64 ",%u,%d,%d,%" PRIu64,
		    gathering->socket, gathering->words + gathering->cmp_words,
		    gathering->mode, (int)pid, gathering->set,
		    gathering->cmp_words);
}

static bool is_device(int fd, uint64_t words)
{
	const int seals = F_SEAL_SHRINK | F_SEAL_GROW;
	struct stat st;

	return !fstat(fd, &st) && S_ISREG(st.st_mode) &&
	       (uint64_t)st.st_size >= words * sizeof(uint64_t) &&
	       (fcntl(fd, F_GET_SEALS) & seals) == seals;
}

/* The device as long as it is needed; false if its area cannot be had. */
static bool map_device(const struct gathering *gathering, int fd,
		       struct device *device)
{
	device->fd = fd;
	device->words = gathering->words + gathering->cmp_words;
	device->cmp_words = gathering->cmp_words;
	device->area = mmap(NULL, device->words * sizeof(uint64_t),
			    PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return device->area != MAP_FAILED;
}

static void add_task(struct gathering *gathering, const struct gathered *held)
{
	struct recording *recording = gathering->recording;
	struct device device;
	struct task *task;

	if (!map_device(gathering, held->fd, &device))
		return;
	if (device_records(&device, gathering->mode)) {
		task = recording_add_task(recording, (uint32_t)held->pid,
					  (uint32_t)held->tid, held->name);
		take_task(recording, &device, gathering->mode, task);
	}
	munmap(device.area, device.words * sizeof(uint64_t));
}

void gather_tasks(struct gathering *gathering, bool let_go)
{
	size_t i;

	for (i = 0; i < gathering->held.count; i++) {
		add_task(gathering, &gathering->held.at[i]);
		if (let_go)
			close(gathering->held.at[i].fd);
	}
	if (let_go)
		gathering->held.count = 0;
}

/* A number that was given out again looks alive: then it is taken later. */
static bool has_ended(const struct gathered *held)
{
	return syscall(SYS_tgkill, held->pid, held->tid, 0) && errno == ESRCH;
}

/* Memory for as many threads as there are, not as there were. */
static void take_the_ended(struct gathering *gathering)
{
	size_t i, kept = 0;

	for (i = 0; i < gathering->held.count; i++) {
		struct gathered held = gathering->held.at[i];

		if (has_ended(&held)) {
			add_task(gathering, &held);
			close(held.fd);
		} else {
			gathering->held.at[kept++] = held;
		}
	}
	gathering->held.count = kept;
	gathering->often = least(kept < FIRST_LOOK ? FIRST_LOOK : 2 * kept,
				 gathering->most);
}

static int descriptor_in(struct msghdr *message)
{
	const struct cmsghdr *header = CMSG_FIRSTHDR(message);
	int fd = -1;

	if (header && header->cmsg_level == SOL_SOCKET &&
	    header->cmsg_type == SCM_RIGHTS &&
	    header->cmsg_len == CMSG_LEN(sizeof(fd)))
		memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

static void take_message(struct gathering *gathering, int from)
{
	struct gathered held = { 0 };
	char text[128], control[CMSG_SPACE(sizeof(int))];
	struct iovec part = { text, sizeof(text) - 1 };
	struct msghdr message = { .msg_iov = &part,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	ssize_t bytes = recvmsg(from, &message, MSG_CMSG_CLOEXEC);

	if (bytes <= 0)
		return;
	text[bytes] = 0;
	held.fd = descriptor_in(&message);
	if (message.msg_flags & MSG_CTRUNC)
		gathering->refused++;
	else if (held.fd < 0)
		gathering->left_out++;
	if (held.fd < 0)
		return;
	if (sscanf(text, "%d %d %15[^\n]", &held.pid, &held.tid, held.name) >=
		    2 &&
	    is_device(held.fd, gathering->words + gathering->cmp_words))
		array_push(&gathering->held, held);
	else
		close(held.fd);
}

static bool is_ours(int from)
{
	const struct timeval patience = { .tv_sec = 5 };
	struct ucred peer;
	socklen_t bytes = sizeof(peer);

	/* Who connects sends at once, unless somebody stops it in between. */
	setsockopt(from, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return !getsockopt(from, SOL_SOCKET, SO_PEERCRED, &peer, &bytes) &&
	       is_users(peer.uid);
}

bool gather_is_full(const struct gathering *gathering)
{
	return gathering->held.count >= gathering->most;
}

void gather_take(struct gathering *gathering)
{
	int from;

	for (;;) {
		if (gathering->held.count >= gathering->often)
			take_the_ended(gathering);
		/* The others wait in the socket until some have ended. */
		if (gather_is_full(gathering))
			return;
		from = accept4(gathering->listener, NULL, NULL, SOCK_CLOEXEC);
		if (from < 0)
			return;
		if (is_ours(from))
			take_message(gathering, from);
		close(from);
	}
}

void gather_last(struct gathering *gathering)
{
	int from;

	gather_take(gathering);
	while (gather_is_full(gathering)) {
		from = accept4(gathering->listener, NULL, NULL, SOCK_CLOEXEC);
		if (from < 0)
			return;
		gathering->refused += is_ours(from);
		close(from);
	}
}

void gather_close(struct gathering *gathering)
{
	size_t i;

	for (i = 0; i < gathering->held.count; i++)
		close(gathering->held.at[i].fd);
	free(gathering->held.at);
	if (gathering->listener >= 0)
		close(gathering->listener);
	*gathering = (struct gathering){ .listener = -1 };
}
