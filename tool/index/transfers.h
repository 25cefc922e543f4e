/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Calls and jumps that name where they go, in the code of machines that are not
 * x86. What goes through a register is not seen.
 */
#ifndef KCOV_TOOL_TRANSFERS_H
#define KCOV_TOOL_TRANSFERS_H

#include "tool/index/sites.h"

struct transfer {
	uint64_t at;
	uint64_t target;
	uint64_t next; /* a call returns there */
	bool is_jump;
};

typedef ARRAY_OF(struct transfer) transfer_array;

/* Where instructions are read from. */
struct stream {
	const uint8_t *at;
	size_t left;
	uint64_t address;
	bool big;    /* byte order of instructions */
	bool narrow; /* addresses have 32 bits */
};

/*
 * One instruction at the begin of the stream: how many bytes it has, 0 if they
 * are not all there. A call or a jump is told in *transfer, whose target was 0.
 */
typedef unsigned int decoder(const struct stream *stream,
			     struct transfer *transfer);

decoder decode_aarch64, decode_arm, decode_thumb, decode_riscv, decode_mips,
	decode_powerpc, decode_s390, decode_loongarch;

#endif /* KCOV_TOOL_TRANSFERS_H */
