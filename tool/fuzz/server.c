// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * AFL++'s fork server whose child is a guest: afl-fuzz, afl-tmin and
 * afl-showmap start this program as their target (kcovctl fuzz --serve). It
 * speaks the handshake that AFL++ had until 4.10, which later ones take too, but
 * for comparisons: the map that those are written to says which one is due. A
 * guest that ended begins to boot at once, while afl-fuzz decides what is next.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/shm.h>

#include "tool/base/fail.h"
#include "tool/fuzz/campaign.h"

enum { FD_CONTROL = 198, FD_STATUS = 199 };

/* Of the old handshake; afl-fuzz answers to the last. */
#define HELLO 0x80000001u
#define HELLO_MAP_SIZE 0x40000000u
#define HELLO_COMPARISONS 0x02000000u
#define HELLO_SHARED_INPUT 0x01000000u

/*
 * Of the new one: this number, to which afl-fuzz answers with its complement,
 * options, the map's size, and this number again.
 */
#define VERSION 0x41464c01u
#define OPTION_MAP_SIZE 1u
#define OPTION_SHARED_INPUT 2u

/*
 * afl-fuzz looks for these texts in the program: without them it takes it for
 * one that is not instrumented, or gives inputs through a file.
 */
static const char server_marks[]
	__attribute__((used)) = "__AFL_SHM_ID ##SIG_AFL_PERSISTENT##";

/* Wait statuses that it takes for crashes. */
enum { ENDED_WELL = 0, CRASHED = SIGSEGV, HUNG = SIGALRM };

static struct server {
	struct guest guest;
	const char *out;
	uint8_t *map;
	const uint8_t *shared; /* the input: length and bytes; NULL: stdin */
	struct campaign_status *status;
	int slot; /* of status->groups */
	bool compares;
} server;

static volatile int stop;

static void on_signal(int number)
{
	(void)number;
	stop = 1;
}

static void *attach(const char *variable)
{
	const char *id = getenv(variable);
	void *at = id ? shmat(atoi(id), NULL, 0) : NULL;

	if (at == (void *)-1)
		die(STATUS_FAILED, "cannot share memory with afl-fuzz: %s",
		    strerror(errno));
	return at;
}

static struct campaign_status *find_status(void)
{
	const char *fd = getenv(STATUS_VARIABLE);
	void *at = mmap(NULL, sizeof(struct campaign_status),
			PROT_READ | PROT_WRITE,
			fd ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS,
			fd ? atoi(fd) : -1, 0);

	if (at == MAP_FAILED)
		die(STATUS_FAILED, "cannot share memory with kcovctl fuzz: %s",
		    strerror(errno));
	return at;
}

static int free_slot(struct campaign_status *status)
{
	int32_t none;
	int i;

	for (i = 0; i < SERVERS_MOST - 1; i++) {
		none = 0;
		if (__atomic_compare_exchange_n(&status->groups[i], &none, -1,
						false, __ATOMIC_RELAXED,
						__ATOMIC_RELAXED))
			break;
	}
	return i;
}

static void count(uint64_t *counter, uint64_t more)
{
	__atomic_fetch_add(counter, more, __ATOMIC_RELAXED);
}

static bool start_guest(void)
{
	if (!guest_start(&server.guest))
		return false;
	count(&server.status->boots, 1);
	server.status->groups[server.slot] = server.guest.kernel;
	return true;
}

/* False: afl-fuzz is gone. */
static bool transfer(ssize_t done)
{
	return done == 4;
}

static bool say(uint32_t word)
{
	return transfer(write(FD_STATUS, &word, 4));
}

static bool hear(uint32_t *word)
{
	return transfer(read(FD_CONTROL, word, 4));
}

static bool shake_hands_old(bool shares_input)
{
	uint32_t hello = HELLO | HELLO_MAP_SIZE | HELLO_COMPARISONS |
			 (CHANNEL_COUNTERS - 1) << 1;
	uint32_t answer;

	if (!shares_input)
		return say(hello);
	if (!say(hello | HELLO_SHARED_INPUT) || !hear(&answer))
		return false;
	if ((answer & (HELLO | HELLO_SHARED_INPUT)) ==
	    (HELLO | HELLO_SHARED_INPUT))
		server.shared = attach("__AFL_SHM_FUZZ_ID");
	return true;
}

static bool shake_hands_new(bool shares_input)
{
	uint32_t answer;

	if (!say(VERSION) || !hear(&answer) || answer != ~VERSION)
		return false;
	if (shares_input)
		server.shared = attach("__AFL_SHM_FUZZ_ID");
	return say(OPTION_MAP_SIZE |
		   (shares_input ? OPTION_SHARED_INPUT : 0)) &&
	       say(CHANNEL_COUNTERS) && say(VERSION);
}

static bool shake_hands(void)
{
	bool shares_input = getenv("__AFL_SHM_FUZZ_ID");

	if (cmplog_is_new())
		return shake_hands_new(shares_input);
	return shake_hands_old(shares_input);
}

static const uint8_t *take_input(size_t *bytes)
{
	static uint8_t input[CHANNEL_INPUT];
	uint32_t length;
	ssize_t n;

	*bytes = 0;
	if (server.shared) {
		memcpy(&length, server.shared, 4);
		*bytes = length < CHANNEL_INPUT ? length : CHANNEL_INPUT;
		return server.shared + 4;
	}
	lseek(STDIN_FILENO, 0, SEEK_SET);
	while (*bytes < sizeof(input) && (n = read(STDIN_FILENO, input + *bytes,
						   sizeof(input) - *bytes)) > 0)
		*bytes += (size_t)n;
	return input;
}

static void give_edges(void)
{
	const struct channel *channel = server.guest.channel;
	uint32_t i, n = channel->count;

	if (n > CHANNEL_COUNTERS)
		n = CHANNEL_COUNTERS;
	for (i = 0; i < n; i++) {
		struct channel_edge edge = channel->edges[i];

		server.map[edge.counter] = edge.times;
		if (!server.status->seen[edge.counter])
			server.status->seen[edge.counter] = 1;
	}
}

/*
 * A dead guest gives no edges, and afl-fuzz saves no crash without some: two
 * that stand for the place, so that crashes are told apart.
 */
static uint32_t give_end(const uint8_t *input, size_t bytes,
			 enum guest_outcome outcome)
{
	struct finding finding = { input, bytes, outcome == GUEST_HUNG };
	uint32_t hash = 0;
	bool is_new;

	is_new = finding_save(&server.guest, server.out, &finding,
			      server.status, &hash);
	count(is_new ? &server.status->findings : &server.status->repeats, 1);
	server.map[hash % CHANNEL_COUNTERS] = 1;
	server.map[(hash >> 16) % CHANNEL_COUNTERS] = 1;
	guest_bury(&server.guest);
	if (!stop)
		start_guest();
	return outcome == GUEST_HUNG ? HUNG : CRASHED;
}

static bool run_one(uint32_t *result)
{
	struct guest *guest = &server.guest;
	uint64_t lost = guest->channel->lost;
	enum guest_outcome outcome;
	const uint8_t *input;
	size_t bytes;

	*result = ENDED_WELL;
	input = take_input(&bytes);
	outcome = guest_run(guest,
			    server.compares ? WANT_COMPARISONS : WANT_EDGES,
			    input, bytes, &stop);
	if (outcome == GUEST_STOPPED)
		return false;
	if (outcome == GUEST_KILLED) {
		guest_bury(guest);
		*result = SIGKILL;
		return true;
	}
	count(&server.status->runs, 1);
	if (outcome != GUEST_DONE) {
		*result = give_end(input, bytes, outcome);
	} else if (server.compares) {
		cmplog_fill(guest->channel);
	} else {
		give_edges();
		count(&server.status->nanoseconds, guest->channel->nanoseconds);
	}
	if (guest->channel->lost != lost)
		count(&server.status->losses, 1);
	/* It is there at all. */
	server.map[0] = 1;
	return true;
}

static int serve_all(void)
{
	uint32_t killed, result;

	while (!stop && hear(&killed)) {
		if (!guest_ready(&server.guest, &stop))
			return stop ? STATUS_OK : STATUS_FAILED;
		server.status->groups[server.slot] = server.guest.kernel;
		/* What afl-fuzz may kill when it has waited too long. */
		if (!say((uint32_t)server.guest.kernel) || !run_one(&result) ||
		    !say(result))
			break;
	}
	return STATUS_OK;
}

static void take_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

int serve(const struct guest_plan *plan, const char *out)
{
	int status = STATUS_FAILED;

	take_signals();
	server.out = out;
	server.status = find_status();
	server.map = attach("__AFL_SHM_ID");
	if (!server.map)
		die(STATUS_USAGE,
		    "--serve is for afl-fuzz, afl-tmin and "
		    "afl-showmap, which start it as their target");
	server.compares = cmplog_open();
	if (server.compares && !cmplog_is_known())
		server.status->unknown = 1;
	if (!guest_prepare(&server.guest, plan))
		return STATUS_FAILED;
	server.slot = free_slot(server.status);
	if (start_guest() && guest_ready(&server.guest, &stop)) {
		server.status->folds |= server.guest.channel->folds;
		status = shake_hands() ? serve_all() : STATUS_FAILED;
	}
	guest_free(&server.guest);
	server.status->groups[server.slot] = 0;
	return status;
}
