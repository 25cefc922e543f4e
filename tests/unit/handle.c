// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-N4, S-E11: the grammar of handles, over all combinations of subsystem,
 * reserved bits and instance.
 * kills: a mask one bit off, instance 0 refused to USB or allowed to sessions.
 */
#include "tests/unit/tap.h"

#include "core/handle.h"

static const struct {
	uint64_t handle;
	bool subsystem, session, valid;
} table[] = {
	{ 0, false, false, true },
	{ 1, false, true, true },
	{ 0xffffffff, false, true, true },
	{ 0x100000000, false, false, false },
	{ 0x100000001, false, false, false },
	{ 1ull << 55, false, false, false },
	{ 1ull << 55 | 1, false, false, false },
	{ 1ull << 56, true, false, true },
	{ 1ull << 56 | 1, true, false, true },
	{ 1ull << 56 | 0xffffffff, true, false, true },
	{ 1ull << 56 | 1ull << 32, false, false, false },
	{ 1ull << 56 | 1ull << 55, false, false, false },
	{ 2ull << 56, false, false, false },
	{ 2ull << 56 | 1, false, false, false },
	{ 255ull << 56, false, false, false },
	{ ~0ull, false, false, false },
};

int main(void)
{
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		uint64_t h = table[i].handle;

		tap_ok(kcov_handle_is_subsystem(h) == table[i].subsystem &&
			       kcov_handle_names_session(h) ==
				       table[i].session &&
			       kcov_handle_is_valid(h) == table[i].valid,
		       "handle %#llx is what it is", (unsigned long long)h);
	}
	return tap_done();
}
