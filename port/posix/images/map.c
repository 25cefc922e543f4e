// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The map of images in a device. Its owner writes it when it enables and before
 * it disables, if what is loaded has changed; so it costs one question to the
 * dynamic linker a call. What has changed goes into the logs of all devices of
 * the process (log.c), also where load.c has seen it.
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

#include "port/posix/images/images.h"
#include "port/posix/os/raw.h"

#include "core/task.h"

/* What was found when the linker was asked last. */
static struct {
	uintptr_t changes;	    /* [M], read without it */
	uintptr_t identity;	    /* [M], read without it; 0: never asked */
	struct posix_map_head head; /* [M] */
	char *text;		    /* [M] */
} latest;

/* On a page that every kind of fork wipes: in the copy nobody holds it. */
static struct {
	posix_lock_word lock; /* [M] */
	bool may_look;	      /* the linker's lock has no dead holder */
} *state;

/* Set by the parent, read by its child. */
static bool forked_alone;

static void lock(void)
{
	posix_signals_block();
	posix_lock_take(&state->lock);
}

static void unlock(void)
{
	posix_lock_let_go(&state->lock);
	posix_signals_restore();
}

static struct posix_map_text latest_text(void)
{
	return (struct posix_map_text){ latest.text, (size_t)latest.head.bytes,
					(uintptr_t)latest.head.hash | 1 };
}

/* Another thread may have taken a younger one meanwhile: that one stays. */
static void replace(char *text, size_t bytes, uintptr_t changes)
{
	const struct posix_map_head head = { posix_images_hash(text, bytes),
					     bytes };
	struct posix_map_text before;
	char *old = text;
	size_t old_bytes = bytes;

	lock();
	if (!latest.text || changes >= latest.changes) {
		before = latest_text();
		old = latest.text;
		old_bytes = latest.head.bytes;
		/* A fork may copy any state of this: then there is none. */
		__atomic_store_n(&latest.identity, 0, __ATOMIC_SEQ_CST);
		latest.text = text;
		latest.head = head;
		__atomic_store_n(&latest.changes, changes, __ATOMIC_RELAXED);
		__atomic_store_n(&latest.identity, (uintptr_t)head.hash | 1,
				 __ATOMIC_RELEASE);
		if (old) {
			const struct posix_map_text now = latest_text();

			posix_image_log_note(&before, &now);
		}
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
	changes = posix_image_changes();
	if (latest_identity() &&
	    __atomic_load_n(&latest.changes, __ATOMIC_RELAXED) == changes)
		return;
	images = posix_images_take_at(&changes);
	if (!images) {
		posix_complain(KCOV_NO_MEMORY);
		return;
	}
	bytes = posix_images_text(images, NULL, 0);
	text = kcov_port_alloc(bytes + 1);
	if (text) {
		posix_images_text(images, text, bytes);
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

	posix_map_head_write(head, &latest.head);
	__atomic_store_n(map, 0, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_RELEASE);
	memcpy(map + 1, head + 1, sizeof(head) - 1);
	memcpy(map + sizeof(head), latest.text, latest.head.bytes);
	__atomic_store_n(map, head[0], __ATOMIC_RELEASE);
}

static bool put(int fd)
{
	const size_t bytes =
		posix_round_to_pages(KCOV_MAP_HEAD_CHARS + latest.head.bytes);
	char *map;

	if (bytes > KCOV_IMAGES_BYTES ||
	    posix_raw_allocate(fd, KCOV_IMAGES_OFFSET, bytes))
		return false;
	map = posix_raw_mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED,
			     fd, KCOV_IMAGES_OFFSET);
	if (!map)
		return false;
	store(map);
	posix_raw_munmap(map, bytes);
	return true;
}

/* In each session of this process once, before there are records of it. */
static void begin_log(struct posix_header *header)
{
	const struct posix_mapping *mapping = posix_mapping_of(header);
	struct posix_map_text now;
	bool good;

	if (mapping->log.session == posix_image_session(header))
		return;
	lock();
	now = latest_text();
	good = posix_image_log_begin(header, &now);
	unlock();
	if (!good)
		posix_complain(KCOV_NO_MEMORY);
}

void posix_image_map_refresh(struct posix_header *header)
{
	if (!state)
		return;
	look();
	if (!latest_identity())
		return;
	begin_log(header);
	/* There already. */
	if (header->image_map == latest_identity())
		return;
	lock();
	header->image_map = 0;
	if (put(posix_mapping_of(header)->fd))
		header->image_map = latest.identity;
	else
		posix_complain(KCOV_NO_MEMORY);
	unlock();
}

KCOV_EXPORT void kcov_images_look(void)
{
	int saved_errno = errno;

	if (state && posix_image_logs_are_kept()) {
		/* Who loads or unloads has to have the linker's lock anyway. */
		state->may_look = true;
		look();
	}
	errno = saved_errno;
}

void posix_image_map_forget(struct posix_mapping *mapping)
{
	if (!mapping->log.at)
		return;
	lock();
	posix_image_log_end(&mapping->log);
	unlock();
}

/* By whatever it was loaded: constructors of other libraries, for example. */
__attribute__((destructor)) static void look_at_exit(void)
{
	if (state && posix_image_logs_are_kept())
		look();
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

/* Before adopt.c's, which is the first that wants a map. */
__attribute__((constructor(101))) static void prepare(void)
{
	state = kcov_port_alloc(posix_page_bytes());
	if (!state)
		return;
	if (posix_raw(SYS_madvise, state, posix_page_bytes(),
		      MADV_WIPEONFORK) ||
	    pthread_atfork(before_fork, NULL, in_child)) {
		kcov_port_free(state, posix_page_bytes());
		state = NULL;
		return;
	}
	state->may_look = true;
}
