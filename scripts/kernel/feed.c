// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The host's side of standard input for a kernel under test: turns the bytes
 * of its own input into the frames of frame.h on its output, and stays until
 * the kernel closes the other end, because a kernel takes the end of a
 * serial line for a hang-up and drops what it has not read yet.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "frame.h"

static bool write_frame(const struct frame *f)
{
	size_t done = 0;

	while (done < f->have) {
		ssize_t n = write(STDOUT_FILENO, f->data + done, f->have - done);

		if (n <= 0 && errno != EINTR)
			return false;
		done += n > 0 ? n : 0;
	}
	return true;
}

int main(void)
{
	struct pollfd fds[] = {
		{ .fd = STDOUT_FILENO },
		{ .fd = STDIN_FILENO, .events = POLLIN },
	};
	static struct frame frame;
	ssize_t n;

	signal(SIGPIPE, SIG_IGN);
	while (poll(fds, 2, -1) >= 0 || errno == EINTR) {
		if (fds[0].revents)
			return 0;
		if (fds[1].fd < 0 || !fds[1].revents)
			continue;
		n = read(STDIN_FILENO, frame_bytes(&frame), FRAME_MAX);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			fds[1].fd = -1;
		frame_set_length(&frame, n > 0 ? n : 0);
		if (!write_frame(&frame))
			return 0;
	}
	return 1;
}
