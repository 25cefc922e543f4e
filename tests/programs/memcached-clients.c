// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * memcached-clients PORT ROUNDS: two clients at once of a memcached that was
 * annotated by memcached-requests.patch, each with a device that collects for
 * the handle of its own connection, and a third that keeps the maintenance
 * threads busy and collects what they do. They know nothing of the server but
 * its port. Prints five points of TAP, and then each PC, "pc NAME 0xPC", that a
 * client or the background had.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/kcov.h>

#include "tests/programs/feedback.h"
#include "tests/unit/tap.h"

#define WORDS (64u << 10)
/* Of maintenance that goes on meanwhile; 50,000 rounds left more than 16 Mi. */
#define BACKGROUND_WORDS (16ul << 20)
#define BACKGROUND_WORDS_A_ROUND 2048ul
#define BACKGROUND_INSTANCE 1 /* memcached-requests.patch */
#define MAX_REQUESTS 16
#define MAP_BITS 12

struct request {
	const char *send;
	const char *reply;
};

/*
 * The server's state is the same before each round: a client has one item at a
 * time in a size class that nobody else uses, so that lists have the same shape.
 */
static const struct request texts[] = {
	{ "set ada:1 5 0 10\r\n0123456789\r\n", "STORED\r\n" },
	{ "get ada:1\r\n", "VALUE ada:1 5 10\r\n0123456789\r\nEND\r\n" },
	{ "append ada:1 0 0 2\r\nxy\r\n", "STORED\r\n" },
	{ "gets ada:2 ada:3\r\n", "END\r\n" },
	{ "delete ada:1\r\n", "DELETED\r\n" },
	{ "get ada:1 ada:2\r\n", "END\r\n" },
	{ "replace ada:1 0 0 1\r\nx\r\n", "NOT_STORED\r\n" },
	{ "nonsense\r\n", "ERROR\r\n" },
	{ NULL, NULL },
};
#define FILLED "........................................"
#define LONG FILLED FILLED FILLED FILLED FILLED
static const struct request numbers[] = {
	{ "ms bob:" LONG " 3\r\n100\r\n", "HD\r\n" },
	{ "incr bob:" LONG " 23\r\n", "123\r\n" },
	{ "decr bob:" LONG " 3\r\n", "120\r\n" },
	{ "add bob:" LONG " 0 0 1\r\n1\r\n", "NOT_STORED\r\n" },
	{ "incr bob:" LONG " one\r\n",
	  "CLIENT_ERROR invalid numeric delta argument\r\n" },
	{ "mg bob:" LONG " s v\r\n", "VA 3 s3\r\n120\r\n" },
	{ "md bob:" LONG "\r\n", "HD\r\n" },
	{ "incr bob:" LONG " 1\r\n", "NOT_FOUND\r\n" },
	{ "version\r\n", NULL },
	{ NULL, NULL },
};

struct client {
	const char *name;
	const struct request *requests;
	unsigned int rounds;
	uint16_t server;
	int socket;
	int device;
	unsigned long *area;
	unsigned long words;
	unsigned int feedback; /* KCOV_FEEDBACK_* */
	unsigned long *alone[MAX_REQUESTS];
	/* while both run */
	unsigned long wrong;
	unsigned long overlapping; /* began while the other one was waiting */
	bool waiting;
	struct client *other;
};

static void die(const char *what)
{
	perror(what);
	_exit(2);
}

/* A connection, and the handle that the server derives from it. */
static uint64_t connect_to_server(struct client *client)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons(client->server) };
	socklen_t bytes = sizeof(address);
	int one = 1;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	client->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (client->socket < 0 ||
	    connect(client->socket, (void *)&address, sizeof(address)) ||
	    setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &one,
		       sizeof(one)) ||
	    getsockname(client->socket, (void *)&address, &bytes))
		die("connection");
	return kcov_remote_handle(KCOV_SUBSYSTEM_COMMON,
				  ntohs(address.sin_port));
}

static void collect_for(struct client *client, uint64_t handle)
{
	struct kcov_remote_arg arg = { .trace_mode = KCOV_TRACE_PC,
				       .area_size = WORDS,
				       .common_handle = handle };
	struct kcov_setup setup = { .size = sizeof(setup),
				    .feedback = client->feedback };
	size_t bytes = client->words * sizeof(long);

	if (client->feedback == KCOV_FEEDBACK_EDGES)
		setup.map_bits = MAP_BITS;

	client->device = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);
	if (client->device < 0 ||
	    ioctl(client->device, KCOV_INIT_TRACE, client->words))
		die("kcov");
	client->area = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED,
			    client->device, 0);
	if (client->area == MAP_FAILED)
		die("mmap");
	/* A plain trace is what a client has that knows of no choice. */
	if (client->feedback != KCOV_FEEDBACK_TRACE &&
	    ioctl(client->device, KCOV_SETUP, &setup))
		die("KCOV_SETUP");
	if (ioctl(client->device, KCOV_REMOTE_ENABLE, &arg))
		die("KCOV_REMOTE_ENABLE");
}

static unsigned long collected(const struct client *client)
{
	return __atomic_load_n(&client->area[0], __ATOMIC_ACQUIRE);
}

static void send_text(struct client *client, const char *text)
{
	ssize_t bytes = (ssize_t)strlen(text);

	if (send(client->socket, text, (size_t)bytes, 0) != bytes)
		die("send");
}

/* Receives until the reply ends like this. */
static void receive(struct client *client, char *reply, size_t room,
		    const char *end)
{
	size_t length = strlen(end);
	size_t got = 0;
	ssize_t n;

	do {
		n = recv(client->socket, reply + got, room - 1 - got, 0);
		if (n <= 0)
			die("recv");
		got += (size_t)n;
		reply[got] = '\0';
	} while (got < length || strcmp(reply + got - length, end));
}

static void talk(struct client *client, const struct request *request)
{
	char reply[512];

	send_text(client, request->send);
	receive(client, reply, sizeof(reply), "\r\n");
	while (request->reply && strlen(reply) < strlen(request->reply)) {
		size_t got = strlen(reply);

		receive(client, reply + got, sizeof(reply) - got, "\r\n");
	}
	if (request->reply && strcmp(reply, request->reply)) {
		fprintf(stderr, "%s: %s\n", request->send, reply);
		_exit(2);
	}
}

/*
 * The first request of a connection takes two events, and nothing tells which
 * one's section was delivered. Once it is answered, both have begun, so they
 * are not collected by who enables a session now.
 */
static void begin(struct client *client)
{
	static const struct request hello = { "version\r\n", NULL };
	uint64_t handle = connect_to_server(client);

	talk(client, &hello);
	collect_for(client, handle);
}

static void end(struct client *client)
{
	if (ioctl(client->device, KCOV_DISABLE, 0))
		die("KCOV_DISABLE");
	close(client->device);
	close(client->socket);
}

/*
 * The server answers before it is done with the request; its section is
 * delivered, as a whole, when it is.
 */
static void ask(struct client *client, const struct request *request)
{
	__atomic_store_n(&client->area[0], 0, __ATOMIC_RELEASE);
	talk(client, request);
	while (!collected(client))
		usleep(50);
}

static bool is_as_alone(const struct client *client, int i)
{
	return !memcmp(client->alone[i], client->area,
		       (client->alone[i][0] + 1) * sizeof(long));
}

static void keep(struct client *client, int i)
{
	size_t bytes = (client->area[0] + 1) * sizeof(long);

	client->alone[i] = malloc(bytes);
	if (!client->alone[i])
		die("malloc");
	memcpy(client->alone[i], client->area, bytes);
}

/*
 * One client with the server to itself: a round so that all memory is there,
 * one to keep, one to compare.
 */
static unsigned int run_alone(struct client *client)
{
	unsigned int wrong = 0;
	int round, i;

	begin(client);
	for (round = 0; round < 3; round++) {
		for (i = 0; client->requests[i].send; i++) {
			ask(client, &client->requests[i]);
			if (round == 1)
				keep(client, i);
			if (round == 2)
				wrong += !is_as_alone(client, i);
		}
	}
	end(client);
	return wrong;
}

/* Whether the area has what follows of the trace that this request has alone. */
static bool follows(const struct client *client, int i)
{
	struct kcov_stat stat = { .size = sizeof(stat) };

	/* It takes the lock under which so few PCs are delivered at once. */
	if (ioctl(client->device, KCOV_STAT, &stat))
		die("KCOV_STAT");
	return client->feedback == KCOV_FEEDBACK_UNIQUE ?
		       is_set_of(client->area, client->alone[i]) :
		       are_edges_of(client->area, client->alone[i], MAP_BITS);
}

/* Once more alone: deliveries to unique PCs, or to edges. */
static unsigned int run_with(struct client *client, unsigned int feedback)
{
	unsigned int wrong = 0;
	int i;

	client->feedback = feedback;
	begin(client);
	for (i = 0; client->requests[i].send; i++) {
		ask(client, &client->requests[i]);
		wrong += !follows(client, i);
	}
	end(client);
	client->feedback = KCOV_FEEDBACK_TRACE;
	return wrong;
}

static pthread_barrier_t together;
static bool ticked;  /* the server's clock, while its work was collected */
static bool running; /* the clients */

/* Until every maintenance thread had its turn, if that takes longer. */
static bool is_running(struct client *client, unsigned int round)
{
	if (round < client->rounds ||
	    !__atomic_load_n(&ticked, __ATOMIC_RELAXED))
		return true;
	client->rounds = round;
	return false;
}

static void *run_at_once(void *arg)
{
	struct client *client = arg;
	unsigned int round;
	int i;

	begin(client);
	pthread_barrier_wait(&together);
	for (round = 0; is_running(client, round); round++) {
		for (i = 0; client->requests[i].send; i++) {
			client->overlapping += __atomic_load_n(
				&client->other->waiting, __ATOMIC_RELAXED);
			__atomic_store_n(&client->waiting, true,
					 __ATOMIC_RELAXED);
			ask(client, &client->requests[i]);
			__atomic_store_n(&client->waiting, false,
					 __ATOMIC_RELAXED);
			client->wrong += !is_as_alone(client, i);
		}
	}
	end(client);
	return NULL;
}

/* Large items, so that there are pages to move and lists to go through. */
static void fill(struct client *client)
{
	static char text[20000];
	struct request request = { .send = text, .reply = "STORED\r\n" };
	int i, n;

	for (i = 0; i < 400; i++) {
		n = sprintf(text, "set filler:%d 0 0 10000\r\n", i);
		memset(text + n, 'x', 10000);
		strcpy(text + n + 10000, "\r\n");
		talk(client, &request);
	}
}

/* The number behind this word in what the server says to a request. */
static unsigned int number_of(struct client *client, const char *request,
			      const char *word)
{
	static char reply[64 << 10];
	unsigned int number = 0;
	const char *at = reply;

	send_text(client, request);
	receive(client, reply, sizeof(reply), "END\r\n");
	/* The last one is that of the largest size class. */
	while ((at = strstr(at, word))) {
		at += strlen(word);
		number = (unsigned int)atoi(at);
	}
	return number;
}

/* Makes work for the crawler and the rebalancer, and collects what they do. */
static void *keep_background_busy(void *arg)
{
	struct client *client = arg;
	unsigned int class, start;
	char text[3][64];
	struct request work[] = { { text[0], NULL },
				  { text[1], NULL },
				  { text[2], NULL } };
	int i;

	connect_to_server(client);
	fill(client);
	class = number_of(client, "stats items\r\n", "STAT items:");
	start = number_of(client, "stats\r\n", "STAT uptime ");
	sprintf(text[0], "lru_crawler crawl %u\r\n", class);
	sprintf(text[1], "slabs reassign %u %u\r\n", class, class - 1);
	sprintf(text[2], "slabs reassign %u %u\r\n", class - 1, class);
	collect_for(client, kcov_remote_handle(KCOV_SUBSYSTEM_COMMON,
					       BACKGROUND_INSTANCE));
	pthread_barrier_wait(&together);
	while (__atomic_load_n(&running, __ATOMIC_RELAXED)) {
		for (i = 0; i < 3; i++) {
			talk(client, &work[i]);
			usleep(10000);
		}
		/* Two ticks, so that one was collected from its beginning. */
		if (number_of(client, "stats\r\n", "STAT uptime ") >= start + 2)
			__atomic_store_n(&ticked, true, __ATOMIC_RELAXED);
	}
	end(client);
	return NULL;
}

static int by_value(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a;
	unsigned long y = *(const unsigned long *)b;

	return x < y ? -1 : x > y;
}

/* Each PC of a trace once, for whoever knows the functions; the trace is lost. */
static void list_pcs(const char *name, unsigned long *trace)
{
	unsigned long i;

	qsort(trace + 1, trace[0], sizeof(long), by_value);
	for (i = 1; i <= trace[0]; i++)
		if (i == 1 || trace[i] != trace[i - 1])
			printf("pc %s 0x%lx\n", name, trace[i]);
}

static void report(const struct client *client)
{
	int i;

	printf("# %s: %lu traces differ in %u rounds; %lu requests began "
	       "while the other client waited; blocks per request:",
	       client->name, client->wrong, client->rounds,
	       client->overlapping);
	for (i = 0; client->requests[i].send; i++)
		printf(" %lu", client->alone[i][0]);
	putchar('\n');
}

/* Two clients at once, and a third for the maintenance threads. */
static void run_together(struct client clients[2], struct client *background)
{
	pthread_t threads[3];
	int i;

	running = true;
	pthread_barrier_init(&together, NULL, 3);
	pthread_create(&threads[2], NULL, keep_background_busy, background);
	for (i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, run_at_once, &clients[i]);
	for (i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	__atomic_store_n(&running, false, __ATOMIC_RELAXED);
	pthread_join(threads[2], NULL);
}

int main(int argc, char **argv)
{
	struct client clients[2] = { { .name = "ada", .requests = texts },
				     { .name = "bob", .requests = numbers } };
	struct client background = { .name = "background",
				     .words = BACKGROUND_WORDS };
	unsigned long most;
	bool same = true, follow = true;
	int i, n;

	if (argc != 3)
		return 2;
	background.server = (uint16_t)atoi(argv[1]);
	most = BACKGROUND_WORDS_A_ROUND * (unsigned long)atoi(argv[2]);
	if (background.words < most)
		background.words = most;
	for (i = 0; i < 2; i++) {
		clients[i].server = background.server;
		clients[i].words = WORDS;
		clients[i].rounds = (unsigned int)atoi(argv[2]);
		clients[i].other = &clients[1 - i];
		same &= !run_alone(&clients[i]);
		follow &= !run_with(&clients[i], KCOV_FEEDBACK_UNIQUE);
		follow &= !run_with(&clients[i], KCOV_FEEDBACK_EDGES);
	}
	tap_ok(same, "a request that is repeated has the same trace");
	tap_ok(follow, "its unique PCs and its edges are those of that trace");

	run_together(clients, &background);
	for (i = 0; i < 2; i++)
		report(&clients[i]);
	tap_ok(!clients[0].wrong && !clients[1].wrong,
	       "with two clients at once, every request has the trace it has "
	       "alone");
	tap_ok(clients[0].overlapping && clients[1].overlapping,
	       "both clients were busy at once");
	printf("# background: %lu blocks\n", background.area[0]);
	tap_ok(background.area[0] > 1000 &&
		       background.area[0] < background.words - 1,
	       "the maintenance threads were busy meanwhile");

	list_pcs("background", background.area);
	for (i = 0; i < 2; i++)
		for (n = 0; clients[i].requests[n].send; n++)
			list_pcs(clients[i].name, clients[i].alone[n]);
	return tap_failed != 0;
}
