// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-K2: the self-test of ports on the user-space host, whose soft interrupts are
 * signal handlers.
 * kills: a hook of this host that does not do its job, a self-test that finds
 * fault with a port that is right.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "port/posix/device/device.h"
#include "port/posix/os/arch.h"
#include "port/posix/os/raw.h"
#include "port/posix/signals/signals.h"
#include "port/selftest/selftest.h"
#include "tests/unit/tap.h"

static void (*pending)(void *data);
static void *pending_data;

static void handle(int number)
{
	(void)number;
	pending(pending_data);
}

static void interrupt(void (*run)(void *data), void *data)
{
	pending = run;
	pending_data = data;
	raise(SIGUSR1);
}

static struct kcov_device *open_device(void)
{
	struct posix_header *header;
	int fd = posix_file_create(O_RDWR);

	if (fd < 0 || posix_file_map_header(fd, &header))
		return NULL;
	posix_mapping_of(header)->fd = fd;
	return &header->device;
}

static void close_device(struct kcov_device *device)
{
	int fd = posix_mapping_of(posix_header_of(device))->fd;

	kcov_device_put(device);
	posix_raw(SYS_close, fd);
}

static void (*thread_runs)(void *data);

static void *begin(void *data)
{
	thread_runs(data);
	return NULL;
}

static void elsewhere(void (*run)(void *data), void *data)
{
	pthread_t thread;

	thread_runs = run;
	if (!pthread_create(&thread, NULL, begin, data))
		pthread_detach(thread);
}

int main(void)
{
	const struct sigaction action = { .sa_handler = handle };
	/* A page, and one that is nobody's. */
	char *client = mmap(NULL, 2 * posix_page_bytes(),
			    PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	const struct kcov_selftest host = {
		.task = &kcov_self,
		.client = (uintptr_t)client,
		.client_here = client,
		.nobodys = (uintptr_t)client + posix_page_bytes(),
		.open = open_device,
		.close = close_device,
		.interrupt = interrupt,
		.elsewhere = elsewhere,
		.rounds = 4,
	};
	const char *hook, *what;

	setvbuf(stdout, NULL, _IONBF, 0);
	mprotect(client + posix_page_bytes(), posix_page_bytes(), PROT_NONE);
	posix_signal_action(SIGUSR1, &action, NULL);
	hook = kcov_port_selftest(&host, &what);
	if (hook)
		printf("# %s: %s\n", hook, what);
	tap_ok(!hook, "each hook of the user-space host does its job");
	return tap_done();
}
