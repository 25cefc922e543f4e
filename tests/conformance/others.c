// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that has the children and threads that tests run
 * calls in, and what they tell each other.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "harness.h"

static void *do_nothing(void *argument)
{
	return argument;
}

void bustle(void)
{
	struct gate gate = gate_make();
	pthread_t thread;
	pid_t pid;

	gate_open(&gate);
	gate_wait(&gate);
	close(gate.reader);
	close(gate.writer);
	pid = fork();
	if (!pid)
		_exit(0);
	CHECK(pid > 0);
	wait_status(pid);
	CHECK_EQ(pthread_create(&thread, NULL, do_nothing, NULL), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
}

pid_t fork_child(void (*body)(void *), void *argument)
{
	pid_t pid = CHECK_OK(fork());

	if (!pid) {
		body(argument);
		_exit(0);
	}
	return pid;
}

int wait_status(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			FAIL("waitpid: %s", errno_name(errno));
	return status;
}

void check_exit(const char *file, int line, pid_t pid, int code)
{
	int status = wait_status(pid);

	if (WIFSIGNALED(status))
		fail_at(file, line, "the child is killed by signal %d (%s)",
			WTERMSIG(status), strsignal(WTERMSIG(status)));
	if (WEXITSTATUS(status) != code)
		fail_at(file, line, "the child exits with %d, not %d",
			WEXITSTATUS(status), code);
}

void check_killed(const char *file, int line, pid_t pid, int signal)
{
	int status = wait_status(pid);

	if (!WIFSIGNALED(status) || WTERMSIG(status) != signal)
		fail_at(file, line, "the child's status is 0x%x, not signal %d",
			status, signal);
}

struct speaker {
	void (*body)(void *);
	void *argument;
	struct gate stderr_pipe;
};

static void speak(void *argument)
{
	const struct speaker *speaker = argument;

	CHECK_OK(dup2(speaker->stderr_pipe.writer, STDERR_FILENO));
	speaker->body(speaker->argument);
}

static int lines_of_ours(const char *text)
{
	int lines = 0;

	for (; *text; lines++) {
		const char *end = strchr(text, '\n');

		if (strncmp(text, "kcov: ", 6) || !end)
			return -1;
		text = end + 1;
	}
	return lines;
}

const char *complaints_of(void (*body)(void *), void *argument, int most)
{
	static char text[1024];
	struct speaker speaker = { body, argument, gate_make() };
	pid_t pid = fork_child(speak, &speaker);
	ssize_t used;

	CHECK_OK(close(speaker.stderr_pipe.writer));
	CHECK_EXIT(pid, 0);
	used = CHECK_OK(
		read(speaker.stderr_pipe.reader, text, sizeof(text) - 1));
	CHECK_OK(close(speaker.stderr_pipe.reader));
	text[used] = '\0';
	if (lines_of_ours(text) < 0 || lines_of_ours(text) > most)
		FAIL("no line of ours: \"%s\"", text);
	return text;
}

const char *complaint_of(void (*body)(void *), void *argument)
{
	return complaints_of(body, argument, 1);
}

struct thread_job {
	void (*body)(void *);
	void *argument;
	struct gate done;
	pid_t tid;
};

static void *run_job(void *argument)
{
	struct thread_job *job = argument;

	job->body(job->argument);
	return NULL;
}

void in_thread(void (*body)(void *), void *argument)
{
	struct thread_job job = { .body = body, .argument = argument };
	pthread_t thread;

	CHECK_EQ(pthread_create(&thread, NULL, run_job, &job), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
}

void start_thread(void *(*body)(void *), void *argument)
{
	pthread_t thread;

	CHECK_EQ(pthread_create(&thread, NULL, body, argument), 0);
}

static void *run_job_and_vanish(void *argument)
{
	struct thread_job *job = argument;

	job->tid = syscall(SYS_gettid);
	job->body(job->argument);
	gate_open(&job->done);
	syscall(SYS_exit, 0);
	return NULL;
}

void in_vanishing_thread(void (*body)(void *), void *argument)
{
	struct thread_job job = { .body = body,
				  .argument = argument,
				  .done = gate_make() };
	pthread_t thread;

	CHECK_EQ(pthread_create(&thread, NULL, run_job_and_vanish, &job), 0);
	CHECK_EQ(pthread_detach(thread), 0);
	gate_wait(&job.done);
	while (!syscall(SYS_tgkill, getpid(), job.tid, 0))
		sched_yield();
	CHECK_EQ(errno, ESRCH);
	close(job.done.reader);
	close(job.done.writer);
}

struct gate gate_make(void)
{
	int fds[2];

	CHECK_OK(pipe(fds));
	return (struct gate){ .reader = fds[0], .writer = fds[1] };
}

void gate_open(const struct gate *gate)
{
	CHECK_EQ(CHECK_OK(write(gate->writer, "", 1)), 1);
}

void gate_wait(const struct gate *gate)
{
	char byte;
	ssize_t got;

	do
		got = read(gate->reader, &byte, 1);
	while (got < 0 && errno == EINTR);
	if (got != 1)
		FAIL("the other side of a gate is gone");
}

void *shared_memory(size_t bytes)
{
	return CHECK_OK(mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0));
}

const char *second_program(void)
{
	static char path[4096];
	ssize_t used =
		CHECK_OK(readlink("/proc/self/exe", path, sizeof(path) - 64));
	char *slash;

	path[used] = '\0';
	slash = strrchr(path, '/');
	CHECK(slash);
	/* Beside the folder of tests: not one of them. */
	strcpy(slash, "/../helper/second-program");
	CHECK_OK(access(path, X_OK));
	return path;
}

void exec_second_program(const char *verb, long first, long second)
{
	char numbers[2][24];
	char *const argv[] = { "second-program", (char *)verb, numbers[0],
			       second < 0 ? NULL : numbers[1], NULL };

	snprintf(numbers[0], sizeof(numbers[0]), "%ld", first);
	snprintf(numbers[1], sizeof(numbers[1]), "%ld", second);
	execv(second_program(), argv);
	FAIL("execv: %s", errno_name(errno));
}

static struct gate executed, call;

void exec_and_call(void)
{
	exec_second_program("call", call.reader, executed.writer);
}

pid_t fork_until_executed(void (*body)(void *), void *argument)
{
	pid_t pid;

	executed = gate_make();
	call = gate_make();
	pid = fork_child(body, argument);
	gate_wait(&executed);
	return pid;
}

struct trace executed_trace(const struct session *session, pid_t pid)
{
	struct trace trace;

	set_count(session, 0);
	gate_open(&call);
	gate_wait(&executed);
	trace = trace_take(session);
	CHECK_EXIT(pid, 0);
	return trace;
}

/* A message of one byte with room for a descriptor. */
struct parcel {
	char byte;
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec part;
	struct msghdr message;
};

static struct msghdr *parcel_prepare(struct parcel *parcel)
{
	memset(parcel, 0, sizeof(*parcel));
	parcel->part = (struct iovec){ &parcel->byte, 1 };
	parcel->message.msg_iov = &parcel->part;
	parcel->message.msg_iovlen = 1;
	parcel->message.msg_control = &parcel->control;
	parcel->message.msg_controllen = sizeof(parcel->control.space);
	return &parcel->message;
}

void descriptor_send(int socket, int fd)
{
	struct parcel parcel;
	struct msghdr *message = parcel_prepare(&parcel);
	struct cmsghdr *header = CMSG_FIRSTHDR(message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(int));
	CHECK_EQ(CHECK_OK(sendmsg(socket, message, 0)), 1);
}

int descriptor_receive(int socket)
{
	struct parcel parcel;
	struct msghdr *message = parcel_prepare(&parcel);
	struct cmsghdr *header;
	int fd;

	CHECK_EQ(CHECK_OK(recvmsg(socket, message, 0)), 1);
	header = CMSG_FIRSTHDR(message);
	CHECK(header && header->cmsg_type == SCM_RIGHTS);
	memcpy(&fd, CMSG_DATA(header), sizeof(int));
	return fd;
}
