// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * How the command of a kernel under test runs: with pipes as its streams, or
 * on a terminal of its own, and everything carried in frames (frame.h)
 * through one port to the host. Nothing is lost: the guest does not end
 * before the host has said that it has got the status, the last frame.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include "frame.h"
#include "init.h"

enum { OUT, ERR, OUTPUTS };

/* Our ends of the command's streams; -1 when closed. */
static struct {
	pid_t pid;
	int in, output[OUTPUTS];
} command = { .in = -1, .output = { -1, -1 } };

static int port;
static struct frame incoming, outgoing;

static void close_stream(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* ---- the port ---- */

/* Opens the port, which may appear late, for bytes as they are. */
static void open_port(void)
{
	struct termios mode;

	for (int tries = 0; tries < 500; tries++) {
		port = open(job.port, O_RDWR | O_NOCTTY | O_CLOEXEC);
		if (port >= 0 ||
		    (errno != ENOENT && errno != ENXIO && errno != ENODEV))
			break;
		usleep(10000);
	}
	if (port < 0)
		give_up(job.port);
	if (!tcgetattr(port, &mode)) {
		cfmakeraw(&mode);
		tcsetattr(port, TCSANOW, &mode);
	}
}

/* Sends `outgoing`, whose payload of `len` bytes is in place. */
static void send_frame(int type, size_t len)
{
	struct frame *f = &outgoing;

	frame_set(f, type, len);
	while (f->done < f->have) {
		ssize_t n = write(port, f->data + f->done, f->have - f->done);

		if (n < 0 && errno != EINTR && errno != EAGAIN)
			give_up(job.port);
		f->done += n > 0 ? n : 0;
	}
}

/* Reads what has arrived; true when a frame is complete. */
static bool read_port(void)
{
	ssize_t n = read(port, incoming.data + incoming.have,
			 frame_missing(&incoming));

	/* a virtio port that the host has not opened yet */
	if (n <= 0)
		usleep(1000);
	incoming.have += n > 0 ? n : 0;
	return !frame_missing(&incoming);
}

/* ---- the command ---- */

/* Its only effect is to end a ppoll(). */
static void on_child(int signal)
{
	(void)signal;
}

static void exec_command(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGCHLD, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	if (chdir(job.cwd)) {
		dprintf(STDERR_FILENO, "kernel-run: %s: %s\n", job.cwd,
			strerror(errno));
		_exit(127);
	}
	environ = job.envp;
	execvp(job.argv[0], job.argv);
	dprintf(STDERR_FILENO, "kernel-run: %s: %s\n", job.argv[0],
		strerror(errno));
	_exit(127);
}

/* Starts the command with these as its standard streams. */
static void start(int in, int out, int err)
{
	command.pid = fork();
	if (command.pid < 0)
		give_up("fork");
	if (command.pid)
		return;
	setsid();
	if (job.tty)
		ioctl(in, TIOCSCTTY, 0);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	exec_command();
}

static void start_with_pipes(void)
{
	int in[2], out[2], err[2];

	if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) ||
	    pipe2(err, O_CLOEXEC))
		give_up("pipe");
	start(in[0], out[1], err[1]);
	close(in[0]);
	close(out[1]);
	close(err[1]);
	command.in = in[1];
	command.output[OUT] = out[0];
	command.output[ERR] = err[0];
}

static void start_with_tty(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), slave;

	if (master < 0 || unlockpt(master))
		give_up("terminal");
	if (job.size.ws_row && job.size.ws_col)
		ioctl(master, TIOCSWINSZ, &job.size);
	slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (slave < 0)
		give_up("terminal");
	start(slave, slave, slave);
	close(slave);
	command.output[OUT] = master;
	command.in = fcntl(master, F_DUPFD_CLOEXEC, 0);
}

/* Reaps what has ended; true and a shell's status if the command has. */
static bool reap(int *status)
{
	int raw;
	pid_t got;

	while ((got = waitpid(-1, &raw, WNOHANG)) > 0) {
		if (got != command.pid)
			continue;
		*status = WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) :
					     WEXITSTATUS(raw);
		return true;
	}
	return false;
}

/* ---- carrying ---- */

/* Passes on one piece of output; false when there is none now or ever. */
static bool move_output(int which)
{
	ssize_t n =
		read(command.output[which], frame_bytes(&outgoing), FRAME_MAX);

	if (n > 0)
		send_frame(which == OUT ? FRAME_OUT : FRAME_ERR, n);
	else if (!n || (errno != EINTR && errno != EAGAIN))
		close_stream(&command.output[which]);
	return n > 0 || (n < 0 && errno == EINTR);
}

/* The end of input; a terminal has a character for it. */
static void end_input(void)
{
	if (job.tty && write(command.in, "\004", 1) == 1)
		return;
	close_stream(&command.in);
}

/* Passes on the frame that is complete in `incoming`, or a part of it. */
static void move_input(void)
{
	size_t len = frame_length(&incoming);
	ssize_t n = 0;

	if (incoming.data[0] == FRAME_IN && !len)
		end_input();
	else if (incoming.data[0] == FRAME_IN && command.in >= 0)
		n = write(command.in, frame_bytes(&incoming) + incoming.done,
			  len - incoming.done);
	else
		n = len;
	if (n < 0 && errno != EINTR && errno != EAGAIN)
		close_stream(&command.in);
	incoming.done += n > 0 ? n : 0;
	if (incoming.done < len && command.in >= 0)
		return;
	frame_clear(&incoming);
	send_frame(FRAME_READY, 0);
}

/* Carries the streams until the command ends, then the rest of its output. */
static int carry(void)
{
	bool full = false;
	sigset_t none;
	int status;

	sigemptyset(&none);
	while (!reap(&status)) {
		struct pollfd fds[] = {
			{ .fd = command.output[OUT], .events = POLLIN },
			{ .fd = command.output[ERR], .events = POLLIN },
			{ .fd = full ? -1 : port, .events = POLLIN },
			{ .fd = full ? command.in : -1, .events = POLLOUT },
		};

		if (ppoll(fds, 4, NULL, &none) < 0)
			continue;
		for (int i = 0; i < OUTPUTS; i++)
			if (fds[i].revents)
				move_output(i);
		if (fds[2].revents)
			full = read_port();
		if (full && (fds[3].revents || !frame_length(&incoming) ||
			     command.in < 0)) {
			move_input();
			full = incoming.have > 0;
		}
	}
	for (int i = 0; i < OUTPUTS; i++)
		while (command.output[i] >= 0 && move_output(i))
			;
	return status;
}

static void tell_status(int status)
{
	send_frame(FRAME_STATUS,
		   sprintf((char *)frame_bytes(&outgoing), "%d\n", status));
}

/* Until then the host may not have got all. A hang-up: it has gone. */
static void await_bye(void)
{
	for (;;) {
		ssize_t n = 1;

		while (n > 0 && frame_missing(&incoming)) {
			n = read(port, incoming.data + incoming.have,
				 frame_missing(&incoming));
			incoming.have += n > 0 ? n : 0;
		}
		if (n <= 0 || incoming.data[0] == FRAME_BYE)
			return;
		frame_clear(&incoming);
	}
}

void run_command(void)
{
	struct sigaction act = { .sa_handler = on_child };
	sigset_t set;
	int status;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigaction(SIGCHLD, &act, NULL);
	open_port();
	if (job.tty)
		start_with_tty();
	else
		start_with_pipes();
	for (int i = 0; i < OUTPUTS; i++)
		if (command.output[i] >= 0)
			fcntl(command.output[i], F_SETFL, O_NONBLOCK);
	fcntl(command.in, F_SETFL, O_NONBLOCK);
	send_frame(FRAME_READY, 0);
	status = carry();
	unmount_writable();
	tell_status(status);
	await_bye();
}
