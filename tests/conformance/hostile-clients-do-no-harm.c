// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-D15 to S-D19, S-A1, S-E7: clients that store random values everywhere in an
 * area while others of their threads collect into it, run sections for it, map
 * and unmap it, dup and pass its descriptor, fork children that do the same,
 * execute programs that take it over, and close it. Half of them are killed at
 * a random moment. Each time: nothing was written beside the area, the handles
 * are free, the device that they shared with us can be enabled and shows one
 * call's trace; in the end memory is what it was.
 *
 *   KCOV_TEST_CLIENTS  how many (default 20)
 *   KCOV_TEST_SEED     which
 *
 * kills: a count that is loaded twice; a reference or a handle that the dead
 * keep; a device that is free only after a time.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#include "comparisons.h"
#include "leftovers.h"
#include "neighbours.h"
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x7f01)
#define BUS USB(0x7f02)
#define ACTIONS 60

struct hostile {
	struct neighbours all;
	unsigned int seed;
	bool doomed; /* it will be killed */
	int spare;   /* another number of the device */
};

/* Ours and every client's. */
static struct session shared;
static volatile unsigned long *progress;

static unsigned int random_below(unsigned int *seed, unsigned int bound)
{
	*seed = *seed * 1103515245 + 12345;
	return (*seed >> 16) % bound;
}

static unsigned long hostile_value(unsigned int *seed, unsigned long words)
{
	unsigned long any = (unsigned long)random_below(seed, 0x10000) << 48 |
			    random_below(seed, 0x10000);

	switch (random_below(seed, 6)) {
	case 0:
		return 0;
	case 1:
		return words - 2 + random_below(seed, 5);
	case 2:
		return 1ul << random_below(seed, 64);
	case 3:
		return (1ul << random_below(seed, 64)) - 1;
	case 4:
		return words / 4 - random_below(seed, 3);
	default:
		return any;
	}
}

/* Half of it goes to the count. */
static void spoil(volatile unsigned long *area, unsigned long words,
		  unsigned int *seed)
{
	unsigned long at =
		random_below(seed, 2) ? 0 : random_below(seed, (unsigned)words);

	area[at] = hostile_value(seed, words);
	++*progress;
}

static void *keep_spoiling(void *argument)
{
	struct hostile *hostile = argument;
	unsigned int seed = hostile->seed ^ 0x5a5a;

	for (;;) {
		spoil(hostile->all.area.area, hostile->all.area.words, &seed);
		spoil(shared.area, shared.words, &seed);
	}
	return NULL;
}

/* Calls that may fail, because somebody else has the device: no CHECK. */
static void collect(int fd, unsigned long mode)
{
	if (ioctl(fd, KCOV_ENABLE, mode))
		return;
	target_a();
	compare_a();
	ioctl(fd, KCOV_DISABLE, 0);
}

static void *keep_collecting(void *argument)
{
	struct hostile *hostile = argument;
	unsigned int i;

	for (i = 0;; i++) {
		collect(hostile->all.area.fd, i % 2);
		collect(shared.fd, i / 2 % 2);
	}
	return NULL;
}

static void *keep_working(void *argument)
{
	for (;;) {
		run_section(HANDLE, target_a);
		run_section(BUS, compare_a);
	}
	return argument;
}

static struct request both(void)
{
	struct request request = request_for_both(HANDLE, BUS);

	request.area_size = 64;
	return request;
}

static void listen_a_while(int fd, unsigned long mode)
{
	struct request request = both();

	request.trace_mode = mode;
	if (ioctl(fd, KCOV_REMOTE_ENABLE, &request))
		return;
	target_b();
	ioctl(fd, KCOV_DISABLE, 0);
}

static void map_again(const struct session *session, int fd)
{
	size_t bytes = session->words * sizeof(unsigned long);
	void *again = mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0);

	if (again != MAP_FAILED)
		munmap(again, bytes);
}

static void pass_on(struct hostile *hostile)
{
	int ends[2];

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	descriptor_send(ends[0], hostile->all.area.fd);
	close(ends[0]);
	close(hostile->spare);
	/* Or never taken out: it is closed with the socket. */
	hostile->spare = -1;
	if (random_below(&hostile->seed, 2))
		hostile->spare = descriptor_receive(ends[1]);
	close(ends[1]);
}

/* A child that goes on spoiling, may take the device over, or a new program. */
static void breed(struct hostile *hostile)
{
	pid_t pid;
	int i;

	/*
	 * User-Mode Linux 6.12 dies of a process that is killed while it forks:
	 * flush_tlb_mm() meets what the copy of the mappings left unfinished.
	 * With and without kcov.
	 */
	if (hostile->doomed && host_is_kernel())
		return;
	pid = fork();
	if (pid < 0)
		return;
	if (!pid) {
		for (i = 0; i < 50; i++)
			spoil(hostile->all.area.area, hostile->all.area.words,
			      &hostile->seed);
		collect(hostile->all.area.fd, KCOV_TRACE_PC);
		if (random_below(&hostile->seed, 2))
			exec_second_program("trace", hostile->all.area.fd,
					    (long)hostile->all.area.words);
		_exit(0);
	}
	wait_status(pid);
}

static void act(struct hostile *hostile)
{
	unsigned int *seed = &hostile->seed;

	switch (random_below(seed, 12)) {
	case 0:
	case 1:
		map_again(&hostile->all.area, hostile->all.area.fd);
		break;
	case 2:
		close(hostile->spare);
		hostile->spare = dup(hostile->all.area.fd);
		break;
	case 3:
		pass_on(hostile);
		break;
	case 4:
		breed(hostile);
		break;
	case 5:
	case 6:
		collect(hostile->spare, random_below(seed, 3));
		break;
	case 7:
	case 8:
		listen_a_while(hostile->all.area.fd, random_below(seed, 3));
		break;
	case 9:
		listen_a_while(shared.fd, random_below(seed, 2));
		break;
	case 10:
		ioctl(hostile->all.area.fd, KCOV_INIT_TRACE,
		      hostile_value(seed, page_words()));
		break;
	default:
		ioctl(shared.fd, KCOV_DISABLE, hostile_value(seed, 2));
	}
}

static void be_hostile(void *argument)
{
	const struct hostile *orders = argument;
	/* Its threads use it until the process is gone. */
	static struct hostile hostile;
	int i;

	hostile = (struct hostile){ .all = neighbours_open(),
				    .seed = orders->seed,
				    .doomed = orders->doomed,
				    .spare = -1 };
	start_thread(keep_spoiling, &hostile);
	start_thread(keep_collecting, &hostile);
	/* compat "exit-in-section": there a device leaks. */
	if (host_has_sections() && !host_is(STOCK))
		start_thread(keep_working, NULL);
	for (i = 0; i < ACTIONS; i++) {
		act(&hostile);
		neighbours_check(&hostile.all);
	}
}

/* At once: the first call must do it. */
static void check_free_at_once(void)
{
	struct trace trace = trace_alone(&shared, target_a);

	CHECK(trace.n > 0 && trace.n < shared.words);
	trace_free(&trace);
}

static bool one_client(unsigned int *seed)
{
	struct hostile orders = { .seed = *seed,
				  .doomed = random_below(seed, 2) };
	struct timespec pause = { .tv_nsec =
					  random_below(seed, 20000) * 1000l };
	pid_t pid = fork_child(be_hostile, &orders);
	struct request request = both();
	bool killed = false;

	if (orders.doomed) {
		nanosleep(&pause, NULL);
		CHECK_OK(kill(pid, SIGKILL));
		killed = WIFSIGNALED(wait_status(pid));
	} else {
		CHECK_EXIT(pid, 0);
	}
	check_free_at_once();
	if (host_has_remote())
		check_free(&request);
	return killed;
}

TEST("hostile clients do no harm beside their area and leave nothing behind")
{
	unsigned long clients = number_from("KCOV_TEST_CLIENTS", 20);
	unsigned int seed = (unsigned int)number_from("KCOV_TEST_SEED", 1);
	struct leftovers before = leftovers_now();
	unsigned long i, killed = 0;

	progress = shared_memory(sizeof(*progress));
	shared = session_open(LISTENER_WORDS);
	for (i = 0; i < clients; i++) {
		killed += one_client(&seed);
		/* The first of them fill caches. */
		if (i == clients / 4)
			before = leftovers_now();
	}
	note("%lu clients, %lu of them killed, %lu stores", clients, killed,
	     *progress);
	CHECK(*progress);
	check_no_leftovers(&before);
	session_close(&shared);
}
