// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The whole interface, black box: random sequences of what three threads can do
 * to two devices (open, init, map, enable, remote sessions, sections, calls,
 * stores to the count, dup, passing on, fork, exit, close, and what is wrong),
 * with every result, and after every step every word of every mapped area, as
 * the reference of tests/model says, on each host.
 *
 *   KCOV_TEST_SEQUENCES  how many (default 100)
 *   KCOV_TEST_SEED       the first one's seed; the others count up
 *   KCOV_TEST_STREAM     a file: one sequence, of its bytes' choices
 *
 * On the stock kernel what doc/compat.md lists is not asked, or expected as the
 * row there says; each place names its row. In kernels that trace everything,
 * only results are compared.
 * kills: any difference from Linux that is not a row of doc/compat.md.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "comparisons.h"
#include "harness.h"
#include "leftovers.h"
#include "script.h"
#include "target.h"
#include "versions.h"
#include "tests/model/reference.h"
#include "tests/model/request.h"
#include "tests/model/source.h"
#include "tests/replay/parties.h"

#define STEPS 100
#define COMMON_BASE 0x7e01ull
#define BUS_BASE (KCOV_SUBSYSTEM_USB | 0x7e01)
#define HANDLES 2

static struct reference ref;
static struct {
	int fd;
	unsigned long *area;
} devices[REF_DEVICES];
static bool stock, exact, sections;
static unsigned long seed, step_number, steps_done, refused, records_seen;
static const char *step_name;

static void differ(const char *what, long here, long model)
{
	FAIL("seed %lu, step %lu (%s): %s: here %ld, reference %ld", seed,
	     step_number, step_name, what, here, model);
}

static void same(const char *what, long here, long model)
{
	if (here != model)
		differ(what, here, model);
	refused += model < 0;
}

/* --- what a call leaves, as measured once ---------------------------------- */

static void (*const calls[])(void) = { target_a, target_b, compare_a };
#define CALLS 3
static struct trace pcs[CALLS], comparisons[CALLS];

static void measure(void)
{
	struct session session = session_open(64 * page_words());
	int i;

	for (i = 0; i < CALLS; i++) {
		pcs[i] = trace_alone(&session, calls[i]);
		CHECK_OK(ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_CMP));
		set_count(&session, 0);
		calls[i]();
		comparisons[i].n = count(&session);
		disable(&session);
		comparisons[i].pc = calloc(4 * comparisons[i].n + 1, 8);
		CHECK(comparisons[i].pc);
		memcpy(comparisons[i].pc, session.area + 1,
		       32 * comparisons[i].n);
	}
	CHECK(pcs[0].n && pcs[1].n && comparisons[2].n);
	session_close(&session);
}

static void expect_call(int t, int which)
{
	const struct trace *pc = &pcs[which];
	const struct trace *cmp = &comparisons[which];
	unsigned long i;

	for (i = 0; i < pc->n; i++)
		ref_pc(&ref, t, false, pc->pc[i]);
	for (i = 0; i < cmp->n; i++)
		ref_cmp(&ref, t, false, cmp->pc[4 * i], cmp->pc[4 * i + 1],
			cmp->pc[4 * i + 2], cmp->pc[4 * i + 3]);
}

/* --- system calls of a party ------------------------------------------------ */

struct command {
	int fd;
	unsigned long number;
	unsigned long argument;
};

static long do_ioctl(void *argument)
{
	const struct command *command = argument;

	return ioctl(command->fd, command->number, command->argument) ? -errno :
									0;
}

static long ask(int d, int t, unsigned long number, unsigned long argument)
{
	struct command command = { devices[d].fd, number, argument };

	return party_do(t, do_ioctl, &command);
}

static long do_call(void *argument)
{
	calls[*(int *)argument]();
	return 0;
}

static long do_start(void *argument)
{
	section_start(*(uint64_t *)argument);
	return 0;
}

static long do_stop(void *argument)
{
	(void)argument;
	section_stop();
	return 0;
}

static long do_ask_common(void *argument)
{
	*(uint64_t *)argument = common_handle();
	return 0;
}

static long do_fork(void *argument)
{
	pid_t pid = CHECK_OK(fork());

	(void)argument;
	if (!pid) {
		target_a();
		_exit(0);
	}
	return wait_status(pid);
}

/* --- the state of both ------------------------------------------------------ */

static int words_of(int d)
{
	return ref.device[d].state == REF_NEW ? 0 : ref.device[d].trace.words;
}

/*
 * compat "partial-record": there a delivery of comparisons may leave part of
 * one behind the last whole one that the area has room for.
 */
static int words_to_compare(int d)
{
	int words = words_of(d);

	return stock ? (int)comparison_capacity((unsigned long)words) *
			       RECORD_WORDS :
		       words - 1;
}

static void compare(void)
{
	int d, i;

	for (d = 0; exact && d < REF_DEVICES; d++) {
		const struct ref_trace *trace = &ref.device[d].trace;

		if (!ref.device[d].open || !devices[d].area)
			continue;
		same("count", (long)devices[d].area[0], (long)trace->count);
		for (i = 0; i < words_to_compare(d); i++)
			if (devices[d].area[1 + i] != trace->word[i])
				differ("contents of area from word", 1 + i, d);
		records_seen += trace->count != 0;
	}
}

static uint64_t some_handle(void)
{
	return (below(2) ? COMMON_BASE : BUS_BASE) + below(HANDLES);
}

static uint64_t any_handle(void)
{
	switch (below(12)) {
	case 0:
		return 1ull << 40; /* reserved bits */
	case 1:
		return 2ull << 56; /* unknown subsystem */
	default:
		return some_handle();
	}
}

/* --- steps ------------------------------------------------------------------ */

static void step_open(int d)
{
	devices[d].fd = device_open();
	devices[d].area = NULL;
	ref_open(&ref, d);
}

static void unmap(int d)
{
	if (devices[d].area)
		CHECK_OK(munmap(devices[d].area, words_of(d) * 8ul));
	devices[d].area = NULL;
}

static void step_close(int d)
{
	unmap(d);
	CHECK_OK(close(devices[d].fd));
	ref_close(&ref, d);
}

static void step_init(int d, int t)
{
	const uint64_t page = page_words();
	const uint64_t sizes[] = {
		page, page, page, 2 * page,	      2 * page,
		2,    1,    0,	  0x7fffffff / 8 + 1, ~0ull,
		5,
	};
	uint64_t words = sizes[below(11)];

	same("init", ask(d, t, KCOV_INIT_TRACE, words),
	     ref_init(&ref, d, words));
}

/* L-M1: all of it, rounded up to pages, from the beginning. */
static void step_map(int d)
{
	const unsigned long page = page_words() * 8;
	const unsigned long whole = words_of(d) * 8ul;
	const unsigned long lengths[] = {
		whole, whole, whole, whole - 1, whole - page, 0, page, 3 * page
	};
	unsigned long length = lengths[below(8)];
	off_t offset = below(8) ? 0 : (off_t)page;
	bool good = whole && !(whole % page) && !offset && length &&
		    (length + page - 1) / page * page == whole;
	void *area;

	/* Lengths below 0 are the system's to refuse, with ENOMEM. */
	if (devices[d].area || length > 1ul << 40)
		return;
	area = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED,
		    devices[d].fd, offset);
	same("mmap", area == MAP_FAILED ? -errno : 0, good ? 0 : -EINVAL);
	devices[d].area = area == MAP_FAILED ? NULL : area;
}

static void step_enable(int d, int t)
{
	uint64_t mode = below(8) ? below(2) : 2 + below(3);

	same("enable", ask(d, t, KCOV_ENABLE, mode),
	     ref_enable(&ref, d, t, mode));
}

static int live_sections(int t)
{
	int i, n = 0;

	for (i = 0; i < ref.task[t].depth[0] && i < REF_MAX_FRAMES; i++)
		n += ref.task[t].frame[0][i].session >= 0;
	return n;
}

static void step_disable(int d, int t)
{
	uint64_t arg = !below(8);

	/* compat "nesting": there a section takes the place of the device. */
	if (stock && live_sections(t))
		return;
	same("disable", ask(d, t, KCOV_DISABLE, arg),
	     ref_disable(&ref, d, t, arg));
}

static bool may_own(int t)
{
	if (ref.task[t].remote >= 0)
		return false;
	return !ref.one_session ||
	       (ref.task[t].device < 0 && !live_sections(t));
}

/* compat "failed-remote-enable": there the common handle is lost. */
static void expect_loss(int d, int t, const struct ref_remote *arg)
{
	if (stock && ref.device[d].state == REF_INIT && may_own(t) &&
	    arg->mode < 2)
		ref.task[t].common = 0;
}

static void step_remote_enable(int d, int t)
{
	static const unsigned int sizes[] = { 64, 9, 512, 2, 1, 0, 1 << 25 };
	union ref_request request;
	struct ref_remote same_arg = {
		.mode = below(8) ? below(2) : 5,
		/* compat "area-size": there all of them are taken. */
		.area_words = sizes[below(stock ? 4 : 7)],
		.num = below(3),
		.common = below(3) ? any_handle() : 0,
	};
	unsigned int i;
	int err;

	if (ref.sessions == REF_MAX_SESSIONS)
		return;
	for (i = 0; i < same_arg.num; i++)
		same_arg.handle[i] = below(6) ? BUS_BASE + below(HANDLES) :
						any_handle();
	ref_request_fill(&request, &same_arg);
	err = ref_remote_enable(&ref, d, t, &same_arg);
	if (err)
		expect_loss(d, t, &same_arg);
	same("remote enable",
	     ask(d, t, KCOV_REMOTE_ENABLE, (unsigned long)&request), err);
}

/* L-R1, L-R8: what is wrong whatever the state. */
static void step_nonsense(int d, int t)
{
	struct kcov_remote_arg arg = { .num_handles = 257 };

	switch (below(4)) {
	case 0:
		same("remote enable of nothing",
		     ask(d, t, KCOV_REMOTE_ENABLE, 16), -EFAULT);
		break;
	case 1:
		same("remote enable of too many",
		     ask(d, t, KCOV_REMOTE_ENABLE, (unsigned long)&arg),
		     -EINVAL);
		break;
	case 2:
		same("init of another width", ask(d, t, 0x80046301, 512),
		     -ENOTTY);
		break;
	default:
		same("no call", ask(d, t, _IO('c', 99), 0), -ENOTTY);
	}
}

static void step_store(int d)
{
	const uint64_t words = words_of(d);
	const uint64_t counts[] = { 0,	       0,	  1,	     words - 2,
				    words - 9, words - 3, words - 1, 1ull << 59,
				    words,     ~0ull };
	/* compat "all-ones-count": there a PC lands in the count word. */
	uint64_t value = counts[below(stock ? 9 : 10)];

	if (!devices[d].area)
		return;
	__atomic_store_n(devices[d].area, value, __ATOMIC_RELAXED);
	ref_store_count(&ref, d, value);
}

/* Another number, or another way here, is the same device. */
static void step_number_changes(int d)
{
	int ends[2];

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	descriptor_send(ends[0], devices[d].fd);
	CHECK_OK(close(devices[d].fd));
	devices[d].fd = descriptor_receive(ends[1]);
	CHECK_OK(close(ends[0]));
	CHECK_OK(close(ends[1]));
}

static void step_duplicate(int d)
{
	int fd = CHECK_OK(dup(devices[d].fd));

	CHECK_OK(close(devices[d].fd));
	devices[d].fd = fd;
}

static void step_call(int t)
{
	int which = (int)below(CALLS);

	party_do(t, do_call, &which);
	expect_call(t, which);
}

/* Mostly one that somebody has. */
static uint64_t handle_to_start(void)
{
	const struct ref_session *s;
	int i;

	for (i = ref.sessions - 1; i >= 0; i--) {
		s = &ref.session[i];
		if (!s->over && s->handles && below(4))
			return s->handle[below(s->handles)];
	}
	return some_handle();
}

static bool has_session(int t)
{
	return ref.task[t].device >= 0 || ref.task[t].remote >= 0;
}

static void step_start(int t)
{
	uint64_t handle = handle_to_start();

	/* compat "nesting": there a start on top of anything is a bug. */
	if (!sections || ref.task[t].depth[0] >= REF_MAX_FRAMES ||
	    (stock && (has_session(t) || ref.task[t].depth[0])))
		return;
	party_do(t, do_start, &handle);
	ref_section_start(&ref, t, false, handle);
}

static void step_stop(int t)
{
	/* compat "nesting": there a stop needs its start. */
	if (!sections || (stock && !live_sections(t) && has_session(t)))
		return;
	party_do(t, do_stop, NULL);
	ref_section_stop(&ref, t, false);
}

static void step_common(int t)
{
	uint64_t handle;

	if (!sections)
		return;
	party_do(t, do_ask_common, &handle);
	same("common handle", (long)handle, (long)ref.task[t].common);
}

static void step_exit(int t)
{
	int creator = (t + 1) % REF_TASKS;

	/* compat "exit-in-section": there it leaks. */
	if (stock && live_sections(t))
		return;
	party_end(t);
	ref_exit(&ref, t);
	party_begin(t, creator);
	ref_create(&ref, t, creator);
}

#define STEP(name, call)          \
	do {                      \
		step_name = name; \
		call;             \
	} while (0)

static void step_device(int d, int t)
{
	/* A device that nobody can enable or read is of little use. */
	if (ref.device[d].state == REF_NEW && below(2)) {
		STEP("init", step_init(d, t));
		return;
	}
	switch (below(16)) {
	case 0:
	case 1:
		STEP("init", step_init(d, t));
		break;
	case 2:
	case 3:
	case 4:
		STEP("map", step_map(d));
		break;
	case 5:
	case 6:
	case 7:
		STEP("enable", step_enable(d, t));
		break;
	case 8:
	case 9:
	case 10:
		STEP("remote enable", step_remote_enable(d, t));
		break;
	case 11:
		STEP("disable", step_disable(d, t));
		break;
	case 12:
	case 13:
		STEP("store", step_store(d));
		break;
	case 14:
		STEP("nonsense", step_nonsense(d, t));
		if (below(2))
			STEP("pass on", step_number_changes(d));
		else
			STEP("dup", step_duplicate(d));
		break;
	default:
		if (below(2))
			STEP("unmap", unmap(d));
		else if (!below(4))
			STEP("close", step_close(d));
	}
}

static void step(void)
{
	int t = (int)below(REF_TASKS);
	int d = (int)below(REF_DEVICES);

	switch (below(12)) {
	case 0:
	case 1:
		STEP("call", step_call(t));
		break;
	case 2:
	case 3:
		STEP("start", step_start(t));
		break;
	case 4:
	case 5:
		STEP("stop", step_stop(t));
		break;
	case 6:
		if (below(2))
			STEP("common handle", step_common(t));
		else if (!below(8))
			STEP("exit", step_exit(t));
		else if (!below(16))
			STEP("fork", CHECK_EQ(party_do(t, do_fork, NULL), 0));
		break;
	default:
		if (ref.device[d].open)
			step_device(d, t);
		else if (!ref_is_used(&ref, d))
			STEP("open", step_open(d));
	}
}

/* Everybody goes home, in sections or not. */
static void finish(void)
{
	int i;

	step_name = "finish";
	for (i = 0; i < REF_TASKS; i++) {
		while (sections && live_sections(i))
			step_stop(i);
		party_end(i);
		ref_exit(&ref, i);
		compare();
	}
	for (i = 0; i < REF_DEVICES; i++)
		if (ref.device[i].open)
			step_close(i);
}

static void run_sequence(unsigned long steps)
{
	int t;

	ref_start(&ref);
	ref.one_session = !host_has_both();
	for (t = 0; t < REF_TASKS; t++)
		party_begin(t, -1);
	for (step_number = 1; step_number <= steps && !source_is_empty();
	     step_number++) {
		step();
		compare();
	}
	steps_done += step_number - 1;
	finish();
}

static void play_stream(const char *path)
{
	static uint8_t bytes[1 << 16];
	FILE *file = fopen(path, "re");

	CHECK(file);
	source_bytes(bytes, fread(bytes, 1, sizeof(bytes), file));
	fclose(file);
	run_sequence(-1ul);
}

TEST("random sequences of everything give what the reference says")
{
	unsigned long sequences = number_from("KCOV_TEST_SEQUENCES", 100);
	const char *stream = getenv("KCOV_TEST_STREAM");
	int descriptors = 0;
	long maps = 0;
	unsigned long i;

	/* The reference counts in words of 64 bits. */
	if (sizeof(long) != 8 || !host_has_comparisons() || !host_has_remote())
		SKIP("the reference is one of 64-bit hosts with everything");
	stock = host_is(STOCK);
	exact = host_is_exact();
	sections = host_has_sections();
	seed = number_from("KCOV_TEST_SEED", 1);
	measure();
	if (stream)
		return play_stream(stream);
	for (i = 0; i < sequences; i++, seed++) {
		source_seed(seed);
		run_sequence(STEPS);
		if (!i)
			descriptors = open_descriptors();
		/* Stacks and the heap of threads grow for a while. */
		if (i == sequences / 4)
			maps = proc_lines("/proc/self/maps", "");
	}
	CHECK_EQ(open_descriptors(), descriptors);
	CHECK(proc_lines("/proc/self/maps", "") <= maps + 16);
	CHECK(refused && (records_seen || !exact));
	note("%lu sequences, %lu steps, %lu calls refused as they should, "
	     "records seen %lu times; unexplained differences 0",
	     sequences, steps_done, refused, records_seen);
}
