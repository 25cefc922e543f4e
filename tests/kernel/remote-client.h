/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the remote-* programs have in common: a client that enables remote
 * coverage for itself, waits for what arrives, and prints it.
 */
#ifndef REMOTE_CLIENT_H
#define REMOTE_CLIENT_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/kcov.h>

#define WORDS (256 << 10)

struct client {
	int fd;
	unsigned long *area;
};

static inline void die(const char *what)
{
	perror(what);
	exit(1);
}

static inline struct client client_open(void)
{
	struct client c = { .fd = open("/sys/kernel/debug/kcov", O_RDWR) };

	if (c.fd < 0 || ioctl(c.fd, KCOV_INIT_TRACE, WORDS))
		die("kcov");
	c.area = mmap(NULL, WORDS * sizeof(*c.area), PROT_READ | PROT_WRITE,
		      MAP_SHARED, c.fd, 0);
	if (c.area == MAP_FAILED)
		die("mmap");
	return c;
}

/* Either may be 0: no USB bus, no common handle. Returns errno. */
static inline int client_enable(const struct client *c, unsigned int usb_bus,
				unsigned int common)
{
	/* With room for one handle. */
	__u64 memory[sizeof(struct kcov_remote_arg) / sizeof(__u64) + 1] = { 0 };
	struct kcov_remote_arg *arg = (void *)memory;

	arg->trace_mode = KCOV_TRACE_PC;
	arg->area_size = WORDS;
	arg->num_handles = usb_bus != 0;
	arg->handles[0] = kcov_remote_handle(KCOV_SUBSYSTEM_USB, usb_bus);
	arg->common_handle = kcov_remote_handle(KCOV_SUBSYSTEM_COMMON, common);
	return ioctl(c->fd, KCOV_REMOTE_ENABLE, arg) ? errno : 0;
}

static inline unsigned long client_count(const struct client *c)
{
	return __atomic_load_n(&c->area[0], __ATOMIC_ACQUIRE);
}

/*
 * What a worker does for us arrives when its section stops, some time after we
 * see the effect: waits until nothing more comes. One look would not do: where
 * the whole machine stood still meanwhile, the worker did so too.
 */
static inline void client_settle(const struct client *c)
{
	unsigned long before = client_count(c);
	int quiet = 0;

	while (quiet < 4) {
		poll(NULL, 0, 100);
		quiet = client_count(c) == before ? quiet + 1 : 0;
		before = client_count(c);
	}
}

static inline void client_finish(const struct client *c)
{
	if (ioctl(c->fd, KCOV_DISABLE, 0))
		die("KCOV_DISABLE");
	munmap(c->area, WORDS * sizeof(*c->area));
	close(c->fd);
}

/* The last act of a program. */
static inline int client_print_and_finish(const struct client *c)
{
	unsigned long i, count;

	client_settle(c);
	count = client_count(c);
	for (i = 1; i <= count; i++)
		printf("0x%lx\n", c->area[i]);
	client_finish(c);
	return 0;
}

#endif /* REMOTE_CLIENT_H */
