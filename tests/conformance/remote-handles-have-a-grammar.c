// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R4, S-E11: array entries name USB, instance 0 included; the common handle
 * names COMMON with an instance; reserved bits and other subsystems are EINVAL.
 * A bad handle is as bad behind a good one.
 * kills: one grammar for both places; reserved bits ignored; instance 0 taken.
 */
#include "remote.h"

#define BIT(n) (1ull << (n))

static struct session session;

static void check_array(uint64_t handle, bool good)
{
	struct request request = { .area_size = page_words(),
				   .num_handles = 1,
				   .handles = { handle, 0 } };
	int i;

	for (i = 0; i < 2; i++) {
		if (good) {
			CHECK_OK(remote_enable(&session, &request));
			disable(&session);
		} else {
			CHECK_ERR(remote_enable(&session, &request), EINVAL);
		}
		/* Once more as the second entry. */
		request.handles[request.num_handles++] = handle;
		request.handles[0] = USB(0x5555);
	}
}

static void check_common(uint64_t handle, bool good)
{
	struct request request = { .area_size = page_words(),
				   .common_handle = handle,
				   .num_handles = 1,
				   .handles = { USB(0x5555) } };

	if (good) {
		CHECK_OK(remote_enable(&session, &request));
		disable(&session);
	} else {
		CHECK_ERR(remote_enable(&session, &request), EINVAL);
	}
}

TEST_ANYWHERE(
	"array entries are USB handles, the common handle is a COMMON one")
{
	int bit;

	need_remote();
	session = session_open(page_words());
	check_array(USB(0), true);
	check_array(USB(1), true);
	check_array(USB(KCOV_INSTANCE_MASK), true);
	check_array(0, false);
	check_array(COMMON(1), false);
	check_array(COMMON(KCOV_INSTANCE_MASK), false);
	/* 0 is no handle but the absence of one. */
	check_common(0, true);
	check_common(COMMON(1), true);
	check_common(COMMON(KCOV_INSTANCE_MASK), true);
	check_common(USB(0), false);
	check_common(USB(1), false);
	for (bit = 32; bit < 56; bit++) {
		check_array(USB(1) | BIT(bit), false);
		check_common(COMMON(1) | BIT(bit), false);
		check_common(COMMON(0) | BIT(bit), false);
	}
	for (bit = 57; bit < 64; bit++) {
		check_array(BIT(bit) | 1, false);
		check_array(USB(1) | BIT(bit), false);
		check_common(BIT(bit) | 1, false);
	}
	check_array(~0ull, false);
	check_common(~0ull, false);
	session_close(&session);
}
