// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The first process of a kernel started by scripts/kernel-run. It decides
 * what the guest looks like (which file systems, what may be written), runs
 * one command, carries its standard streams through the ports that the host
 * chose, tells the host the exit status and powers off. The instructions are
 * a file of NUL-terminated "name=value" strings; the kernel command line
 * gives its path as kernel_run=PATH, which the kernel puts in our environment.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "frame.h"

enum { MAX_WORDS = 65536, MAX_WRITABLE = 16 };

/* What the host asked for; every string points into the instruction file. */
static struct {
	char *argv[MAX_WORDS];
	char *envp[MAX_WORDS];
	char *writable[MAX_WRITABLE];
	size_t args, vars, writables;
	const char *cwd, *fstype, *in, *out, *err, *status, *tty;
	struct winsize size;
} job = { .cwd = "/", .fstype = "hostfs" };

/* Says what went wrong on the kernel's console, which the host records. */
static void say(const char *format, ...)
{
	char line[512];
	va_list args;
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	/* not dprintf: it seeks first, which this device refuses */
	if (write(fd < 0 ? STDERR_FILENO : fd, line, strlen(line)) < 0)
		errno = 0;
	if (fd >= 0)
		close(fd);
}

static void power_off(void)
{
	sync();
	for (size_t i = 0; i < job.writables; i++)
		if (umount(job.writable[i]))
			mount(NULL, job.writable[i], NULL, MS_REMOUNT | MS_RDONLY, NULL);
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

static void give_up(const char *what)
{
	say("init: %s: %s\n", what, strerror(errno));
	power_off();
}

/* ---- instructions ---- */

static const char *value_of(const char *line, const char *name)
{
	size_t len = strlen(name);

	return !strncmp(line, name, len) && line[len] == '=' ? line + len + 1 : NULL;
}

static void read_line(char *line)
{
	const char *value;

	if ((value = value_of(line, "arg")) && job.args < MAX_WORDS - 1)
		job.argv[job.args++] = (char *)value;
	else if ((value = value_of(line, "env")) && job.vars < MAX_WORDS - 1)
		job.envp[job.vars++] = (char *)value;
	else if ((value = value_of(line, "writable")) && job.writables < MAX_WRITABLE)
		job.writable[job.writables++] = (char *)value;
	else if ((value = value_of(line, "cwd")))
		job.cwd = value;
	else if ((value = value_of(line, "fstype")))
		job.fstype = value;
	else if ((value = value_of(line, "in")))
		job.in = value;
	else if ((value = value_of(line, "out")))
		job.out = value;
	else if ((value = value_of(line, "err")))
		job.err = value;
	else if ((value = value_of(line, "status")))
		job.status = value;
	else if ((value = value_of(line, "tty")))
		job.tty = value;
	else if ((value = value_of(line, "rows")))
		job.size.ws_row = atoi(value);
	else if ((value = value_of(line, "columns")))
		job.size.ws_col = atoi(value);
	else
		say("init: instruction not understood: %s\n", line);
}

static void read_instructions(const char *path)
{
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	struct stat st;
	size_t have = 0;
	ssize_t n;
	char *text;

	if (fd < 0 || fstat(fd, &st))
		give_up("instructions");
	text = calloc(1, st.st_size + 1);
	if (!text)
		give_up("instructions");
	while ((n = read(fd, text + have, st.st_size - have)) > 0)
		have += n;
	close(fd);
	for (char *line = text; line < text + have; line += strlen(line) + 1)
		read_line(line);
	if (!job.args || !job.status)
		give_up("no command in the instructions");
}

/* ---- file systems ---- */

static void mount_or_say(const char *what, const char *where, const char *type, const char *options)
{
	if (mount(what, where, type, 0, options))
		say("init: cannot mount %s on %s: %s\n", type, where, strerror(errno));
}

/* An empty file or directory at `path` for the entry `name` of `dir` to be mounted on. */
static bool make_mount_point(int dir, const char *name, const char *path)
{
	struct stat st;
	int fd;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
		return false;
	if (S_ISDIR(st.st_mode))
		return !mkdir(path, 0755);
	if (!S_ISREG(st.st_mode))
		return false;
	fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/*
 * A fresh tmpfs at `where` in which the entries of the host's directory
 * (`dir`, opened before anything was mounted over it) stay visible, read-only.
 */
static void mount_tmpfs_over(int dir, const char *where)
{
	char from[512], to[512], target[4096];
	struct dirent *entry;
	ssize_t n;
	DIR *list;

	mkdir(where, 01777);
	mount_or_say("tmpfs", where, "tmpfs", "mode=1777");
	list = dir < 0 ? NULL : fdopendir(openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	while (list && (entry = readdir(list))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		snprintf(from, sizeof(from), "/proc/self/fd/%d/%s", dir, entry->d_name);
		snprintf(to, sizeof(to), "%s/%s", where, entry->d_name);
		n = readlinkat(dir, entry->d_name, target, sizeof(target) - 1);
		if (n >= 0) {
			target[n] = '\0';
			if (symlink(target, to))
				say("init: symlink %s: %s\n", to, strerror(errno));
		} else if (make_mount_point(dir, entry->d_name, to) &&
			   mount(from, to, NULL, MS_BIND, NULL)) {
			say("init: cannot show %s: %s\n", to, strerror(errno));
		}
	}
	if (list)
		closedir(list);
	if (dir >= 0)
		close(dir);
}

static void make_path(const char *path)
{
	char part[4096];

	for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
		mkdir(part, 0755);
	}
	mkdir(path, 0755);
}

/* The directory number `i` that the command may write to, from the host. */
static void mount_writable(size_t i)
{
	const char *where = job.writable[i];
	char tag[16];
	int failed;

	make_path(where);
	snprintf(tag, sizeof(tag), "writable%zu", i);
	if (!strcmp(job.fstype, "9p"))
		failed = mount(tag, where, "9p", 0,
			       "trans=virtio,version=9p2000.L,msize=262144,cache=mmap");
	else
		failed = mount(tag, where, job.fstype, 0, where);
	if (failed)
		give_up(where);
}

static void mount_all(void)
{
	int tmp = open("/tmp", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int shm = open("/dev/shm", O_PATH | O_DIRECTORY | O_CLOEXEC);

	mount_or_say("proc", "/proc", "proc", NULL);
	mount_or_say("sysfs", "/sys", "sysfs", NULL);
	mount_or_say("debugfs", "/sys/kernel/debug", "debugfs", NULL);
	mount_or_say("devtmpfs", "/dev", "devtmpfs", "mode=755");
	mkdir("/dev/pts", 0755);
	mount("devpts", "/dev/pts", "devpts", 0, "mode=620,ptmxmode=666");
	symlink("/proc/self/fd", "/dev/fd");
	symlink("/proc/self/fd/0", "/dev/stdin");
	symlink("/proc/self/fd/1", "/dev/stdout");
	symlink("/proc/self/fd/2", "/dev/stderr");
	mount_or_say("tmpfs", "/run", "tmpfs", "mode=755");
	mount_tmpfs_over(shm, "/dev/shm");
	mount_tmpfs_over(tmp, "/tmp");
	for (size_t i = 0; i < job.writables; i++)
		mount_writable(i);
}

/* ---- ports to the host ---- */

/*
 * Opens a port, which may appear a moment after boot. Unless it is to be the
 * command's terminal it carries bytes as they are.
 */
static int open_port(const char *path, int flags)
{
	struct termios mode;
	int fd = -1;

	if (!path)
		return -1;
	for (int tries = 0; tries < 500; tries++) {
		fd = open(path, flags | O_NOCTTY | O_CLOEXEC);
		if (fd >= 0 || (errno != ENOENT && errno != ENXIO && errno != ENODEV))
			break;
		usleep(10000);
	}
	if (fd < 0)
		give_up(path);
	if (path != job.tty && !tcgetattr(fd, &mode)) {
		cfmakeraw(&mode);
		tcsetattr(fd, TCSANOW, &mode);
	}
	return fd;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		len -= n;
	}
	return true;
}

static void tell_status(int status)
{
	int fd = open_port(job.status, O_WRONLY);
	char line[16];

	snprintf(line, sizeof(line), "%d\n", status);
	write_all(fd, line, strlen(line));
	tcdrain(fd);
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
		dprintf(STDERR_FILENO, "kernel-run: %s: %s\n", job.cwd, strerror(errno));
		_exit(127);
	}
	environ = job.envp;
	execvp(job.argv[0], job.argv);
	dprintf(STDERR_FILENO, "kernel-run: %s: %s\n", job.argv[0], strerror(errno));
	_exit(127);
}

/* Starts the command with these three as its standard streams. */
static pid_t start_command(int in, int out, int err)
{
	pid_t pid = fork();

	if (pid < 0)
		give_up("fork");
	if (pid)
		return pid;
	setsid();
	if (job.tty)
		ioctl(in, TIOCSCTTY, 0);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	exec_command();
	return -1;
}

/* Reaps whatever ended; true and the shell's idea of a status if `pid` is among it. */
static bool reap(pid_t pid, int options, int *status)
{
	int raw;
	pid_t got;

	while ((got = waitpid(-1, &raw, options)) > 0 || (got < 0 && errno == EINTR)) {
		if (got != pid)
			continue;
		*status = WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : WEXITSTATUS(raw);
		return true;
	}
	return false;
}

/* One direction of output: what the command writes into `pipe` goes to `port`. */
struct stream {
	int pipe, port;
};

/* Moves one piece; false at the end of the stream or when nobody reads it any more. */
static bool move_output(struct stream *s)
{
	char bytes[65536];
	ssize_t n = read(s->pipe, bytes, sizeof(bytes));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return errno == EINTR;
	if (n > 0 && write_all(s->port, bytes, n))
		return true;
	close(s->pipe);
	s->pipe = -1;
	return false;
}

/* The input: frames from `port` (see frame.h) become bytes in `pipe`. */
struct feed {
	struct frame frame;
	int pipe, port;
};

static void end_feed(struct feed *f)
{
	close(f->pipe);
	f->pipe = -1;
}

static void move_input(struct feed *f)
{
	ssize_t n;

	if (!frame_complete(&f->frame)) {
		n = read(f->port, frame_space(&f->frame), frame_missing(&f->frame));
		if (n > 0)
			f->frame.have += n;
		else if (!n)	/* a virtio port that the host has not opened yet */
			usleep(1000);
		else if (errno != EINTR && errno != EAGAIN)
			end_feed(f);
		return;
	}
	if (!frame_length(&f->frame)) {
		end_feed(f);
		return;
	}
	n = write(f->pipe, frame_bytes(&f->frame) + f->frame.done,
		  frame_length(&f->frame) - f->frame.done);
	if (n < 0 && errno != EINTR && errno != EAGAIN) {
		end_feed(f);
		return;
	}
	f->frame.done += n > 0 ? n : 0;
	if (f->frame.done == frame_length(&f->frame))
		f->frame = (struct frame){ 0 };
}

/* Carries the streams until the command has ended, and the rest of its output. */
static int carry(pid_t pid, struct stream out[2], struct feed *in)
{
	sigset_t none;
	int status;

	sigemptyset(&none);
	while (!reap(pid, WNOHANG, &status)) {
		bool full = frame_complete(&in->frame);
		struct pollfd fds[] = {
			{ .fd = out[0].pipe, .events = POLLIN },
			{ .fd = out[1].pipe, .events = POLLIN },
			{ .fd = full || in->pipe < 0 ? -1 : in->port, .events = POLLIN },
			{ .fd = full ? in->pipe : -1, .events = POLLOUT },
		};

		if (ppoll(fds, 4, NULL, &none) < 0)
			continue;
		for (int i = 0; i < 2; i++)
			if (fds[i].revents)
				move_output(&out[i]);
		if (fds[2].revents || fds[3].revents)
			move_input(in);
	}
	for (int i = 0; i < 2; i++)
		while (out[i].pipe >= 0 && move_output(&out[i]))
			;
	return status;
}

/* Runs the command with pipes as its streams, so that it sees no terminal. */
static int run_with_pipes(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int in[2] = { null, -1 }, out[2], err[2], status;
	struct feed feed = { .port = open_port(job.in, O_RDONLY | O_NONBLOCK), .pipe = -1 };
	struct stream streams[2];
	pid_t pid;

	if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC) || (job.in && pipe2(in, O_CLOEXEC)))
		give_up("pipe");
	feed.pipe = in[1];
	streams[0] = (struct stream){ out[0], open_port(job.out, O_WRONLY) };
	streams[1] = (struct stream){ err[0], open_port(job.err, O_WRONLY) };
	pid = start_command(in[0], out[1], err[1]);
	close(in[0]);
	close(out[1]);
	close(err[1]);
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	fcntl(err[0], F_SETFL, O_NONBLOCK);
	if (feed.pipe >= 0)
		fcntl(feed.pipe, F_SETFL, O_NONBLOCK);
	status = carry(pid, streams, &feed);
	tcdrain(streams[0].port);
	tcdrain(streams[1].port);
	return status;
}

/* Runs the command on a terminal of its own. */
static int run_with_tty(void)
{
	int fd = open_port(job.tty, O_RDWR), status;
	pid_t pid;

	if (job.size.ws_row && job.size.ws_col)
		ioctl(fd, TIOCSWINSZ, &job.size);
	pid = start_command(fd, fd, fd);
	reap(pid, 0, &status);
	tcdrain(fd);
	return status;
}

int main(void)
{
	struct sigaction act = { .sa_handler = on_child };
	sigset_t set;

	if (getpid() != 1) {
		fprintf(stderr, "init: this is the first process of a kernel under test\n");
		return 2;
	}
	umask(022);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigaction(SIGCHLD, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
	read_instructions(getenv("kernel_run"));
	mount_all();
	tell_status(job.tty ? run_with_tty() : run_with_pipes());
	power_off();
}
