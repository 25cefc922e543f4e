// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T2, S-M7: a remote owner executes another program: its session ends,
 * although the process goes on, and whoever wants the handle has it at once:
 * another process, or the same one in its new program.
 * kills: an owner that counts as alive because its number does.
 */
#include <signal.h>
#include <stdio.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x3e01)

static struct gate ready, over;

/* The program tells when it runs, and waits for the other gate. */
static void own_and_execute(void *argument)
{
	char reader[16], writer[16];
	struct session session = session_open(page_words());
	struct request request = request_for(HANDLE);

	request.area_size = page_words();
	CHECK_OK(remote_enable(&session, &request));
	snprintf(reader, sizeof(reader), "%d", over.reader);
	snprintf(writer, sizeof(writer), "%d", ready.writer);
	(void)argument;
	CHECK_OK(execl(second_program(), "second-program", "call", reader,
		       writer, NULL));
}

TEST("handles are free once their owner executed another program")
{
	struct request request = request_for(HANDLE);
	pid_t pid;

	need_remote();
	if (host_is_kernel())
		SKIP("a kernel's session outlives an exec");
	ready = gate_make();
	over = gate_make();
	request.area_size = page_words();
	pid = fork_child(own_and_execute, NULL);
	gate_wait(&ready);
	check_free(&request);
	gate_open(&over);
	gate_wait(&ready);
	CHECK_EXIT(pid, 0);
	check_free(&request);
}
