// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-E5, L-S1: a worker that leaves out stops goes on collecting, for as many
 * sections as nest; then, and when it ends inside a section, what is lost is
 * said in one line, however often. So is a start with what is no handle. kills:
 * a loss that nobody is told of, a line for every start, a complaint that
 * silences another.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>

#include "remote.h"
#include "target.h"

/* Written out, its digits are all of it. */
#define HANDLE USB(0x4401)
#define WRITTEN "0x100000000004401"
#define NESTING 4

static struct session session;
static struct trace alone;

/* A worker of several rounds, the stop of each left out. */
static void leave_open(unsigned int rounds)
{
	while (rounds--) {
		section_start(HANDLE);
		target_a();
	}
}

/* The next starts work: they nest, and the stops that come find them. */
static void as_many_as_nest(void)
{
	int i;

	leave_open(NESTING);
	section_stop();
	CHECK_TRACE(&session, &alone);
	CHECK_LEAVES(&session, run_section(HANDLE, target_a), &alone);
	for (i = 0; i < NESTING - 1; i++)
		section_stop();
	CHECK_EQ(count(&session), NESTING * alone.n);
}

static void too_many(void)
{
	int i;

	leave_open(3 * NESTING);
	for (i = 0; i < 3 * NESTING; i++)
		section_stop();
	CHECK_LEAVES(&session, run_section(HANDLE, target_a), &alone);
}

/* Where nobody listens nothing is lost. */
static void too_many_for_nobody(void)
{
	leave_open(NESTING);
	section_start(HANDLE + 1);
	disable(&session);
	leave_open(3 * NESTING);
}

static void *leave_and_end(void *argument)
{
	leave_open(1);
	return argument;
}

static void end_inside(void)
{
	pthread_t thread;
	int i;

	for (i = 0; i < 3; i++) {
		CHECK_EQ(pthread_create(&thread, NULL, leave_and_end, NULL), 0);
		CHECK_EQ(pthread_join(thread, NULL), 0);
	}
	CHECK_EQ(count(&session), 0);
	run_section(HANDLE, target_a);
	CHECK_TRACE(&session, &alone);
}

static struct gate inside, over;

static void *leave_and_wait(void *argument)
{
	leave_open(1);
	gate_open(&inside);
	gate_wait(&over);
	return argument;
}

static void end_inside_for_nobody(void)
{
	pthread_t thread;

	inside = gate_make();
	over = gate_make();
	CHECK_EQ(pthread_create(&thread, NULL, leave_and_wait, NULL), 0);
	gate_wait(&inside);
	disable(&session);
	gate_open(&over);
	CHECK_EQ(pthread_join(thread, NULL), 0);
}

/* It nests as any other does, and delivers to nobody. */
static void start_what_is_no_handle(void)
{
	int i;

	for (i = 0; i < 2; i++) {
		section_start(~0ull);
		target_a();
		section_stop();
	}
	CHECK_EQ(count(&session), 0);
	run_section(HANDLE, target_a);
	CHECK_TRACE(&session, &alone);
}

/* One complaint silences no other: two of a handle, two of none. */
static void all_at_once(void)
{
	const struct rlimit none = { 0, 0 };

	too_many();
	set_count(&session, 0);
	end_inside();
	set_count(&session, 0);
	start_what_is_no_handle();
	CHECK_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
	CHECK_EQ(open(KCOV_PATH, O_RDWR), -1);
}

static void listen_and(void *body)
{
	session = listener_open(HANDLE);
	((void (*)(void))body)();
}

/* Told with these words, or not at all. */
static void check_told(void (*body)(void), const char *words)
{
	const char *line = complaint_of(listen_and, (void *)body);

	note("%.*s", (int)strcspn(line, "\n"), line);
	if (!words) {
		CHECK(!*line);
		return;
	}
	CHECK(strstr(line, words));
	CHECK(!strchr(line, '\n')[1]);
}

static void check_all_are_told(void)
{
	const char *line = complaints_of(listen_and, (void *)all_at_once, 4);
	int lines = 0;

	for (; (line = strchr(line, '\n')); line++)
		lines++;
	CHECK_EQ(lines, 4);
}

TEST("a section that is left open is told, once what it costs is lost")
{
	need_domains();
	session = session_open(LISTENER_WORDS);
	alone = trace_alone(&session, target_a);
	session_close(&session);
	check_told(as_many_as_nest, NULL);
	check_told(too_many, "kcov_remote_stop(");
	check_told(too_many, WRITTEN);
	check_told(too_many_for_nobody, NULL);
	check_told(end_inside, "kcov_remote_stop(");
	check_told(end_inside, WRITTEN);
	check_told(end_inside_for_nobody, NULL);
	check_told(start_what_is_no_handle, "kcov_remote_handle(");
	check_all_are_told();
}
