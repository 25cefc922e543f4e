// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Registers of a thread that stands still under ptrace, by the calling
 * convention of x86-64. Called by what follows threads and makes calls in them.
 * Addresses are the traced program's and untrusted.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>

#include "tool/base/fail.h"
#include "tool/collect/registers.h"

/* What functions may use below the stack pointer without moving it. */
#define RED_ZONE 128

bool registers_get(pid_t tid, struct registers *registers)
{
	return !ptrace(PTRACE_GETREGS, tid, 0, &registers->all);
}

bool registers_set(pid_t tid, const struct registers *registers)
{
	return !ptrace(PTRACE_SETREGS, tid, 0, &registers->all);
}

void registers_call(const struct registers *registers, long *number,
		    uint64_t arguments[6], long *result)
{
	const struct user_regs_struct *all = &registers->all;
	const uint64_t in_order[6] = { all->rdi, all->rsi, all->rdx,
				       all->r10, all->r8,  all->r9 };

	*number = (long)all->orig_rax;
	*result = (long)all->rax;
	memcpy(arguments, in_order, sizeof(in_order));
}

static const unsigned char syscall_instruction[] = { 0x0f, 0x05 };

uint64_t registers_code(pid_t tid, const struct registers *registers)
{
	return registers_find_code(tid, registers->all.rip - 2, 2);
}

uint64_t registers_find_code(pid_t tid, uint64_t from, size_t bytes)
{
	unsigned char *code = must_alloc(NULL, bytes, 1), *found;
	size_t count = memory_read(tid, from, code, bytes);

	found = memmem(code, count, syscall_instruction, 2);
	from += found ? (size_t)(found - code) : 0;
	free(code);
	return found ? from : 0;
}

void registers_rewind(struct registers *registers, uint64_t code, long number,
		      const uint64_t arguments[6])
{
	struct user_regs_struct *all = &registers->all;

	all->rip = code;
	all->rax = (unsigned long)number;
	/* In no call: or the kernel might restart what it takes this for. */
	all->orig_rax = ~0ul;
	all->rdi = arguments[0];
	all->rsi = arguments[1];
	all->rdx = arguments[2];
	all->r10 = arguments[3];
	all->r8 = arguments[4];
	all->r9 = arguments[5];
}

/* Far below what is used, 16 bytes apart from where functions begin. */
static uint64_t stack_of_function(const struct registers *before)
{
	return ((before->all.rsp - 4096) & ~15ull) - 8;
}

bool registers_aim(pid_t tid, struct registers *registers, uint64_t function,
		   const uint64_t arguments[3], uint64_t back)
{
	struct user_regs_struct *all = &registers->all;

	all->rsp = stack_of_function(registers);
	all->rip = function;
	all->orig_rax = ~0ul;
	all->rax = 0; /* no vector registers, for variable arguments */
	all->rdi = arguments[0];
	all->rsi = arguments[1];
	all->rdx = arguments[2];
	return memory_write(tid, all->rsp, &back, sizeof(back));
}

bool registers_are_back(const struct registers *registers,
			const struct registers *before, uint64_t code)
{
	return registers->all.rip - 2 == code &&
	       registers->all.rsp == stack_of_function(before) + 8;
}

uint64_t trap_put(pid_t tid, uint64_t address)
{
	static const unsigned char trap = 0xcc;
	uint64_t before;

	if (memory_read(tid, address, &before, 8) != 8 ||
	    !memory_write(tid, address, &trap, 1))
		return 0;
	return before;
}

bool trap_is_at(pid_t tid, uint64_t address)
{
	struct registers registers;

	return registers_get(tid, &registers) &&
	       registers.all.rip == address + 1;
}

void trap_remove(pid_t tid, uint64_t address, uint64_t before)
{
	struct registers registers;

	memory_write(tid, address, &before, 8);
	if (registers_get(tid, &registers)) {
		registers.all.rip = address;
		registers_set(tid, &registers);
	}
}

void registers_skip(struct registers *registers)
{
	registers->all.orig_rax = ~0ul;
}

uint64_t registers_trap(const struct registers *registers)
{
	return registers->all.rip - 1;
}

uint64_t registers_stack(const struct registers *registers)
{
	return registers->all.rsp;
}

uint64_t registers_result(const struct registers *registers)
{
	return registers->all.rax;
}

void registers_jump(struct registers *registers, uint64_t address)
{
	registers->all.rip = address;
}

uint64_t registers_scratch(const struct registers *registers, size_t bytes)
{
	return (registers->all.rsp - RED_ZONE - bytes) & ~63ull;
}
