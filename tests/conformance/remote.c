// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that makes remote sessions and sections.
 */
#include <stdlib.h>
#include <string.h>

#include "remote.h"

_Static_assert(offsetof(struct request, num_handles) ==
		       offsetof(struct kcov_remote_arg, num_handles),
	       "layout");
_Static_assert(offsetof(struct request, common_handle) ==
		       offsetof(struct kcov_remote_arg, common_handle),
	       "layout");
_Static_assert(offsetof(struct request, handles) ==
		       sizeof(struct kcov_remote_arg),
	       "layout");

struct request request_for(uint64_t handle)
{
	struct request request = { .trace_mode = KCOV_TRACE_PC,
				   .area_size = LISTENER_WORDS };

	if ((handle & KCOV_SUBSYSTEM_MASK) == KCOV_SUBSYSTEM_COMMON)
		request.common_handle = handle;
	else
		request.handles[request.num_handles++] = handle;
	return request;
}

struct request request_for_both(uint64_t common, uint64_t bus)
{
	struct request request = request_for(common);

	request.handles[request.num_handles++] = bus;
	return request;
}

int remote_enable(const struct session *session, const struct request *request)
{
	return ioctl(session->fd, KCOV_REMOTE_ENABLE, request);
}

void remote_listen(const struct session *session, uint64_t handle)
{
	struct request request = request_for(handle);

	CHECK_OK(remote_enable(session, &request));
}

struct session listener_open(uint64_t handle)
{
	struct session session = session_open(LISTENER_WORDS);

	remote_listen(&session, handle);
	return session;
}

void listener_close(struct session *session)
{
	disable(session);
	session_close(session);
}

static void take_and_let_go(void *argument)
{
	struct session session = session_open(page_words());

	CHECK_OK(remote_enable(&session, argument));
	disable(&session);
	session_close(&session);
}

void check_free(const struct request *request)
{
	/* In a thread of its own: the caller's slot may be taken. */
	in_thread(take_and_let_go, (void *)request);
}

void need_remote(void)
{
	if (!host_has_remote())
		SKIP("this host has no remote sessions");
}

void need_sections(void)
{
	need_remote();
	if (!host_has_sections())
		SKIP("programs cannot start sections here");
}

void need_handlers(void)
{
	need_sections();
	if (host_is_kernel())
		SKIP("signal handlers are a kernel's interrupts in user space "
		     "only");
}

void need_domains(void)
{
	if (host_is_kernel())
		SKIP("a kernel has one registry for all");
	need_sections();
}

void run_section(uint64_t handle, void (*call)(void))
{
	section_start(handle);
	call();
	section_stop();
}

struct section {
	uint64_t handle;
	void (*call)(void);
};

static void work(void *argument)
{
	const struct section *section = argument;

	run_section(section->handle, section->call);
}

void run_section_elsewhere(uint64_t handle, void (*call)(void))
{
	struct section section = { .handle = handle, .call = call };

	in_thread(work, &section);
}

void run_section_in_child(uint64_t handle, void (*call)(void))
{
	struct section section = { .handle = handle, .call = call };

	CHECK_EXIT(fork_child(work, &section), 0);
}

void check_trace(const char *file, int line, const struct session *session,
		 const struct trace *want)
{
	struct trace got = trace_take(session);
	unsigned long i;

	if (got.n != want->n)
		fail_at(file, line, "%lu records instead of %lu", got.n,
			want->n);
	for (i = 0; i < got.n; i++)
		if (got.pc[i] != want->pc[i])
			fail_at(file, line, "record %lu is 0x%lx, not 0x%lx", i,
				got.pc[i], want->pc[i]);
	trace_free(&got);
}

unsigned long whole_sections(const struct session *session,
			     const struct trace *alone)
{
	unsigned long n = count(session);
	unsigned long i;

	if (n % alone->n && n != session->words - 1)
		FAIL("%lu records are no whole number of sections", n);
	for (i = 0; i < n; i++)
		CHECK_EQ(session->area[1 + i], alone->pc[i % alone->n]);
	return n / alone->n;
}

struct trace trace_joined(const struct trace *a, const struct trace *b)
{
	struct trace both = { .n = a->n + b->n };

	both.pc = malloc((both.n + 1) * sizeof(unsigned long));
	CHECK(both.pc);
	memcpy(both.pc, a->pc, a->n * sizeof(unsigned long));
	memcpy(both.pc + a->n, b->pc, b->n * sizeof(unsigned long));
	return both;
}
