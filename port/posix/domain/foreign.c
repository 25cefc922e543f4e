// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Sections for sessions of other processes: the table says whose the device is,
 * locate.c opens it, and a proxy in this process's registry makes sections find
 * it. Proxies stay until the table says something else.
 *
 * Any thread; in signal handlers too, because all it takes are system calls.
 */
#include <pthread.h>

#include "core/proxy.h"
#include "core/session.h"
#include "port/posix/domain/domain.h"
#include "port/posix/os/raw.h"

/* Taken before device and registry locks, with signals blocked. */
static pthread_mutex_t proxies = PTHREAD_MUTEX_INITIALIZER;

/*
 * For each slot of the table, the writing of the slot (its sequence number)
 * that has a proxy in this process; 0 means no proxy. Written under `proxies`,
 * read without the lock.
 */
static struct {
	uint32_t seq;
	uint64_t handle;
} known[KCOV_TABLE_SLOTS];
static uint16_t known_slots[KCOV_TABLE_SLOTS];
static uint32_t known_count;
/* The table's generation when all proxies were last compared. Atomic. */
static uint32_t compared;

static void lock_proxies(void)
{
	posix_signals_block();
	pthread_mutex_lock(&proxies);
}

static void unlock_proxies(void)
{
	pthread_mutex_unlock(&proxies);
	posix_signals_restore();
}

static bool is_known(const struct posix_sighting *seen)
{
	return __atomic_load_n(&known[seen->slot].seq, __ATOMIC_ACQUIRE) ==
	       seen->seq;
}

/* Proxies whose session was withdrawn go: nobody needs what they collect. */
static void compare_all(const struct posix_table *table, uint32_t generation)
{
	uint32_t i = 0;

	lock_proxies();
	while (i < known_count) {
		uint32_t slot = known_slots[i];

		if (__atomic_load_n(&table->slots[slot].seq,
				    __ATOMIC_ACQUIRE) == known[slot].seq) {
			i++;
			continue;
		}
		kcov_session_reap(known[slot].handle);
		__atomic_store_n(&known[slot].seq, 0, __ATOMIC_RELEASE);
		known_slots[i] = known_slots[--known_count];
	}
	__atomic_store_n(&compared, generation, __ATOMIC_RELEASE);
	unlock_proxies();
}

static int open_proxy_of(struct posix_header *header,
			 const struct posix_entry *entry)
{
	if (header->ino != entry->ino)
		return -EINVAL;
	return kcov_proxy_open(&header->device, entry->handle, entry->epoch,
			       entry->section_words);
}

static int open_proxy(int fd, const struct posix_entry *entry)
{
	struct posix_header *header;
	int err = posix_file_map_header(fd, &header);

	if (err)
		return err;
	posix_mapping_of(header)->fd = fd;
	err = open_proxy_of(header, entry);
	if (err == -EEXIST && kcov_session_reap(entry->handle))
		err = open_proxy_of(header, entry);
	/* A proxy holds it; nobody else does. */
	kcov_device_put(&header->device);
	return err;
}

static void remember(const struct posix_sighting *seen)
{
	if (!known[seen->slot].seq)
		known_slots[known_count++] = (uint16_t)seen->slot;
	else if (known[seen->slot].handle != seen->entry.handle)
		kcov_session_reap(known[seen->slot].handle);
	known[seen->slot].handle = seen->entry.handle;
	__atomic_store_n(&known[seen->slot].seq, seen->seq, __ATOMIC_RELEASE);
}

/* Says nothing of zombies; whoever wants the handle looks closer. */
static bool is_gone(const struct posix_entry *entry)
{
	return posix_raw(SYS_kill, entry->pid, 0) == -ESRCH;
}

/*
 * For every proxy that is made two are looked after, so that they stay few even
 * if clients are killed and nobody names their handles again.
 */
static void look_after_two(struct posix_table *table)
{
	static uint32_t hand;
	int i;

	for (i = 0; i < 2 && known_count; i++) {
		uint32_t slot = known_slots[hand++ % known_count];

		if (is_gone(&table->slots[slot].entry))
			posix_domain_reap(table, known[slot].handle);
	}
}

static void complain_of(int err)
{
	static const char subject[] = "a client's device";

	if (err == -EMFILE || err == -ENFILE)
		posix_domain_complain(subject,
				      " cannot be opened for want of a"
				      " descriptor",
				      "raise RLIMIT_NOFILE (ulimit -n)");
	else if (err == -EACCES || err == -EPERM)
		posix_domain_complain(subject,
				      " is hidden, because it is not dumpable",
				      "have it say prctl(PR_SET_DUMPABLE, 1)");
}

/* If it cannot be had, the section collects nothing, and the next one tries. */
static void get_to_know(struct posix_table *table,
			const struct posix_sighting *seen)
{
	int fd;

	lock_proxies();
	if (!is_known(seen)) {
		look_after_two(table);
		fd = posix_owner_device_open(&seen->entry);
		complain_of(fd);
		if (fd >= 0) {
			if (!open_proxy(fd, &seen->entry))
				remember(seen);
			posix_raw(SYS_close, fd);
		}
	}
	unlock_proxies();
}

static __attribute__((noinline)) void look(struct posix_table *table,
					   uint64_t handle)
{
	struct posix_sighting seen;
	uint32_t generation =
		__atomic_load_n(&table->generation, __ATOMIC_ACQUIRE);

	if (generation != __atomic_load_n(&compared, __ATOMIC_RELAXED))
		compare_all(table, generation);
	if (!posix_table_find(table, handle, &seen) ||
	    seen.entry.pid == posix_domain_self())
		return;
	if (is_gone(&seen.entry))
		posix_domain_reap(table, handle);
	else if (!is_known(&seen))
		get_to_know(table, &seen);
}

/* Three loads while nobody in the domain has a remote session. */
void posix_foreign_look(uint64_t handle)
{
	struct posix_table *table = posix_domain_table();

	if (table && (__atomic_load_n(&table->used, __ATOMIC_ACQUIRE) ||
		      __atomic_load_n(&known_count, __ATOMIC_RELAXED)))
		look(table, handle);
}

void posix_foreign_begin_anew(void)
{
	const pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;

	proxies = fresh;
	while (known_count)
		known[known_slots[--known_count]].seq = 0;
}
