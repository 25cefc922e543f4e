/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Which calls through registers go where the callback is: a forward data flow
 * over the code of one section. The state is the set of registers, and of
 * stack words, that may hold a wanted address; where paths meet, it is the
 * union, because a compiler that calls through a register has put the same
 * thing there on every real path.
 */
#ifndef KCOV_TOOL_FLOW_H
#define KCOV_TOOL_FLOW_H

#include "tool/index/sites.h"

enum effect_kind {
	EFFECT_SET,	    /* reg = value */
	EFFECT_COPY,	    /* reg = source */
	EFFECT_CLEAR,	    /* reg = something else */
	EFFECT_CALL,	    /* of value; loses what calls may change */
	EFFECT_CALL_HOLDER, /* the same, through reg */
	EFFECT_JUMP,	    /* to target, or on */
	EFFECT_JUMP_ALWAYS, /* to target */
	EFFECT_JUMP_HOLDER, /* through reg: leaves, or a case of a switch */
	EFFECT_STOP,	    /* return, trap, a jump to value elsewhere */
};

/*
 * Holders are numbered: 0 to 15 registers, 16 to 63 stack words, which share
 * numbers when there are many; an address is rarely kept on the stack.
 */
#define HOLDERS 64
#define STACK_HOLDERS 16

struct effect {
	uint64_t value; /* an address in the image, 0: none */
	uint32_t start; /* offsets in the section */
	uint32_t next;
	uint32_t target;
	uint8_t kind;
	uint8_t reg;
	uint8_t source;
	bool wanted; /* value is */
};

typedef ARRAY_OF(struct effect) effect_array;

/* Effects that run one after the other. */
struct block {
	uint64_t state; /* when it is entered */
	uint32_t start; /* offset */
	uint32_t first; /* effect */
	uint32_t end;
	bool entered;
	bool waiting;
};

typedef ARRAY_OF(struct block) block_array;

struct flow_section {
	uint64_t address;
	effect_array effects;
	block_array blocks; /* made by the first flow_find() */
};

void flow_free(struct flow_section *section);

/*
 * Finds the calls of wanted addresses and appends where they return to, and
 * the jumps to wanted addresses and appends where they are. `lost` are the
 * holders a call may change.
 */
void flow_find(struct flow_section *section, const address_array *wanted,
	       uint64_t lost, address_array *calls, address_array *jumps);

#endif /* KCOV_TOOL_FLOW_H */
