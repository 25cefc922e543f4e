/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What the machines differ in that images are of; numbers as in <elf.h>. */
#ifndef KCOV_TOOL_MACHINE_H
#define KCOV_TOOL_MACHINE_H

#include <stdint.h>

/*
 * How far a call is before where it returns to. This is what syzkaller takes
 * calls of a machine to be, whatever they are.
 */
uint64_t machine_call_length(uint32_t machine);
/* The address that a return address names, without the bit that says Thumb. */
uint64_t machine_address(uint32_t machine, uint64_t address);

#endif /* KCOV_TOOL_MACHINE_H */
