// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Remote sections in user space: the public annotations, and the services that
 * only they need. The registry belongs to the process; domain.h has what
 * processes tell each other.
 */
#include <sys/uio.h>

#include <kcov/kcov.h>

#include "core/frames.h"
#include "core/kcov.h"
#include "core/remote.h"
#include "port/posix/domain.h"
#include "port/posix/posix.h"
#include "port/posix/raw.h"

static pthread_mutex_t registry = PTHREAD_MUTEX_INITIALIZER;

/*
 * A page that any kind of fork wipes. In the child the registry is the copy of
 * one that belongs to the parent, its lock perhaps held by a thread that was
 * not copied: it begins anew.
 */
static uint32_t *original;

/* Beside 0, which the kernel wrote. */
enum { IN_FORCE = 1, BEING_RESET };

static void begin_anew(void)
{
	const pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;
	uint32_t wiped = 0;

	/* The child may have threads of its own by now: one does it. */
	if (__atomic_compare_exchange_n(original, &wiped, BEING_RESET, false,
					__ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
		registry = fresh;
		kcov_sessions_forget_locked();
		kcov_domain_begin_anew();
		__atomic_store_n(original, IN_FORCE, __ATOMIC_RELEASE);
	}
	while (__atomic_load_n(original, __ATOMIC_ACQUIRE) != IN_FORCE)
		kcov_raw(SYS_sched_yield);
}

static void notice_fork(void)
{
	if (!original ||
	    __atomic_load_n(original, __ATOMIC_ACQUIRE) == IN_FORCE)
		return;
	kcov_signals_block();
	begin_anew();
	kcov_signals_restore();
}

__attribute__((constructor)) static void mark_original(void)
{
	uint32_t *page = kcov_port_alloc(kcov_area_guard_bytes());

	if (!page || kcov_raw(SYS_madvise, page, kcov_area_guard_bytes(),
			      MADV_WIPEONFORK))
		return;
	*page = IN_FORCE;
	original = page;
}

unsigned long kcov_port_registry_lock(void)
{
	notice_fork();
	kcov_signals_block();
	pthread_mutex_lock(&registry);
	return 0;
}

void kcov_port_registry_unlock(unsigned long flags)
{
	(void)flags;
	pthread_mutex_unlock(&registry);
	kcov_signals_restore();
}

/*
 * Nothing to keep out: a handler that strikes while a section is being entered
 * or left puts back exactly what it found.
 */
unsigned long kcov_port_irq_save(void)
{
	return 0;
}

void kcov_port_irq_restore(unsigned long flags)
{
	(void)flags;
}

void kcov_port_bug(bool happened)
{
	(void)happened;
}

void *kcov_port_alloc(size_t bytes)
{
	return kcov_raw_mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

void kcov_port_free(void *memory, size_t bytes)
{
	kcov_raw(SYS_munmap, memory, bytes);
}

/* The kernel reads for us, so that a bad pointer is an error and no crash. */
int kcov_port_copy_in(void *to, uintptr_t client_pointer, size_t bytes)
{
	struct iovec local = { .iov_base = to, .iov_len = bytes };
	struct iovec client = { .iov_base = (void *)client_pointer,
				.iov_len = bytes };
	long copied = kcov_raw(SYS_process_vm_readv, kcov_raw(SYS_getpid),
			       &local, 1, &client, 1, 0);

	return copied == (long)bytes ? 0 : -EFAULT;
}

/*
 * [ section | guard, wiped by fork | area ]: like a device's area. The section
 * itself survives a fork, for a child that uses it again.
 */
static size_t section_bytes(size_t words)
{
	return 2 * kcov_area_guard_bytes() + words * sizeof(uintptr_t);
}

struct kcov_guard *kcov_section_guard(const struct kcov_section *section)
{
	return (struct kcov_guard *)((char *)section + kcov_area_guard_bytes());
}

struct kcov_section *kcov_port_section_alloc(size_t words)
{
	struct kcov_section *section = kcov_port_alloc(section_bytes(words));

	if (!section)
		return NULL;
	if (kcov_raw(SYS_madvise, kcov_section_guard(section),
		     kcov_area_guard_bytes(), MADV_WIPEONFORK)) {
		kcov_port_free(section, section_bytes(words));
		return NULL;
	}
	section->area = (char *)section + 2 * kcov_area_guard_bytes();
	return section;
}

void kcov_port_section_free(struct kcov_section *section)
{
	kcov_port_free(section, section_bytes(section->words));
}

void kcov_port_section_ready(struct kcov_section *section, enum kcov_mode mode,
			     uint64_t limit)
{
	struct kcov_guard *guard = kcov_section_guard(section);

	*(uint64_t *)section->area = 0;
	guard->alive = 1;
	kcov_area_set_limits(guard, mode == KCOV_MODE_PC ? limit : 0,
			     mode == KCOV_MODE_CMP ? limit : 0);
}

/* The thread ends in it: what it collected is lost, if anybody wanted it. */
void kcov_section_left_open(const struct kcov_section *section)
{
	const struct kcov_session *session = section->session;
	unsigned long flags = kcov_port_registry_lock();
	bool is_wanted = !session->ended;

	kcov_port_registry_unlock(flags);
	if (is_wanted)
		kcov_complain_of(KCOV_SECTION_LEFT_OPEN,
				 session->nodes[0].handle);
}

static bool is_innermost_live(const struct kcov_frames *frames)
{
	return frames->depth <= KCOV_MAX_LIVE_DEPTH &&
	       frames->live >> (frames->depth - 1) & 1;
}

static int sections_that_collect(void)
{
	const struct kcov_section *section;
	int n = 0;

	for (section = kcov_self.section; section; section = section->outer)
		n++;
	return n;
}

/* Starts that are too deep collect nothing, though somebody listens. */
static __attribute__((noinline)) void look_whether_lost(uint64_t handle)
{
	const struct kcov_frames *frames = &kcov_self.task_frames;
	unsigned long flags;
	bool is_wanted;

	if (kcov_port_context() != KCOV_CONTEXT_TASK ||
	    sections_that_collect() < KCOV_MAX_NESTING ||
	    is_innermost_live(frames))
		return;
	flags = kcov_port_registry_lock();
	is_wanted = kcov_registry_find_locked(handle);
	kcov_port_registry_unlock(flags);
	if (is_wanted)
		kcov_complain_of(KCOV_SECTION_TOO_DEEP, handle);
}

#define KCOV_EXPORT __attribute__((visibility("default")))

KCOV_EXPORT void kcov_remote_start(uint64_t handle)
{
	notice_fork();
	kcov_thread_notice_fork();
	kcov_foreign_look(handle);
	kcov_section_start(&kcov_self, handle);
	/* A thread may end inside a section, which then must end as well. */
	if (kcov_self.section)
		kcov_thread_watch_exit();
	if (kcov_self.task_frames.depth > KCOV_MAX_NESTING)
		look_whether_lost(handle);
}

KCOV_EXPORT void kcov_remote_stop(void)
{
	kcov_thread_notice_fork();
	kcov_section_stop(&kcov_self);
}

KCOV_EXPORT uint64_t kcov_common_handle(void)
{
	return kcov_port_context() == KCOV_CONTEXT_TASK ?
		       kcov_self.common_handle :
		       0;
}

/* Areas for sections in signal handlers, which may strike any thread. */
__attribute__((constructor)) static void prepare_handlers(void)
{
	kcov_interrupts_prepare(KCOV_HANDLER_AREAS, KCOV_HANDLER_AREA_WORDS);
}
