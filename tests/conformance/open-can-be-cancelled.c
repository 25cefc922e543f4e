// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O1: open() stays a cancellation point for every other file: a thread that
 * waits in it for the other end of a FIFO can be cancelled. The device's ioctl
 * is none: a pending cancellation neither stops nor splits it.
 * kills: an open that goes past libc's cancellation; a call on the device that
 * unwinds half way; a thread that can be cancelled anywhere since.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "harness.h"
#include "target.h"

static char folder[] = "/tmp/kcov-fifo-XXXXXX";
static char fifo[64];
static struct gate cancelled;
static bool went_through;

static void *wait_in_open(void *argument)
{
	open(fifo, O_RDONLY);
	FAIL("nobody opened the other end");
	return argument;
}

static void *use_device(void *argument)
{
	struct session session;
	int type;

	gate_wait(&cancelled);
	/* It can be cancelled where it says, after an open as before. */
	CHECK_OK(close(CHECK_OK(open("/dev/null", O_RDONLY))));
	CHECK_EQ(pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type), 0);
	CHECK_EQ(type, PTHREAD_CANCEL_DEFERRED);
	pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
	/* Pending from here; what follows has no cancellation point. */
	CHECK_OK(ioctl(*(int *)argument, KCOV_INIT_TRACE, WORDS));
	session = (struct session){ .fd = *(int *)argument, .words = WORDS };
	session.area = session_map(session.fd, WORDS);
	enable(&session);
	target_path(1);
	disable(&session);
	went_through = true;
	for (;;)
		pthread_testcancel();
	return argument;
}

static void *begin_disabled(void *argument)
{
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
	return use_device(argument);
}

TEST("open can be cancelled, a call on the device cannot")
{
	struct session session;
	pthread_t thread;
	void *result;
	int fd;

	CHECK(mkdtemp(folder));
	snprintf(fifo, sizeof(fifo), "%s/fifo", folder);
	CHECK_OK(mkfifo(fifo, 0600));
	CHECK_EQ(pthread_create(&thread, NULL, wait_in_open, NULL), 0);
	CHECK_EQ(pthread_cancel(thread), 0);
	CHECK_EQ(pthread_join(thread, &result), 0);
	CHECK(result == PTHREAD_CANCELED);
	CHECK_OK(unlink(fifo));
	CHECK_OK(rmdir(folder));

	cancelled = gate_make();
	fd = device_open();
	CHECK_EQ(pthread_create(&thread, NULL, begin_disabled, &fd), 0);
	CHECK_EQ(pthread_cancel(thread), 0);
	gate_open(&cancelled);
	CHECK_EQ(pthread_join(thread, &result), 0);
	CHECK(result == PTHREAD_CANCELED && went_through);
	session = (struct session){ .fd = fd, .words = WORDS };
	session.area = session_map(fd, WORDS);
	enable(&session);
	disable(&session);
	session_close(&session);
}
