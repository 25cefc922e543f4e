// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-M7, S-M4 over processes: workers are killed at random instants, in sections
 * and while they deliver large ones. The session goes on: the area holds whole
 * sections at any time, the next worker's are delivered, the client can disable
 * and enable again at once. KCOV_TEST_CYCLES says how many die.
 * kills: a count that is stored before the records, a lock that a dead worker
 * keeps, a recovery that takes the device from its living owner.
 */
#include <signal.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x3601)
#define DEFAULT_KILLS 200
#define CALLS 3000
#define AREA_WORDS (1ul << 20)

static struct trace a;
static struct gate started;

static void call_often(void)
{
	int i;

	for (i = 0; i < CALLS; i++)
		target_path(0x15);
}

static void work(void *argument)
{
	(void)argument;
	gate_open(&started);
	for (;;)
		run_section(HANDLE, call_often);
}

static void call_path(void)
{
	target_path(0x15);
}

static void check_whole(const struct session *session)
{
	const unsigned long n = count(session);
	unsigned long i;

	if (n == AREA_WORDS - 1)
		return;
	CHECK_EQ(n % (a.n * CALLS), 0);
	for (i = 0; i < n; i++)
		CHECK_EQ(session->area[1 + i], a.pc[i % a.n]);
}

TEST("a worker that is killed leaves device and handle usable")
{
	struct request request = request_for(HANDLE);
	struct session session;
	unsigned long delivered = 0;
	unsigned int range = 1500; /* us, for a start */
	pid_t worker;
	unsigned int i, kills;

	need_sections();
	kills = (unsigned int)number_from("KCOV_TEST_CYCLES", DEFAULT_KILLS);
	started = gate_make();
	session = session_open(AREA_WORDS);
	a = trace_alone(&session, call_path);
	/* Room for one section, so that most of the time goes into delivery. */
	request.area_size = a.n * CALLS + 1;
	CHECK_OK(remote_enable(&session, &request));
	for (i = 0; i < kills; i++) {
		set_count(&session, 0);
		worker = fork_child(work, NULL);
		gate_wait(&started);
		usleep(i * 31 % 50 * (range / 50));
		CHECK_OK(kill(worker, SIGKILL));
		CHECK_KILLED(worker, SIGKILL);
		check_whole(&session);
		delivered += count(&session) / (a.n * CALLS);
		/* A slow worker is killed before it has anything to deliver. */
		if (!delivered && i % 10 == 9 && range < 1000000)
			range *= 2;
		CHECK_LEAVES(&session, run_section_in_child(HANDLE, call_path),
			     &a);
		if (i % 8 == 7) {
			disable(&session);
			CHECK_OK(remote_enable(&session, &request));
		}
	}
	/* Where each call is a system call, they are killed before they stop. */
	CHECK(delivered > 0 || host_is_kernel());
	note("%lu sections of workers that were killed", delivered);
	listener_close(&session);
}
