// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R5, S-M5, S-D9, S-E14: after every refused REMOTE_ENABLE the device can be
 * enabled both ways, the thread is free, and so is each handle of the call:
 * those that had been accepted before the k-th of 256 was refused too, for
 * every k.
 * kills: a roll back that forgets the handles, the state or the thread.
 */
#include "remote.h"
#include "target.h"

#define HANDLES KCOV_REMOTE_MAX_HANDLES

static struct session session;

static void check_usable(const struct request *good)
{
	struct trace trace = trace_alone(&session, target_a);

	CHECK(trace.n > 0);
	trace_free(&trace);
	check_free(good);
	CHECK_OK(remote_enable(&session, good));
	disable(&session);
}

static void refuse(const struct request *bad, int error,
		   const struct request *good)
{
	CHECK_ERR(remote_enable(&session, bad), error);
	CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
	check_usable(good);
}

TEST_ANYWHERE(
	"a refused REMOTE_ENABLE keeps neither device nor thread nor handles")
{
	struct request good = { .area_size = page_words(),
				.num_handles = HANDLES,
				.common_handle = COMMON(0x6100) };
	struct request bad;
	int k;

	need_remote();
	session = session_open(WORDS);
	for (k = 0; k < HANDLES; k++)
		good.handles[k] = USB(0x6100 + k);
	bad = good;
	bad.trace_mode = 2;
	refuse(&bad, EINVAL, &good);
	bad = good;
	bad.num_handles = HANDLES + 1;
	refuse(&bad, EINVAL, &good);
	bad = good;
	bad.common_handle = COMMON(1) | 1ull << 40;
	refuse(&bad, EINVAL, &good);
	for (k = 0; k < HANDLES; k++) {
		bad = good;
		bad.handles[k] = COMMON(1);
		CHECK_ERR(remote_enable(&session, &bad), EINVAL);
		CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
		if (k) {
			bad.handles[k] = bad.handles[k - 1];
			CHECK_ERR(remote_enable(&session, &bad), EEXIST);
		}
		if (k % 32 == 0)
			check_usable(&good);
		CHECK_OK(remote_enable(&session, &good));
		disable(&session);
	}
	check_usable(&good);
	session_close(&session);
}
