// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-B4, S-B6: while a thread collects, another one that loads the count with
 * acquire order finds every record below it, but for the last one, which is
 * counted before it is stored. What a section delivers is there when it is
 * counted.
 * kills: a slot that is counted and left out, a delivery that is counted first.
 */
#include <pthread.h>
#include <sched.h>
#include <string.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x4301)
/*
 * Long enough for somebody to look in between; calls of a kernel leave hundreds
 * of records.
 */
#define ROUNDS (host_is_kernel() ? 10 : 100)
#define CALLS (host_is_kernel() ? 100 : 1000)

/* Elsewhere a count may overtake more records than one. */
#if defined(__x86_64__) || defined(__i386__)
#define STORES_IN_ORDER true
#else
#define STORES_IN_ORDER false
#endif

static struct session session;
static unsigned long looks, midway, lacking;

/* The round that began, the one that ended, the one that was looked at. */
static unsigned long begun, ended, seen;

static unsigned long now(const unsigned long *word)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static void say(unsigned long *word, unsigned long value)
{
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
}

/* With turns for who looks, should there be one processor for both. */
static void work(void)
{
	int i;

	for (i = 0; i < CALLS; i++) {
		target_a();
		if (i % 64 == 0)
			sched_yield();
	}
}

static void work_in_a_section(void)
{
	run_section(HANDLE, work);
}

/*
 * The area is cleared by the collecting thread itself: it records nothing
 * meanwhile, or, in a kernel, whole calls, after which it counts from 0 again.
 */
static void in_rounds(void (*call)(void))
{
	unsigned long round;

	for (round = 1; round <= ROUNDS; round++) {
		set_count(&session, 0);
		memset(session.area + 1, 0,
		       (session.words - 1) * sizeof(unsigned long));
		set_count(&session, 0);
		say(&begun, round);
		call();
		say(&ended, round);
		while (now(&seen) != round)
			sched_yield();
	}
}

static void *collect(void *unused)
{
	enable(&session);
	in_rounds(work);
	disable(&session);
	return unused;
}

static void *deliver(void *unused)
{
	in_rounds(work_in_a_section);
	return unused;
}

/* Of what is counted, the last `most` may not be there. */
static void look(unsigned long most)
{
	volatile unsigned long *area = session.area;
	unsigned long n = count(&session);
	unsigned long i;

	CHECK(n < session.words);
	/* From the end, where it would be seen first. */
	for (i = n; i; i--)
		if (!area[i]) {
			CHECK(n - i < most);
			lacking++;
		}
	looks++;
	midway += n && now(&ended) != now(&begun);
}

static void follow(void *(*body)(void *), unsigned long most, const char *what)
{
	unsigned long round;
	pthread_t thread;

	begun = ended = seen = looks = midway = lacking = 0;
	CHECK_EQ(pthread_create(&thread, NULL, body, NULL), 0);
	for (round = 1; round <= ROUNDS; round++) {
		while (now(&begun) != round)
			sched_yield();
		for (; now(&ended) != round; sched_yield())
			look(most);
		look(most);
		CHECK(count(&session) > 0);
		say(&seen, round);
	}
	CHECK_EQ(pthread_join(thread, NULL), 0);
	note("%s: %lu looks, %lu of them midway, %lu lacked a record", what,
	     looks, midway, lacking);
}

TEST_ANYWHERE(
	"a live reader lacks the last record at most, and nothing delivered")
{
	bool delivers = host_has_remote() && host_has_sections();

	if (!STORES_IN_ORDER && !delivers)
		SKIP("of a thread's own records nothing is promised here");
	session = session_open(WORDS);
	if (STORES_IN_ORDER)
		follow(collect, 1, "a thread that collects for itself");
	if (delivers) {
		remote_listen(&session, HANDLE);
		follow(deliver, 0, "sections");
		disable(&session);
	}
	session_close(&session);
}
