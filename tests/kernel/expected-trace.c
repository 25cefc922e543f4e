// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Makes system calls and leaves in a file what a tracer has to say of them, as
 * strace's own tests do: expected-trace calls|family|direct|wait FILE.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kcov.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS 4096

static FILE *expected;

static void fails(const char *call, long result)
{
	if (result >= 0)
		exit(2);
	fprintf(expected, "%s = -1 %s (%s)\n", call, strerrorname_np(errno),
		strerror(errno));
}

static void does(const char *call, long result)
{
	fprintf(expected, "%s = %ld\n", call, result);
}

static void calls(void)
{
	struct sockaddr_un nowhere = { AF_UNIX, "/no/such/socket" };
	char bytes[64] = "", text[256];
	int pipe_fds[2], status;
	pid_t child;
	void *at;

	does("getpid()", syscall(SYS_getpid));
	fails("socket(119, SOCK_STREAM|SOCK_CLOEXEC, 0)",
	      socket(0x77, SOCK_STREAM | SOCK_CLOEXEC, 0));
	fails("openat(AT_FDCWD, \"/no/such/\\\"file\\\"\\n\", "
	      "O_RDONLY|O_DIRECTORY|O_CLOEXEC)",
	      openat(AT_FDCWD, "/no/such/\"file\"\n", O_DIRECTORY | O_CLOEXEC));
	fails("openat(-7, \"x\", O_WRONLY|O_CREAT|O_EXCL, 0640)",
	      openat(-7, "x", O_WRONLY | O_CREAT | O_EXCL, 0640));
	fails("openat(AT_FDCWD, 0x10, O_RDWR)",
	      syscall(SYS_openat, AT_FDCWD, 0x10, O_RDWR));
	if (pipe2(pipe_fds, O_CLOEXEC))
		exit(2);
	snprintf(text, sizeof(text), "pipe2([%d, %d], O_CLOEXEC)", pipe_fds[0],
		 pipe_fds[1]);
	does(text, 0);
	snprintf(text, sizeof(text), "write(%d, \"\\x00\\xff\\\\ab\", 5)",
		 pipe_fds[1]);
	does(text, write(pipe_fds[1], "\0\377\\ab", 5));
	snprintf(text, sizeof(text), "read(%d, \"\\x00\\xff\\\\ab\", 64)",
		 pipe_fds[0]);
	does(text, read(pipe_fds[0], bytes, sizeof(bytes)));
	memset(bytes, 'x', sizeof(bytes));
	snprintf(text, sizeof(text),
		 "write(%d, \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"..., 64)",
		 pipe_fds[1]);
	does(text, write(pipe_fds[1], bytes, sizeof(bytes)));
	at = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
		  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	fprintf(expected,
		"mmap(NULL, 8192, PROT_READ|PROT_WRITE, "
		"MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = %p\n",
		at);
	snprintf(text, sizeof(text), "munmap(%p, 8192)", at);
	does(text, munmap(at, 8192));
	fails("connect(-1, {sa_family=AF_UNIX, sun_path=\"/no/such/socket\"}, "
	      "110)",
	      connect(-1, (struct sockaddr *)&nowhere, sizeof(nowhere)));
	fails("kill(-2147483647, SIGUSR1)", kill(-2147483647, SIGUSR1));
	fails("lseek(-1, -5, SEEK_END)", lseek(-1, -5, SEEK_END));
	fails("fcntl(-1, F_GETFL, 0)", syscall(SYS_fcntl, -1, F_GETFL, 0));
	child = fork();
	if (!child)
		_exit(9);
	if (wait4(child, &status, 0, NULL) != child)
		exit(2);
	snprintf(text, sizeof(text),
		 "wait4(%d, [{WIFEXITED(s) && WEXITSTATUS(s) == 9}], 0, NULL)",
		 child);
	does(text, child);
	fprintf(expected, "exit_group(42) = ?\n+++ exited with 42 +++\n");
}

/* A call that nobody else makes, by which its maker is known. */
static void sign(long number)
{
	fprintf(expected, "[pid %ld] close(%ld) = -1 EBADF\n",
		syscall(SYS_gettid), number);
	fflush(expected);
	syscall(SYS_close, number);
}

static void *thread(void *number)
{
	sign((long)number);
	return NULL;
}

static void *forking_thread(void *number)
{
	int status;

	sign((long)number);
	if (!fork()) {
		sign((long)number - 1);
		_exit(0);
	}
	wait(&status);
	return NULL;
}

static void spawn(void *(*routine)(void *), long number)
{
	pthread_t made;

	if (pthread_create(&made, NULL, routine, (void *)number))
		exit(2);
	pthread_join(made, NULL);
}

static void family(char **argv)
{
	int status;

	spawn(thread, -1001);
	spawn(forking_thread, -1011);
	if (!fork()) {
		sign(-1021);
		spawn(thread, -1022);
		/* Another user, who may open nothing of ours. */
		if (setuid(65534))
			_exit(2);
		if (!fork()) {
			sign(-1023);
			_exit(0);
		}
		wait(&status);
		_exit(0);
	}
	wait(&status);
	/* The descriptors are those it would have without a tracer. */
	fprintf(expected, "next descriptor %d\n", dup(0));
	fflush(expected);
	if (!vfork())
		execl("/proc/self/exe", argv[0], "again", argv[2], NULL);
	wait(&status);
}

/* What getpid() itself executes, recorded without a tracer. */
static void direct(void)
{
	int fd = open("/sys/kernel/debug/kcov", O_RDWR), run;
	unsigned long *area, i, count = 0;

	if (fd < 0 || ioctl(fd, KCOV_INIT_TRACE, WORDS))
		exit(2);
	area = mmap(NULL, WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	if (area == MAP_FAILED || ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC))
		exit(2);
	for (run = 0; run < 3; run++) {
		__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
		syscall(SYS_getpid);
		count = __atomic_load_n(&area[0], __ATOMIC_RELAXED);
	}
	for (i = 1; i <= count; i++)
		fprintf(expected, "0x%lx\n", area[i]);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	expected = fopen(argv[2], strcmp(argv[1], "again") ? "we" : "ae");
	if (!expected)
		return 2;
	if (!strcmp(argv[1], "calls")) {
		calls();
		fclose(expected);
		return 42;
	}
	if (!strcmp(argv[1], "family"))
		family(argv);
	else if (!strcmp(argv[1], "again"))
		sign(-1031);
	else if (!strcmp(argv[1], "direct"))
		direct();
	else {
		sign(-1001);
		for (;;)
			pause();
	}
	fclose(expected);
	return 0;
}
