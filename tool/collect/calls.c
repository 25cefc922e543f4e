// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <errno.h>
#include <linux/kcov.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tool/base/array.h"
#include "tool/collect/calls.h"
#include "tool/collect/launch.h"

typedef ARRAY_OF(uint64_t) pc_array;

struct stepping {
	const struct device *device;
	void (*visit)(const struct call *call, void *data);
	void *data;
	pc_array noise; /* of a call that does nothing */
	struct call call;
	bool inside; /* between the two stops of a call */
	bool started;
};

const char *call_name(long number)
{
	static const char *const names[] = {
#include "syscalls.h"
	};
	static char unknown[32];

	if (number >= 0 && number < (long)(sizeof(names) / sizeof(*names)) &&
	    names[number])
		return names[number];
	snprintf(unknown, sizeof(unknown), "syscall_%ld", number);
	return unknown;
}

static void child(char *const *command, const char *program,
		  const struct device *device)
{
	int error;

	signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	ptrace(PTRACE_TRACEME, 0, 0, 0);
	raise(SIGSTOP);
	error = device_enable(device, KCOV_TRACE_PC);
	if (error) {
		fprintf(stderr, "kcovctl: %s\n",
			explain_enable(error, KCOV_TRACE_PC));
		_exit(STATUS_WRAPPER_FAILED);
	}
	if (!command) {
		syscall(SYS_getpid);
		syscall(SYS_getpid);
		_exit(0);
	}
	become_user();
	execv(program, command);
	fprintf(stderr, "kcovctl: cannot run %s: %s\n", program,
		strerror(errno));
	_exit(STATUS_NOT_EXECUTABLE);
}

/* What is left between the noise before and the noise behind. */
static void strip(struct stepping *stepping)
{
	const pc_array *noise = &stepping->noise;
	struct call *call = &stepping->call;
	size_t i;

	for (i = 0;
	     i < noise->count && call->count && *call->pcs == noise->at[i];
	     i++) {
		call->pcs++;
		call->count--;
	}
	for (i = 0;
	     i < noise->count && call->count &&
	     call->pcs[call->count - 1] == noise->at[noise->count - 1 - i];
	     i++)
		call->count--;
}

static void leave_call(struct stepping *stepping, long result)
{
	const struct device *device = stepping->device;

	stepping->call.result = result;
	stepping->call.pcs = device->area + 1;
	stepping->call.count = device_records(device, KCOV_TRACE_PC);
	stepping->call.full = device_is_full(device, KCOV_TRACE_PC);
	if (!stepping->call.full)
		strip(stepping);
	if (stepping->started)
		stepping->visit(&stepping->call, stepping->data);
}

/* PTRACE_GET_SYSCALL_INFO, which would suit all machines, is not everywhere. */
static bool read_registers(pid_t pid, struct call *call, long *result)
{
#ifdef __x86_64__
	struct user_regs_struct regs;

	if (ptrace(PTRACE_GETREGS, pid, 0, &regs))
		return false;
	*result = (long)regs.rax;
	*call = (struct call){ .number = (long)regs.orig_rax,
			       .arguments = { regs.rdi, regs.rsi, regs.rdx,
					      regs.r10, regs.r8, regs.r9 } };
	return true;
#else
	(void)pid, (void)call, (void)result;
	die(STATUS_WRAPPER_FAILED, "system calls can be followed on x86-64 "
				   "only: use kcovctl record");
#endif
}

/* One of the two stops. */
static void stop_at_call(struct stepping *stepping, pid_t pid)
{
	struct call call;
	long result;

	if (!read_registers(pid, &call, &result))
		return;
	stepping->inside = !stepping->inside;
	if (!stepping->inside) {
		leave_call(stepping, result);
		return;
	}
	stepping->call = call;
	__atomic_store_n(&stepping->device->area[0], 0, __ATOMIC_RELAXED);
}

static int step(struct stepping *stepping, pid_t pid)
{
	int status, number;

	waitpid(pid, &status, 0);
	if (ptrace(PTRACE_SETOPTIONS, pid, 0,
		   PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC |
			   PTRACE_O_EXITKILL))
		die(STATUS_WRAPPER_FAILED,
		    "cannot trace the command: %s; "
		    "allow ptrace",
		    strerror(errno));
	for (number = 0;;) {
		if (ptrace(PTRACE_SYSCALL, pid, 0, number) && errno != ESRCH)
			die(STATUS_WRAPPER_FAILED, "lost the command: %s",
			    strerror(errno));
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			continue;
		if (!WIFSTOPPED(status))
			return status;
		number = 0;
		if (WSTOPSIG(status) == (SIGTRAP | 0x80))
			stop_at_call(stepping, pid);
		else if (status >> 16 == PTRACE_EVENT_EXEC)
			stepping->started = true;
		else
			number = WSTOPSIG(status);
	}
}

static int run(struct stepping *stepping, char *const *command)
{
	char *program = command ? find_program(command[0]) : NULL;
	pid_t pid = fork();
	int status;

	if (pid < 0)
		die(STATUS_WRAPPER_FAILED, "cannot start a process: %s",
		    strerror(errno));
	if (!pid)
		child(command, program, stepping->device);
	/* The terminal sends them to the command too: its end is ours. */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	status = step(stepping, pid);
	free(program);
	return status;
}

static void keep_noise(const struct call *call, void *data)
{
	pc_array *noise = data;
	size_t i;

	if (call->number != SYS_getpid)
		return;
	noise->count = 0;
	for (i = 0; i < call->count; i++)
		array_push(noise, call->pcs[i]);
}

int calls_visit(char *const *command, const struct device *device,
		void (*visit)(const struct call *call, void *data), void *data)
{
	struct stepping stepping = { .device = device,
				     .started = true,
				     .visit = keep_noise };
	pc_array noise = { 0 };
	int status;

	stepping.data = &noise;
	run(&stepping, NULL);
	detail("ptrace adds %zu records to a call", noise.count);
	stepping = (struct stepping){
		.device = device, .visit = visit, .data = data, .noise = noise
	};
	status = run(&stepping, command);
	free(noise.at);
	return status;
}
