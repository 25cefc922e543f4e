// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-N1 to L-N5, E-numbers: the client interface is frozen: numbers, sizes and
 * offsets, in the width this file is compiled for (the build does both). kills:
 * any change to a number, a field's order or its alignment.
 */
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>

#include <linux/kcov.h>
#include <linux/kcov_extended.h>

#include "tests/unit/tap.h"

#define ROW(expression, frozen64, frozen32) \
	{ #expression, (expression), (frozen64), (frozen32) }

int main(void)
{
	const struct {
		const char *name;
		unsigned long long value;
		unsigned long long frozen64;
		unsigned long long frozen32;
	} table[] = {
		ROW(KCOV_INIT_TRACE, 0x80086301, 0x80046301),
		ROW(KCOV_ENABLE, 0x6364, 0x6364),
		ROW(KCOV_DISABLE, 0x6365, 0x6365),
		ROW(KCOV_REMOTE_ENABLE, 0x40186366, 0x40186366),
		ROW(KCOV_TRACE_PC, 0, 0),
		ROW(KCOV_TRACE_CMP, 1, 1),
		ROW(KCOV_CMP_CONST, 1, 1),
		ROW(KCOV_CMP_SIZE(0), 0, 0),
		ROW(KCOV_CMP_SIZE(3), 6, 6),
		ROW(KCOV_CMP_MASK, 6, 6),
		ROW(KCOV_REMOTE_MAX_HANDLES, 256, 256),
		ROW(KCOV_SUBSYSTEM_COMMON, 0, 0),
		ROW(KCOV_SUBSYSTEM_USB, 1ull << 56, 1ull << 56),
		ROW(KCOV_SUBSYSTEM_MASK, 0xff00000000000000,
		    0xff00000000000000),
		ROW(KCOV_INSTANCE_MASK, 0xffffffff, 0xffffffff),
		ROW(sizeof(struct kcov_remote_arg), 24, 24),
		ROW(offsetof(struct kcov_remote_arg, trace_mode), 0, 0),
		ROW(offsetof(struct kcov_remote_arg, area_size), 4, 4),
		ROW(offsetof(struct kcov_remote_arg, num_handles), 8, 8),
		ROW(offsetof(struct kcov_remote_arg, common_handle), 16, 16),
		ROW(offsetof(struct kcov_remote_arg, handles), 24, 24),
		ROW(kcov_remote_handle(KCOV_SUBSYSTEM_USB, 7), (1ull << 56) + 7,
		    (1ull << 56) + 7),
		ROW(kcov_remote_handle(KCOV_SUBSYSTEM_COMMON, 0x42), 0x42,
		    0x42),
		ROW(kcov_remote_handle(1, 1), 0, 0),
		ROW(KCOV_RESET_TRACE, 0x6368, 0x6368),
		ROW(KCOV_QUERY, 0x6380, 0x6380),
		ROW(KCOV_SETUP, 0x6381, 0x6381),
		ROW(KCOV_STAT, 0x6382, 0x6382),
		ROW(sizeof(struct kcov_query), 136, 136),
		ROW(offsetof(struct kcov_query, features), 8, 8),
		ROW(offsetof(struct kcov_query, state), 16, 16),
		ROW(offsetof(struct kcov_query, comparisons), 48, 48),
		ROW(offsetof(struct kcov_query, words), 80, 80),
		ROW(offsetof(struct kcov_query, text_end), 128, 128),
		ROW(sizeof(struct kcov_setup), 32, 32),
		ROW(offsetof(struct kcov_setup, set_bits), 16, 16),
		ROW(offsetof(struct kcov_setup, cmp_words), 24, 24),
		ROW(sizeof(struct kcov_stat), 104, 104),
		ROW(offsetof(struct kcov_stat, records), 8, 8),
		ROW(offsetof(struct kcov_stat, lost_full), 40, 40),
		ROW(offsetof(struct kcov_stat, too_deep), 96, 96),
		ROW(kcov_edges_words(16, 8), 40961, 40961),
		ROW(kcov_edges_words(12, 4), 5121, 5121),
		ROW(kcov_edge_counter(0, 0x1000, 16), 30619, 30619),
		ROW(kcov_edge_counter(0xffff800012345678, 0x1000, 20), 414849,
		    414849),
		ROW(kcov_remote_handle(KCOV_SUBSYSTEM_USB, 1ull << 32), 0, 0),
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		unsigned long long frozen = sizeof(long) == 8 ?
						    table[i].frozen64 :
						    table[i].frozen32;

		tap_ok(table[i].value == frozen, "%s is %#llx", table[i].name,
		       frozen);
	}
	return tap_done();
}
