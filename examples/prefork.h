/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A pre-fork server that evaluates expressions: worker processes that accept
 * connections on one socket, a request each. Its only word about kcov is the
 * handle that comes with a request: the worker says on whose behalf it works,
 * and that client's device, in another process, gets the coverage of its own
 * request.
 */
#ifndef PREFORK_H
#define PREFORK_H

#include <stdint.h>

#include "expr.h"

#define PREFORK_TEXT 64

struct prefork_request {
	uint64_t handle; /* kcov_common_handle() of the client */
	char text[PREFORK_TEXT];
};

/* Forks the workers; ends the program if that fails. */
void prefork_start(unsigned int workers);
/* From any process: 0 and the answer, or -1 if no worker gave one. */
int prefork_ask(const struct prefork_request *request, long long *value);
/* Ends the workers. */
void prefork_stop(void);

#endif /* PREFORK_H */
