/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* A REMOTE_ENABLE of the reference as the client asks for it. */
#ifndef KCOV_MODEL_REQUEST_H
#define KCOV_MODEL_REQUEST_H

#include <linux/kcov.h>

#include "tests/model/reference.h"

/* With room for as many handles as the reference has. */
union ref_request {
	struct kcov_remote_arg arg;
	uint64_t room[sizeof(struct kcov_remote_arg) / 8 + REF_HANDLES];
};

static inline void ref_request_fill(union ref_request *request,
				    const struct ref_remote *same)
{
	unsigned int i;

	request->arg.trace_mode = same->mode;
	request->arg.area_size = same->area_words;
	request->arg.num_handles = same->num;
	request->arg.common_handle = same->common;
	for (i = 0; i < same->num; i++)
		request->arg.handles[i] = same->handle[i];
}

#endif /* KCOV_MODEL_REQUEST_H */
