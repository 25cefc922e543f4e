// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Facts of machines, as their manuals have them. Called by whoever turns
 * recorded addresses into those of calls, or back. Any thread.
 */
#include <elf.h>

#include "tool/index/machine.h"

uint64_t machine_call_length(uint32_t machine)
{
	switch (machine) {
	case EM_386:
	case EM_X86_64:
		return 5;
	case EM_S390:
		return 6;
	case EM_MIPS: /* the call, and what is executed before it is made */
		return 8;
	}
	return 4;
}

uint64_t machine_address(uint32_t machine, uint64_t address)
{
	return machine == EM_ARM || machine == EM_MIPS ? address & ~1ull :
							 address;
}
