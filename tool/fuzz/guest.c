// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Runs inputs in a guest and sees at once when it breaks: the console is read
 * while an input runs, and the kernel's process is watched. Called by the fork
 * server (server.c), the replay of a corpus (corpus.c) and reproductions. What
 * the guest writes into the channel is believed only as far as it is checked
 * here.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/wait.h>

#include "tool/base/fail.h"
#include "tool/fuzz/guest.h"

/*
 * ms. What is behind a complaint comes within an instant: most kernels panic.
 * Who asks to stop is answered within LOOK.
 */
enum { BOOT_LIMIT = 60000, LAST_WORDS = 300, LOOK = 500 };
enum { BOOTS = 6 };
/* Bytes of a console, of which at least the last half are kept. */
#define CONSOLE_MOST (256u << 10)

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* What was said last is what matters. */
static void forget_old(struct guest *guest)
{
	size_t drop = guest->said.length - CONSOLE_MOST / 2;

	memmove(guest->said.at, guest->said.at + drop, CONSOLE_MOST / 2);
	text_cut(&guest->said, CONSOLE_MOST / 2);
	guest->judged = guest->judged > drop ? guest->judged - drop : 0;
}

/* False at the end of the console. */
static bool read_console(struct guest *guest)
{
	char bytes[4096];
	ssize_t n = read(guest->console, bytes, sizeof(bytes)), i;

	for (i = 0; i < n; i++)
		if (!bytes[i])
			bytes[i] = '?';
	if (n > 0)
		text_add_bytes(&guest->said, bytes, (size_t)n);
	if (guest->said.length > CONSOLE_MOST)
		forget_old(guest);
	return n > 0;
}

/* What stands in the pipe, without waiting for more. */
static void drain_console(struct guest *guest)
{
	struct pollfd console = { guest->console, POLLIN, 0 };

	while (poll(&console, 1, 0) > 0 && console.revents & POLLIN &&
	       read_console(guest))
		;
}

static bool complains(struct guest *guest)
{
	size_t from = guest->judged;

	if (from >= guest->said.length)
		return false;
	/* A line may have come in two pieces. */
	while (from && guest->said.at[from - 1] != '\n')
		from--;
	guest->judged = guest->said.length;
	return console_complains(guest->said.at, from);
}

/* Until it dies or says no more. */
static void hear_out(struct guest *guest)
{
	struct pollfd both[] = { { guest->pidfd, POLLIN, 0 },
				 { guest->console, POLLIN, 0 } };

	while (poll(both, 2, LAST_WORDS) > 0 && !both[0].revents)
		if (!read_console(guest))
			break;
	drain_console(guest);
}

enum event { RANG, DIED, COMPLAINED, LATE, STOPPED };

/* The next thing that matters, within so many ms. */
static enum event await(struct guest *guest, int limit,
			const volatile int *stop)
{
	int64_t end = now() + limit, left;
	struct pollfd all[] = { { guest->from, POLLIN, 0 },
				{ guest->console, POLLIN, 0 },
				{ guest->pidfd, POLLIN, 0 } };
	char bells[64];

	for (;;) {
		left = end - now();
		if (stop && *stop)
			return STOPPED;
		if (left <= 0)
			return LATE;
		/* A signal just before this does not end the wait. */
		if (poll(all, 3, (int)(left < LOOK ? left : LOOK)) < 0)
			continue; /* EINTR: perhaps to stop */
		if (all[1].revents & POLLIN)
			read_console(guest);
		else if (all[1].revents)
			all[1].fd = -1;
		if (all[2].revents)
			return DIED;
		if (complains(guest))
			return COMPLAINED;
		if (all[0].revents & POLLIN &&
		    read(guest->from, bells, sizeof(bells)) > 0)
			return RANG;
		if (all[0].revents & ~POLLIN)
			all[0].fd = -1;
	}
}

static bool ring(struct guest *guest)
{
	return write(guest->to, "r", 1) == 1;
}

/* By afl-fuzz when it stops, or for want of memory: the input has no part in
 * it. */
static bool was_killed(const struct guest *guest)
{
	siginfo_t end = { 0 };

	return !waitid(P_PID, (id_t)guest->kernel, &end,
		       WEXITED | WNOWAIT | WNOHANG) &&
	       end.si_code == CLD_KILLED && end.si_status == SIGKILL &&
	       !console_complains(guest->said.length ? guest->said.at : "", 0);
}

static enum guest_outcome broken(struct guest *guest, enum event event)
{
	static const enum guest_outcome outcome[] = {
		[DIED] = GUEST_DIED,
		[COMPLAINED] = GUEST_COMPLAINED,
		[LATE] = GUEST_HUNG,
		[STOPPED] = GUEST_STOPPED,
	};

	if (event != STOPPED)
		hear_out(guest);
	return event == DIED && was_killed(guest) ? GUEST_KILLED :
						    outcome[event];
}

enum guest_outcome guest_run(struct guest *guest, uint32_t want,
			     const void *input, size_t bytes,
			     const volatile int *stop)
{
	struct channel *channel = guest->channel;
	enum event event;

	if (bytes > CHANNEL_INPUT)
		bytes = CHANNEL_INPUT;
	memcpy(channel->input, input, bytes);
	channel->input_bytes = (uint32_t)bytes;
	channel->want = want;
	channel->times = guest->times ? guest->times : 1;
	/* The input stands before its number does; see next_run() of the agent.
	 */
	__atomic_store_n(&channel->asked, ++guest->runs, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&channel->sleeps, __ATOMIC_SEQ_CST) && !ring(guest))
		return broken(guest, DIED);
	for (;;) {
		event = await(guest, guest->plan->limit, stop);
		if (event != RANG)
			return broken(guest, event);
		/* Acquire: what ran is read after the number. */
		if (__atomic_load_n(&channel->done, __ATOMIC_ACQUIRE) ==
		    guest->runs)
			return GUEST_DONE;
	}
}

/* The line of the console that says why, for an error: the last that says much.
 */
static const char *last_line(struct guest *guest)
{
	static char line[200] = "it said nothing";
	const char *at = guest->said.length ? guest->said.at : "";
	size_t length;

	for (; *at; at += length + (at[length] == '\n')) {
		length = strcspn(at, "\r\n");
		if (length && strncmp(at, "reboot:", 7))
			snprintf(line, sizeof(line), "%.*s", (int)length, at);
		length = strcspn(at, "\n");
	}
	return line;
}

static enum event await_ready(struct guest *guest, const volatile int *stop)
{
	enum event event;

	do
		event = await(guest, BOOT_LIMIT, stop);
	while ((event == RANG && guest->channel->state == GUEST_BOOTS) ||
	       event == COMPLAINED);
	return event;
}

bool guest_ready(struct guest *guest, const volatile int *stop)
{
	enum event event = DIED;
	int boots;

	for (boots = 0; boots < BOOTS && event != RANG; boots++) {
		if (!guest->kernel && !guest_start(guest))
			return false;
		if (guest->channel->state == GUEST_READY)
			return true;
		event = await_ready(guest, stop);
		if (event == STOPPED)
			return false;
		if (event != RANG && guest->channel->state != GUEST_FAILED)
			guest_bury(guest);
		if (guest->channel->state == GUEST_FAILED)
			break;
	}
	guest->judged = guest->said.length;
	/* UML needs it no more, and who kills us does not clean up. */
	guest_forget_folder(guest);
	if (guest->channel->state == GUEST_READY)
		return true;
	if (guest->channel->state == GUEST_FAILED) {
		guest->channel->says[CHANNEL_TEXT - 1] = 0;
		error("%s", guest->channel->says);
	} else {
		error("the kernel of %s does not boot (%s): build it with "
		      "scripts/kernel-build --target uml-fuzz",
		      guest->plan->kernel, last_line(guest));
	}
	return false;
}

/* Its helpers are in the group too. */
static void end_group(struct guest *guest)
{
	kill(-guest->kernel, SIGKILL);
	kill(guest->kernel, SIGKILL);
	while (waitpid(guest->kernel, NULL, 0) < 0 && errno == EINTR)
		;
}

void guest_bury(struct guest *guest)
{
	if (!guest->kernel)
		return;
	end_group(guest);
	drain_console(guest);
	close(guest->to);
	close(guest->from);
	close(guest->console);
	close(guest->pidfd);
	guest->kernel = 0;
}
