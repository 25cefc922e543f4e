// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S2, L-X7, S-C4: compat.md nesting: a section inside a section goes to its
 * own device, and the outer one goes on where it was, for two devices and for
 * one twice.
 * kills: a start inside a section that is refused; a stop that ends the outer
 * one; records of the inner one in both.
 */
#include <pthread.h>

#include "remote.h"
#include "target.h"

#define OUTER COMMON(0x1301)
#define INNER USB(0x1302)

static void inner(void)
{
	run_section(INNER, target_b);
}

static void a_inner_a(void)
{
	target_a();
	inner();
	target_a();
}

static void same_inside(void)
{
	target_a();
	run_section(OUTER, target_b);
	target_a();
}

static struct session one, two;
static struct gate ready, done;

static void *own_the_inner(void *argument)
{
	remote_listen(&two, INNER);
	gate_open(&ready);
	gate_wait(&done);
	disable(&two);
	return argument;
}

TEST_ANYWHERE(
	"sections nest: each goes to its own device, the outer one goes on")
{
	struct trace a, b, aa, baa;
	pthread_t owner;

	need_sections();
	one = session_open(LISTENER_WORDS);
	two = session_open(LISTENER_WORDS);
	ready = gate_make();
	done = gate_make();
	a = trace_alone(&one, target_a);
	b = trace_alone(&one, target_b);
	aa = trace_joined(&a, &a);
	baa = trace_joined(&b, &aa);
	remote_listen(&one, OUTER);
	CHECK_EQ(pthread_create(&owner, NULL, own_the_inner, NULL), 0);
	gate_wait(&ready);
	CHECK_LEAVES(&one, run_section_elsewhere(OUTER, a_inner_a), &aa);
	CHECK_TRACE(&two, &b);
	set_count(&one, 0);
	run_section_elsewhere(OUTER, same_inside);
	/* The inner one stops first. */
	CHECK_TRACE(&one, &baa);
	CHECK_TRACE(&two, &b);
	gate_open(&done);
	CHECK_EQ(pthread_join(owner, NULL), 0);
	listener_close(&one);
	session_close(&two);
}
