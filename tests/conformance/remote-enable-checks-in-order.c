// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R2, L-R4, L-E1, L-E2, L-E3: device state (EINVAL), thread (EBUSY), mode
 * (EINVAL), then the handles in the order of the array, the common handle last:
 * each row breaks one rule and every later one that answers otherwise.
 * kills: two checks swapped.
 */
#include <pthread.h>

#include "remote.h"

#define TAKEN USB(0x7001)
#define TAKEN_COMMON COMMON(0x7002)
#define FREE USB(0x7003)
#define BAD COMMON(0x7004)
#define BAD_COMMON USB(0x7005)

static struct request request(uint32_t mode, uint64_t common, uint64_t first,
			      uint64_t second)
{
	struct request made = { .trace_mode = mode,
				.area_size = page_words(),
				.common_handle = common,
				.handles = { first, second } };

	made.num_handles = !!first + !!second;
	return made;
}

#define REFUSES(session, mode, common, first, second, error)                 \
	do {                                                                 \
		struct request made_ = request(mode, common, first, second); \
		CHECK_ERR(remote_enable((session), &made_), error);          \
	} while (0)

static void in_a_thread_with_a_session(void *argument)
{
	const struct session *ready = argument;
	struct session busy = session_open(page_words());
	struct session fresh = { .fd = device_open() };
	struct session other = session_open(page_words());

	enable(&busy);
	/* L-E1 comes before L-E2, for a device that is new and for one that is
	 * on. */
	REFUSES(&fresh, 0, 0, TAKEN, 0, EINVAL);
	REFUSES(&busy, 0, 0, TAKEN, 0, EINVAL);
	disable(&busy);
	/* L-E2 comes before L-E3 and all handles. */
	remote_listen(&busy, FREE);
	REFUSES(ready, ~0u, BAD_COMMON, TAKEN, 0, EBUSY);
	REFUSES(&other, 2, 0, BAD, 0, EBUSY);
	REFUSES(&busy, 0, 0, TAKEN, 0, EINVAL);
	disable(&busy);
	session_close(&other);
	session_close(&busy);
	close(fresh.fd);
}

static void take(void *argument)
{
	const struct gate *gates = argument;
	struct request both = request(0, TAKEN_COMMON, TAKEN, 0);
	struct session session = session_open(page_words());

	CHECK_OK(remote_enable(&session, &both));
	gate_open(&gates[0]);
	gate_wait(&gates[1]);
	disable(&session);
}

static void check_handles(const struct session *ready)
{
	/* L-E3 comes before the handles. */
	REFUSES(ready, 2, 0, TAKEN, 0, EINVAL);
	REFUSES(ready, ~0u, TAKEN_COMMON, 0, 0, EINVAL);
	/* The first that is bad decides. */
	REFUSES(ready, 0, 0, TAKEN, BAD, EEXIST);
	REFUSES(ready, 0, 0, BAD, TAKEN, EINVAL);
	REFUSES(ready, 0, 0, FREE, TAKEN, EEXIST);
	REFUSES(ready, 0, 0, FREE, BAD, EINVAL);
	/* The common handle comes last. */
	REFUSES(ready, 0, BAD_COMMON, TAKEN, 0, EEXIST);
	REFUSES(ready, 0, TAKEN_COMMON, BAD, 0, EINVAL);
	REFUSES(ready, 0, BAD_COMMON, FREE, 0, EINVAL);
	REFUSES(ready, 0, TAKEN_COMMON, FREE, 0, EEXIST);
	REFUSES(ready, 0, BAD_COMMON, FREE, FREE, EEXIST);
}

static void *take_in_thread(void *gates)
{
	take(gates);
	return NULL;
}

TEST_ANYWHERE("REMOTE_ENABLE checks state, thread, mode, handles in this order")
{
	struct session ready;
	struct gate gates[2];
	struct request all = request(0, 0, FREE, USB(0x7006));
	pthread_t owner;

	need_remote();
	gates[0] = gate_make();
	gates[1] = gate_make();
	ready = session_open(page_words());
	CHECK_EQ(pthread_create(&owner, NULL, take_in_thread, gates), 0);
	gate_wait(&gates[0]);
	in_thread(in_a_thread_with_a_session, &ready);
	check_handles(&ready);
	/* None of them keeps what it had taken. */
	CHECK_OK(remote_enable(&ready, &all));
	disable(&ready);
	gate_open(&gates[1]);
	CHECK_EQ(pthread_join(owner, NULL), 0);
	all = request(0, TAKEN_COMMON, TAKEN, FREE);
	CHECK_OK(remote_enable(&ready, &all));
	disable(&ready);
	session_close(&ready);
}
