// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-registry: another program, started by exec in a session of its own,
 * names the handle; the client gets what that program's own device shows for
 * the same call.
 * kills: what is known to forked children only.
 */
#include <stdio.h>
#include <stdlib.h>

#include "remote.h"

#define HANDLE COMMON(0x3201)

static void execute(void *argument)
{
	char handle[32];

	CHECK_OK(setsid());
	CHECK_OK(dup2(*(int *)argument, STDOUT_FILENO));
	snprintf(handle, sizeof(handle), "%#llx", (unsigned long long)HANDLE);
	CHECK_OK(execl(second_program(), "second-program", "section", handle,
		       NULL));
}

/* Direct and complete, as the program writes it. */
static struct trace read_trace(int fd)
{
	struct trace trace;
	FILE *file = fdopen(fd, "r");

	CHECK(file && fread(&trace.n, sizeof(trace.n), 1, file) == 1);
	trace.pc = malloc((trace.n + 1) * sizeof(unsigned long));
	CHECK(trace.pc);
	CHECK_EQ(fread(trace.pc, sizeof(unsigned long), trace.n, file),
		 trace.n);
	fclose(file);
	return trace;
}

TEST("an unrelated process works for a client's handle")
{
	struct session session;
	struct trace direct;
	int ends[2];
	pid_t pid;

	need_sections();
	if (has_target_in_kernel())
		SKIP("an unrelated program knows no way to this target");
	session = listener_open(HANDLE);
	CHECK_OK(pipe(ends));
	pid = fork_child(execute, &ends[1]);
	CHECK_OK(close(ends[1]));
	direct = read_trace(ends[0]);
	CHECK_EXIT(pid, 0);
	CHECK(direct.n > 0);
	CHECK_TRACE(&session, &direct);
	trace_free(&direct);
	listener_close(&session);
}
