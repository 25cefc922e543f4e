// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * relay FROM TO STATUS: the host's end of the port to a kernel under test.
 * Turns our standard input into frames (see frame.h) on descriptor TO and the
 * frames on descriptor FROM into our standard output and error, writes the
 * command's status to the file STATUS and ends with the kernel. Never blocks
 * on TO, or the kernel and we could wait for each other, and never closes it,
 * or User-Mode Linux hangs up its line (in an interrupt, where it must not).
 *
 * Exit status: 0 everything has arrived, 1 the kernel is gone, 141 nobody
 * reads our output any more.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "frame.h"

enum { KERNEL_GONE = 1, NO_READER = 141 };

static struct frame from_kernel, to_kernel;
static bool ready, finished;

static void write_all(int fd, const unsigned char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EPIPE)
			exit(NO_READER);
		if (n < 0 && errno == EAGAIN)
			poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1,
			     -1);
		else if (n < 0 && errno != EINTR)
			return; /* the caller gave us none */
		bytes += n > 0 ? n : 0;
		len -= n > 0 ? n : 0;
	}
}

static void write_status(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	write_all(fd, frame_bytes(&from_kernel), frame_length(&from_kernel));
	close(fd);
}

static void receive(int fd, const char *status)
{
	size_t missing = frame_missing(&from_kernel);
	ssize_t n = read(fd, from_kernel.data + from_kernel.have, missing);

	if (!n || (n < 0 && errno != EINTR && errno != EAGAIN))
		exit(finished ? 0 : KERNEL_GONE);
	from_kernel.have += n > 0 ? n : 0;
	if (frame_missing(&from_kernel))
		return;
	switch (from_kernel.data[0]) {
	case FRAME_READY:
		ready = true;
		break;
	case FRAME_OUT:
		write_all(STDOUT_FILENO, frame_bytes(&from_kernel),
			  frame_length(&from_kernel));
		break;
	case FRAME_ERR:
		write_all(STDERR_FILENO, frame_bytes(&from_kernel),
			  frame_length(&from_kernel));
		break;
	case FRAME_STATUS:
		write_status(status);
		finished = true;
		break;
	}
	frame_clear(&from_kernel);
}

/* Passes on what is pending; if the kernel has gone, receive() sees it. */
static void send_pending(int fd)
{
	ssize_t n = write(fd, to_kernel.data + to_kernel.done,
			  to_kernel.have - to_kernel.done);

	to_kernel.done += n > 0 ? n : 0;
	if (to_kernel.done == to_kernel.have)
		frame_clear(&to_kernel);
}

/* Makes a frame of what our input has; false at its end. */
static bool read_input(void)
{
	ssize_t n = read(STDIN_FILENO, frame_bytes(&to_kernel), FRAME_IN_MAX);

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	ready = false;
	frame_set(&to_kernel, FRAME_IN, n > 0 ? n : 0);
	return n > 0;
}

int main(int argc, char **argv)
{
	bool input = true, said_bye = false;
	int from, to;

	if (argc != 4)
		return 2;
	from = atoi(argv[1]);
	to = atoi(argv[2]);
	signal(SIGPIPE, SIG_IGN);
	fcntl(to, F_SETFL, O_NONBLOCK);
	for (;;) {
		struct pollfd fds[] = {
			{ .fd = from, .events = POLLIN },
			{ .fd = to_kernel.have ? to : -1, .events = POLLOUT },
			{ .fd = ready && input && !finished && !to_kernel.have ?
					STDIN_FILENO :
					-1,
			  .events = POLLIN },
		};

		if (finished && !said_bye && !to_kernel.have) {
			frame_set(&to_kernel, FRAME_BYE, 0);
			said_bye = true;
			continue;
		}
		if (poll(fds, 3, -1) < 0)
			continue;
		if (fds[0].revents)
			receive(from, argv[3]);
		if (fds[1].revents)
			send_pending(to);
		if (fds[2].revents)
			input = read_input();
	}
}
