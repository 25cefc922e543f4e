/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The clients of a memcached that was annotated by memcached-requests.patch. */
#ifndef KCOV_TESTS_PROGRAMS_CLIENTS_H
#define KCOV_TESTS_PROGRAMS_CLIENTS_H

#include <stdint.h>

/*
 * Runs the test against the server on this port of 127.0.0.1, with `rounds` of
 * requests by two clients at once; prints four points of TAP, and then each PC,
 * "pc NAME 0xPC", that a client or the background had. Returns an exit status.
 * The clients need nothing of the server but its port: today its handles are
 * known to its own process only, so they run there (memcached-in-process.c).
 */
int clients_run(uint16_t port, unsigned int rounds);

#endif /* KCOV_TESTS_PROGRAMS_CLIENTS_H */
