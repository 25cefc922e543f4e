// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A program that is told to leave everything to a kernel (KCOV_HOST=kernel) has
 * no device of the library's, and none of its threads is collected for whoever
 * listens (KCOV_COLLECT), who hears of them in any other program.
 * kills: a variable that one part of the library obeys and another does not.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "harness.h"

/* What second-program says when open() gives it a device. */
#define HAS_DEVICE 1

static char name[64];

static int listener(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length;
	int fd = CHECK_OK(socket(
		AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));

	length = (size_t)snprintf(name, sizeof(name), "kernels-have-all-%d",
				  getpid());
	memcpy(address.sun_path + 1, name, length);
	CHECK_OK(bind(fd, (struct sockaddr *)&address,
		      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
				  length)));
	CHECK_OK(listen(fd, 8));
	return fd;
}

static void execute(void *host)
{
	char wanted[128];

	snprintf(wanted, sizeof(wanted), "%s,%lu,0,0,0,0", name, WORDS);
	CHECK_OK(setenv("KCOV_COLLECT", wanted, 1));
	CHECK_OK(host ? setenv("KCOV_HOST", host, 1) : unsetenv("KCOV_HOST"));
	execl(second_program(), "second-program", "work", "0", NULL);
	FAIL("exec: %s", errno_name(errno));
}

static void check(const char *host, bool collects)
{
	int fd = listener(), other;
	char text[64] = "";

	CHECK_EXIT(fork_child(execute, (void *)host),
		   collects ? HAS_DEVICE : 0);
	other = accept(fd, NULL, NULL);
	if ((other >= 0) != collects)
		FAIL("KCOV_HOST=%s: %s", host ? host : "",
		     collects ? "nobody is collected" : "it is collected");
	if (collects) {
		CHECK_OK(recv(other, text, sizeof(text) - 1, 0));
		CHECK(strstr(text, " second-program"));
		CHECK_OK(close(other));
	}
	CHECK_OK(close(fd));
}

TEST("who wants a kernel's devices gets nothing of the library")
{
	check(NULL, true);
	check("user", true);
	check("", true);
	check("kernel", false);
}
