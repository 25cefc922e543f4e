/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A stopped thread's registers and memory: the part that knows the machine.
 * PTRACE_GET_SYSCALL_INFO, which would suit all machines, is not everywhere.
 */
#ifndef KCOV_TOOL_REGISTERS_H
#define KCOV_TOOL_REGISTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/user.h>

struct registers {
#ifdef __x86_64__
	struct user_regs_struct all;
#endif
};

/* False: it is gone. On other machines the end, with a remedy. */
bool registers_get(pid_t tid, struct registers *registers);
bool registers_set(pid_t tid, const struct registers *registers);

/* At a stop before or behind a system call; the result is for behind. */
void registers_call(const struct registers *registers, long *number,
		    uint64_t arguments[6], long *result);

/*
 * Where the system call was made that the thread has just come out of; 0: it
 * has not, or not by the instruction we know.
 */
uint64_t registers_code(pid_t tid, const struct registers *registers);
/* The first such instruction in so many bytes of code from an address on. */
uint64_t registers_find_code(pid_t tid, uint64_t from, size_t bytes);
/* As if it stood at that instruction, wanting another call. */
void registers_rewind(struct registers *registers, uint64_t code, long number,
		      const uint64_t arguments[6]);
/*
 * As if it stood right before a function, called with these arguments and
 * returning to `back`.
 */
bool registers_aim(pid_t tid, struct registers *registers, uint64_t function,
		   const uint64_t arguments[3], uint64_t back);
/* Is it in a system call that is made at `code` with nothing on the stack? */
bool registers_are_back(const struct registers *registers,
			const struct registers *before, uint64_t code);
/* At the stop before a system call: it is not made. */
void registers_skip(struct registers *registers);
/*
 * Stops a thread when it comes to `address`: what stood there before, or 0.
 * trap_is_at(): it has; trap_remove(): and stands there now as if it had not.
 */
uint64_t trap_put(pid_t tid, uint64_t address);
bool trap_is_at(pid_t tid, uint64_t address);
void trap_remove(pid_t tid, uint64_t address, uint64_t before);
/* For calls of functions that end in a trap: before one, and behind it. */
uint64_t registers_trap(const struct registers *registers);
uint64_t registers_stack(const struct registers *registers);
uint64_t registers_result(const struct registers *registers);
void registers_jump(struct registers *registers, uint64_t address);
/* Memory below the stack that its functions do not use; aligned. */
uint64_t registers_scratch(const struct registers *registers, size_t bytes);

/* How many bytes could be read, from the first one on. */
size_t memory_read(pid_t tid, uint64_t address, void *bytes, size_t count);
bool memory_write(pid_t tid, uint64_t address, const void *bytes, size_t count);

#endif /* KCOV_TOOL_REGISTERS_H */
