// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Registers where no machine's convention is written down: each function fails,
 * and the first that is called says why. Called as registers_x86_64.c is.
 */
#include "tool/base/fail.h"
#include "tool/collect/registers.h"

static const char elsewhere[] = "system calls can be followed on x86-64 only: "
				"use kcovctl record";

bool registers_get(pid_t tid, struct registers *registers)
{
	(void)tid, (void)registers;
	die(STATUS_WRAPPER_FAILED, "%s", elsewhere);
}

bool registers_set(pid_t tid, const struct registers *registers)
{
	(void)tid, (void)registers;
	die(STATUS_WRAPPER_FAILED, "%s", elsewhere);
}

void registers_call(const struct registers *registers, long *number,
		    uint64_t arguments[6], long *result)
{
	(void)registers, (void)number, (void)arguments, (void)result;
}

uint64_t registers_code(pid_t tid, const struct registers *registers)
{
	(void)tid, (void)registers;
	return 0;
}

uint64_t registers_find_code(pid_t tid, uint64_t from, size_t bytes)
{
	(void)tid, (void)from, (void)bytes;
	return 0;
}

void registers_rewind(struct registers *registers, uint64_t code, long number,
		      const uint64_t arguments[6])
{
	(void)registers, (void)code, (void)number, (void)arguments;
}

uint64_t trap_put(pid_t tid, uint64_t address)
{
	(void)tid, (void)address;
	return 0;
}

bool trap_is_at(pid_t tid, uint64_t address)
{
	(void)tid, (void)address;
	return false;
}

void trap_remove(pid_t tid, uint64_t address, uint64_t before)
{
	(void)tid, (void)address, (void)before;
}

bool registers_aim(pid_t tid, struct registers *registers, uint64_t function,
		   const uint64_t arguments[3], uint64_t back)
{
	(void)tid, (void)registers, (void)function, (void)arguments, (void)back;
	return false;
}

bool registers_are_back(const struct registers *registers,
			const struct registers *before, uint64_t code)
{
	(void)registers, (void)before, (void)code;
	return false;
}

void registers_skip(struct registers *registers)
{
	(void)registers;
}

uint64_t registers_trap(const struct registers *registers)
{
	(void)registers;
	return 0;
}

uint64_t registers_stack(const struct registers *registers)
{
	(void)registers;
	return 0;
}

uint64_t registers_result(const struct registers *registers)
{
	(void)registers;
	return 0;
}

void registers_jump(struct registers *registers, uint64_t address)
{
	(void)registers, (void)address;
}

uint64_t registers_scratch(const struct registers *registers, size_t bytes)
{
	(void)registers, (void)bytes;
	return 0;
}
