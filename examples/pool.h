/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A thread pool that evaluates expressions for clients. Its only word about
 * kcov is the handle that comes with a request: the worker says on whose behalf
 * it works, and that client's device gets the coverage of its own request.
 */
#ifndef POOL_H
#define POOL_H

#include <stdint.h>

#include "expr.h"

struct request {
	const char *text;
	uint64_t handle; /* kcov_common_handle() of the client */
	struct expr_result result;
	int done;
	struct request *next;
};

void pool_start(unsigned int workers);
/* Returns when the request is answered, by whichever worker. */
void pool_evaluate(struct request *request);
void pool_stop(void);

#endif /* POOL_H */
