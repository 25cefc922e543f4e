// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The map of images in a device. Its owner writes it when it enables and before
 * it disables, if what is loaded has changed; so it costs one question to the
 * dynamic linker a call.
 *
 * The linker has a lock. It is never waited for where its holder may be a
 * thread that a fork did not copy, nor in signal handlers, nor with our lock
 * held: somebody may enable a device from inside dl_iterate_phdr().
 */
#include <pthread.h>
#include <string.h>
#ifdef __GLIBC__
#include <sys/single_threaded.h>
#endif

#include "port/posix/imagemap.h"
#include "port/posix/raw.h"

#include "core/task.h"

/* What was found when the linker was asked last. */
static struct {
	uintptr_t changes;	   /* [M], read without it */
	uintptr_t identity;	   /* [M], read without it; 0: never asked */
	struct kcov_map_head head; /* [M] */
	char *text;		   /* [M] */
} latest;

/* On a page that every kind of fork wipes: in the copy nobody holds it. */
static struct {
	kcov_lock_word lock; /* [M] */
	bool may_look;	     /* the linker's lock has no dead holder */
} *state;

/* Set by the parent, read by its child. */
static bool forked_alone;

static void lock(void)
{
	kcov_signals_block();
	kcov_lock_take(&state->lock);
}

static void unlock(void)
{
	kcov_lock_let_go(&state->lock);
	kcov_signals_restore();
}

/* Another thread may have taken a younger one meanwhile: that one stays. */
static void replace(char *text, size_t bytes, uintptr_t changes)
{
	const struct kcov_map_head head = { kcov_images_hash(text, bytes),
					    bytes };
	char *old = text;
	size_t old_bytes = bytes;

	lock();
	if (!latest.text || changes >= latest.changes) {
		old = latest.text;
		old_bytes = latest.head.bytes;
		/* A fork may copy any state of this: then there is none. */
		__atomic_store_n(&latest.identity, 0, __ATOMIC_SEQ_CST);
		latest.text = text;
		latest.head = head;
		__atomic_store_n(&latest.changes, changes, __ATOMIC_RELAXED);
		__atomic_store_n(&latest.identity, (uintptr_t)head.hash | 1,
				 __ATOMIC_RELEASE);
	}
	unlock();
	if (old)
		kcov_port_free(old, old_bytes + 1);
}

static uintptr_t latest_identity(void)
{
	return __atomic_load_n(&latest.identity, __ATOMIC_RELAXED);
}

static void look(void)
{
	uintptr_t changes;
	struct kcov_images *images;
	size_t bytes;
	char *text;

	if (!state->may_look || kcov_port_context() != KCOV_CONTEXT_TASK)
		return;
	changes = kcov_image_changes();
	if (latest_identity() &&
	    __atomic_load_n(&latest.changes, __ATOMIC_RELAXED) == changes)
		return;
	images = kcov_images_take_at(&changes);
	if (!images) {
		kcov_complain(KCOV_NO_MEMORY);
		return;
	}
	bytes = kcov_images_text(images, NULL, 0);
	text = kcov_port_alloc(bytes + 1);
	if (text) {
		kcov_images_text(images, text, bytes);
		replace(text, bytes, changes);
	}
	kcov_images_free(images);
}

/*
 * The first byte is 0 while the rest is not true: who is killed in between
 * leaves no map. The pages are there, so storing is no fault.
 */
static void store(char *map)
{
	char head[KCOV_MAP_HEAD_CHARS];

	kcov_map_head_write(head, &latest.head);
	__atomic_store_n(map, 0, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_RELEASE);
	memcpy(map + 1, head + 1, sizeof(head) - 1);
	memcpy(map + sizeof(head), latest.text, latest.head.bytes);
	__atomic_store_n(map, head[0], __ATOMIC_RELEASE);
}

static bool put(int fd)
{
	const size_t bytes =
		kcov_round_to_pages(KCOV_MAP_HEAD_CHARS + latest.head.bytes);
	char *map;

	if (bytes > KCOV_IMAGES_BYTES ||
	    kcov_raw_allocate(fd, KCOV_IMAGES_OFFSET, bytes))
		return false;
	map = kcov_raw_mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			    KCOV_IMAGES_OFFSET);
	if (!map)
		return false;
	store(map);
	kcov_raw_munmap(map, bytes);
	return true;
}

void kcov_image_map_refresh(void)
{
	struct kcov_header *header = kcov_view.header;

	if (!state)
		return;
	look();
	/* Nothing to put, or there already. */
	if (!latest_identity() || header->image_map == latest_identity())
		return;
	lock();
	header->image_map = 0;
	if (put(kcov_view.fd))
		header->image_map = latest.identity;
	else
		kcov_complain(KCOV_NO_MEMORY);
	unlock();
}

/* A child whose parent had one thread may ask the linker itself. */
static void before_fork(void)
{
#ifdef __GLIBC__
	forked_alone = __libc_single_threaded;
	if (!forked_alone)
		look();
#else
	forked_alone = true; /* musl's fork takes its linker's lock */
#endif
}

static void in_child(void)
{
	state->may_look = forked_alone;
}

__attribute__((constructor)) static void prepare(void)
{
	state = kcov_port_alloc(kcov_area_guard_bytes());
	if (!state)
		return;
	if (kcov_raw(SYS_madvise, state, kcov_area_guard_bytes(),
		     MADV_WIPEONFORK) ||
	    pthread_atfork(before_fork, NULL, in_child)) {
		kcov_port_free(state, kcov_area_guard_bytes());
		state = NULL;
		return;
	}
	state->may_look = true;
}
