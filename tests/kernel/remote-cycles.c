// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * remote-cycles CYCLES [SEED]: two processes, each with a bus of its own, have
 * child after child enable remote coverage and plug a USB device in; about half
 * of the children are killed at some moment of that. Then nothing may be left:
 * no handle, no memory.
 */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "remote-client.h"
#include "remote-gadget.h"

enum {
	/* Caches fill during the first cycles. */
	WARM_UP = 20,
	/* Enumeration of a device takes about 200 ms. */
	LATEST_KILL_MS = 300,
	BUSY = 3,
};

/* One life of an owner; never returns. */
static void be_an_owner(unsigned int n, unsigned int bus)
{
	struct client c = client_open();
	int gadget, err = client_enable(&c, bus, 1 + n);

	if (err)
		_exit(err == EEXIST ? BUSY : 1);
	gadget = gadget_plug(n);
	gadget_be_configured(gadget);
	close(gadget);
	client_finish(&c);
	_exit(0);
}

static void nap(unsigned int ms)
{
	struct timespec time = { .tv_nsec = ms * 1000000l };

	nanosleep(&time, NULL);
}

/* Returns how the owner ended. */
static int one_cycle(unsigned int n, unsigned int bus, unsigned int *seed)
{
	int status, kill_it = rand_r(seed) & 1;
	pid_t child = fork();

	if (child < 0)
		die("fork");
	if (!child)
		be_an_owner(n, bus);
	if (kill_it) {
		nap(rand_r(seed) % LATEST_KILL_MS);
		kill(child, SIGKILL);
	}
	if (waitpid(child, &status, 0) != child)
		die("waitpid");
	if (WIFSIGNALED(status) && kill_it)
		return 'k';
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 'e';
	fprintf(stderr, "bus %u: an owner ended with status %#x%s\n", bus,
		status,
		WIFEXITED(status) && WEXITSTATUS(status) == BUSY ?
			": its handles were taken" :
			"");
	return 0;
}

static pid_t start_cycles(unsigned int n, unsigned int bus, unsigned int cycles,
			  unsigned int seed)
{
	unsigned int i, killed = 0;
	pid_t child = fork();

	if (child < 0)
		die("fork");
	if (child)
		return child;
	for (i = 0; i < cycles; i++) {
		int end = one_cycle(n, bus, &seed);

		if (!end)
			_exit(1);
		killed += end == 'k';
	}
	fprintf(stderr, "# bus %u: %u cycles, %u killed\n", bus, cycles,
		killed);
	_exit(0);
}

static int two_processes(const unsigned int *bus, unsigned int cycles,
			 unsigned int seed)
{
	pid_t child[2];
	int status, failed = 0;
	unsigned int n;

	for (n = 0; n < 2; n++)
		child[n] = start_cycles(n, bus[n], cycles, seed + n);
	for (n = 0; n < 2; n++) {
		if (waitpid(child[n], &status, 0) != child[n] || status)
			failed = 1;
	}
	return failed;
}

struct memory {
	long vmalloc;
	long slab;
};

static struct memory memory_now(void)
{
	struct memory m = { 0, 0 };
	FILE *file = fopen("/proc/meminfo", "r");
	char line[100];

	if (!file)
		die("/proc/meminfo");
	while (fgets(line, sizeof(line), file)) {
		sscanf(line, "VmallocUsed: %ld", &m.vmalloc);
		sscanf(line, "Slab: %ld", &m.slab);
	}
	fclose(file);
	return m;
}

static long least(long a, long b)
{
	return a < b ? a : b;
}

/*
 * Workers may still be busy with the last device, and batches of what is freed
 * wait for up to five seconds: the least of six, or what is not above `enough`.
 */
static struct memory memory_at_rest(const unsigned int *bus,
				    struct memory enough)
{
	struct memory now, rest;
	int tries;

	gadget_wait(bus[0], 0);
	gadget_wait(bus[1], 0);
	rest = memory_now();
	for (tries = 0; tries < 12 && (rest.vmalloc > enough.vmalloc ||
				       rest.slab > enough.slab);
	     tries++) {
		poll(NULL, 0, 500);
		now = memory_now();
		rest.vmalloc = least(rest.vmalloc, now.vmalloc);
		rest.slab = least(rest.slab, now.slab);
	}
	return rest;
}

int main(int argc, char **argv)
{
	unsigned int cycles = argc > 1 ? atoi(argv[1]) : 100;
	unsigned int seed = argc > 2 ? atoi(argv[2]) : 1;
	unsigned int bus[2] = { gadget_bus(0), gadget_bus(1) };
	struct memory first = { 0, 0 }, last;

	if (!bus[0] || !bus[1]) {
		fprintf(stderr, "this takes two dummy_hcd buses\n");
		return 1;
	}
	if (two_processes(bus, WARM_UP, seed))
		return 1;
	first = memory_at_rest(bus, first);
	if (two_processes(bus, cycles / 2, seed + 2))
		return 1;
	last = memory_at_rest(bus, first);
	printf("vmalloc %ld %ld\nslab %ld %ld\n", first.vmalloc, last.vmalloc,
	       first.slab, last.slab);
	/* Killed or not, all owners are gone, and so are their handles. */
	return two_processes(bus, 1, seed);
}
