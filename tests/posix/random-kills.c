// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A client and a target share devices and are killed at random instants, one of
 * them or both, over and over: whoever comes next can enable at once what the
 * dead owned, the area reads as it must, and nothing piles up.
 * KCOV_TEST_KILLS says how many kills, KCOV_TEST_SEED which (both are printed).
 * kills: a lock or an owner that the dead keep; a device that is free only
 * after a time; descriptors, mappings or shared memory left behind.
 */
#include <dirent.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>

#include "leftovers.h"
#include "remote.h"
#include "target.h"

#define DEFAULT_KILLS 100

/* One that only the client enables, one the target, one that both fight for. */
enum { CLIENTS, TARGETS, DISPUTED, DEVICES };

static struct session devices[DEVICES];
static unsigned int seed;
static bool own_shared_memory;

static unsigned int random_below(unsigned int bound)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % bound;
}

/*
 * Five threads go on without an end, on two processors perhaps: who is to die,
 * and needs one for that, does not wait for their slices if they rest, a little.
 */
static void rest_at_times(void)
{
	static const struct timespec least = { .tv_nsec = 1 };
	static _Thread_local unsigned int times;

	if (times++ % 8 == 0)
		nanosleep(&least, NULL);
}

/* Calls that may fail, because the other one has the device: no CHECK. */
static void try_to_collect(const struct session *session)
{
	rest_at_times();
	if (ioctl(session->fd, KCOV_ENABLE, KCOV_TRACE_PC))
		return;
	target_a();
	set_count(session, 0);
	target_b();
	ioctl(session->fd, KCOV_DISABLE, 0);
}

static void *work_for_handle(void *argument)
{
	for (;;) {
		run_section(USB(0x4001), target_a);
		rest_at_times();
	}
	return argument;
}

static void *fight(void *argument)
{
	for (;;)
		try_to_collect(argument);
	return NULL;
}

/*
 * Who kills does not wait for those who fill every processor, where it may be
 * so; they have the priority that everybody has, and do not outlive it.
 */
static void be_killer(void)
{
	setpriority(PRIO_PROCESS, 0, -10);
}

static void be_victim(void)
{
	setpriority(PRIO_PROCESS, 0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* Listens to its own worker, maps and unmaps, resets what others collect. */
static void be_client(void *argument)
{
	struct request request = request_for(USB(0x4001));
	const struct session *own = &devices[CLIENTS];

	(void)argument;
	be_victim();
	start_thread(work_for_handle, NULL);
	start_thread(fight, &devices[DISPUTED]);
	for (;;) {
		size_t bytes = own->words * sizeof(unsigned long);
		void *again =
			mmap(NULL, bytes, PROT_READ, MAP_SHARED, own->fd, 0);

		if (!remote_enable(own, &request)) {
			set_count(own, 0);
			ioctl(own->fd, KCOV_DISABLE, 0);
		}
		set_count(&devices[DISPUTED], 0);
		set_count(&devices[TARGETS], 0);
		try_to_collect(own);
		if (again != MAP_FAILED)
			munmap(again, bytes);
	}
}

static void be_target(void *argument)
{
	(void)argument;
	be_victim();
	start_thread(fight, &devices[DISPUTED]);
	for (;;)
		try_to_collect(&devices[TARGETS]);
}

struct party {
	void (*body)(void *);
	pid_t pid;
};

static void keep_running(struct party *party)
{
	if (!party->pid)
		party->pid = fork_child(party->body, NULL);
}

static void kill_now(struct party *party)
{
	CHECK_OK(kill(party->pid, SIGKILL));
	CHECK_KILLED(party->pid, SIGKILL);
	party->pid = 0;
}

/*
 * At once: the first ENABLE must do it. Of the trace a partner that lives may
 * have cleared the count a moment before we look, but not each time.
 */
static void check_free_at_once(const struct session *session)
{
	unsigned long records = 0;
	int tries;

	for (tries = 0; !records && tries < 3; tries++) {
		struct trace trace = trace_alone(session, target_a);

		records = trace.n;
		trace_free(&trace);
	}
	CHECK(records > 0 && records < session->words);
}

/*
 * A remote session has a descriptor above 511. The first one that high makes a
 * process of threads wait some 10 ms for its kernel, and with it who kills it;
 * the children of one that has such a descriptor have room for it. Where it may
 * not have it, kills take longer.
 */
static void have_room_for_descriptors(void)
{
	fcntl(devices[CLIENTS].fd, F_DUPFD_CLOEXEC, 1000);
}

/* A /dev/shm of our own, which shows nobody else's files; needs root. */
static void have_own_shared_memory(void)
{
	if (unshare(CLONE_NEWNS) ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("none", "/dev/shm", "tmpfs", 0, NULL))
		note("/dev/shm is everybody's: %s", errno_name(errno));
	else
		own_shared_memory = true;
}

/* Names below /dev/shm; 0 where they would be everybody's. */
static int shared_files(void)
{
	DIR *dir = opendir("/dev/shm");
	struct dirent *entry;
	int n = 0;

	while (dir && own_shared_memory && (entry = readdir(dir)))
		n++;
	if (!dir)
		return 0;
	closedir(dir);
	return n;
}

/* Returns how many it killed. */
static unsigned long one_round(struct party *client, struct party *target)
{
	struct timespec pause = { .tv_nsec = random_below(1500) * 1000l };
	unsigned int who = random_below(3) + 1;

	keep_running(client);
	keep_running(target);
	nanosleep(&pause, NULL);
	if (who & 1) {
		kill_now(client);
		check_free_at_once(&devices[CLIENTS]);
	}
	if (who & 2) {
		kill_now(target);
		check_free_at_once(&devices[TARGETS]);
	}
	if (who == 3)
		check_free_at_once(&devices[DISPUTED]);
	return who == 3 ? 2 : 1;
}

TEST("random kills leave every device usable and nothing behind")
{
	struct party client = { .body = be_client };
	struct party target = { .body = be_target };
	unsigned long kills = number_from("KCOV_TEST_KILLS", DEFAULT_KILLS);
	int descriptors, files;
	unsigned long i, killed = 0;
	long maps;

	have_own_shared_memory();
	be_killer();
	seed = number_from("KCOV_TEST_SEED", 1);
	note("KCOV_TEST_KILLS=%lu KCOV_TEST_SEED=%u", kills, seed);
	for (i = 0; i < DEVICES; i++)
		devices[i] = session_open(LISTENER_WORDS);
	have_room_for_descriptors();
	while (killed < 10)
		killed += one_round(&client, &target);
	descriptors = open_descriptors();
	files = shared_files();
	maps = proc_lines("/proc/self/maps", "");
	while (killed < kills)
		killed += one_round(&client, &target);
	CHECK_EQ(open_descriptors(), descriptors);
	CHECK(proc_lines("/proc/self/maps", "") <= maps + 1);
	if (client.pid)
		kill_now(&client);
	if (target.pid)
		kill_now(&target);
	for (i = 0; i < DEVICES; i++) {
		check_free_at_once(&devices[i]);
		session_close(&devices[i]);
	}
	devices[0] = session_open(page_words());
	check_free_at_once(&devices[0]);
	session_close(&devices[0]);
	CHECK_EQ(shared_files(), files);
	note("%lu killed", killed);
}
