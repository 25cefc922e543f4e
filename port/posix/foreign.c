// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Sections for sessions of other processes: the table says where the device is,
 * the owner's descriptor gives it, and a proxy in this process's registry makes
 * sections find it. Proxies stay until the table says something else.
 *
 * Any thread; in signal handlers too, because all it takes are system calls.
 */
#include <fcntl.h>
#include <pthread.h>

#include "core/remote.h"
#include "port/posix/domain.h"
#include "port/posix/raw.h"

/* Comes before device and registry locks; signals are blocked. */
static pthread_mutex_t proxies = PTHREAD_MUTEX_INITIALIZER;

/* Which writing of a slot there is a proxy for; 0: none. [proxies] */
static struct {
	uint32_t seq;
	uint64_t handle;
} known[KCOV_TABLE_SLOTS];
static uint16_t known_slots[KCOV_TABLE_SLOTS];
static uint32_t known_count;
/* Of the table, when all proxies were last compared with it. */
static uint32_t compared;

static void lock_proxies(void)
{
	kcov_signals_block();
	pthread_mutex_lock(&proxies);
}

static void unlock_proxies(void)
{
	pthread_mutex_unlock(&proxies);
	kcov_signals_restore();
}

static bool is_known(const struct kcov_sighting *seen)
{
	return __atomic_load_n(&known[seen->slot].seq, __ATOMIC_ACQUIRE) ==
	       seen->seq;
}

/* Proxies whose session was withdrawn go: nobody needs what they collect. */
static void compare_all(const struct kcov_table *table, uint32_t generation)
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

/* The device behind a name in a folder of descriptors, or -errno. */
static int open_device(int folder, const char *name, uint64_t ino)
{
	char path[KCOV_PROC_FD_CHARS];
	struct stat64 st;
	long looked_at;
	long fd = -ENOENT;

	/* Opening what is not ours may have consequences: look first. */
	looked_at = kcov_raw(SYS_openat, folder, name, O_PATH | O_CLOEXEC);
	if (looked_at < 0)
		return (int)looked_at;
	if (!kcov_raw_fstat((int)looked_at, &st) && S_ISREG(st.st_mode) &&
	    st.st_ino == ino && (uint64_t)st.st_size == KCOV_FILE_BYTES)
		fd = kcov_raw(SYS_openat, AT_FDCWD,
			      kcov_proc_fd_path(path, (int)looked_at),
			      O_RDWR | O_CLOEXEC);
	kcov_raw(SYS_close, looked_at);
	if (fd >= 0 && !kcov_file_is_device((int)fd, &st)) {
		kcov_raw(SYS_close, fd);
		return -ENOENT;
	}
	return (int)fd;
}

struct kernel_dirent {
	uint64_t ino;
	int64_t offset;
	uint16_t bytes;
	uint8_t type;
	char name[];
};

/* The program may have closed any descriptor and kept another. */
static int search_device(int folder, uint64_t ino)
{
	uint64_t entries[128];
	int fd = -ENOENT;
	long bytes;
	long at;

	while (fd < 0 && (bytes = kcov_raw(SYS_getdents64, folder, entries,
					   sizeof(entries))) > 0) {
		const struct kernel_dirent *entry;

		for (at = 0; at < bytes && fd < 0; at += entry->bytes) {
			entry = (const void *)((const char *)entries + at);
			if (entry->name[0] != '.')
				fd = open_device(folder, entry->name, ino);
		}
	}
	return fd;
}

/* By the thread that owns it: threads may have descriptors of their own. */
static int open_owners_folder(pid_t tid)
{
	char path[64] = "/proc/";
	char digits[KCOV_DIGITS];
	const char *number = kcov_digits(digits, (uint64_t)tid);
	const char *rest = "/fd";
	char *end = path + 6;

	while (*number)
		*end++ = *number++;
	while (*rest)
		*end++ = *rest++;
	*end = '\0';
	return (int)kcov_raw(SYS_openat, AT_FDCWD, path,
			     O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int open_owners_device(const struct kcov_entry *entry)
{
	char digits[KCOV_DIGITS];
	int folder = open_owners_folder(entry->tid);
	int fd = -ENOENT;

	if (folder < 0)
		return folder;
	if (entry->fd >= 0)
		fd = open_device(folder,
				 kcov_digits(digits, (uint64_t)entry->fd),
				 entry->ino);
	if (fd < 0)
		fd = search_device(folder, entry->ino);
	kcov_raw(SYS_close, folder);
	return fd;
}

static int open_proxy_of(struct kcov_header *header,
			 const struct kcov_entry *entry)
{
	if (header->ino != entry->ino)
		return -EINVAL;
	return kcov_proxy_open(&header->device, entry->handle, entry->epoch,
			       entry->section_words);
}

/* The core maps the area of the device that is being called on. */
static int open_proxy(int fd, const struct kcov_entry *entry)
{
	struct kcov_view before = kcov_view;
	struct kcov_header *header = kcov_file_map_header(fd);
	int err;

	if (!header)
		return -ENOMEM;
	kcov_view.header = header;
	kcov_view.fd = fd;
	err = open_proxy_of(header, entry);
	if (err == -EEXIST && kcov_session_reap(entry->handle))
		err = open_proxy_of(header, entry);
	kcov_view = before;
	/* A proxy holds it; nobody else does. */
	kcov_device_put(&header->device);
	return err;
}

static void remember(const struct kcov_sighting *seen)
{
	if (!known[seen->slot].seq)
		known_slots[known_count++] = (uint16_t)seen->slot;
	else if (known[seen->slot].handle != seen->entry.handle)
		kcov_session_reap(known[seen->slot].handle);
	known[seen->slot].handle = seen->entry.handle;
	__atomic_store_n(&known[seen->slot].seq, seen->seq, __ATOMIC_RELEASE);
}

/* Says nothing of zombies; whoever wants the handle looks closer. */
static bool is_gone(const struct kcov_entry *entry)
{
	return kcov_raw(SYS_kill, entry->pid, 0) == -ESRCH;
}

/*
 * For every proxy that is made two are looked after, so that they stay few even
 * if clients are killed and nobody names their handles again.
 */
static void look_after_two(struct kcov_table *table)
{
	static uint32_t hand;
	int i;

	for (i = 0; i < 2 && known_count; i++) {
		uint32_t slot = known_slots[hand++ % known_count];

		if (is_gone(&table->slots[slot].entry))
			kcov_domain_reap(table, known[slot].handle);
	}
}

/* If it cannot be had, the section collects nothing, and the next one tries. */
static void get_to_know(struct kcov_table *table,
			const struct kcov_sighting *seen)
{
	int fd;

	lock_proxies();
	if (!is_known(seen)) {
		look_after_two(table);
		fd = open_owners_device(&seen->entry);
		if (fd == -EMFILE || fd == -ENFILE)
			kcov_complain("a client's device",
				      " cannot be opened for want of a"
				      " descriptor",
				      "raise RLIMIT_NOFILE (ulimit -n)");
		if (fd >= 0) {
			if (!open_proxy(fd, &seen->entry))
				remember(seen);
			kcov_raw(SYS_close, fd);
		}
	}
	unlock_proxies();
}

static __attribute__((noinline)) void look(struct kcov_table *table,
					   uint64_t handle)
{
	struct kcov_sighting seen;
	uint32_t generation =
		__atomic_load_n(&table->generation, __ATOMIC_ACQUIRE);

	if (generation != __atomic_load_n(&compared, __ATOMIC_RELAXED))
		compare_all(table, generation);
	if (!kcov_table_find(table, handle, &seen) ||
	    seen.entry.pid == kcov_domain_self())
		return;
	if (is_gone(&seen.entry))
		kcov_domain_reap(table, handle);
	else if (!is_known(&seen))
		get_to_know(table, &seen);
}

/* Three loads while nobody in the domain has a remote session. */
void kcov_foreign_look(uint64_t handle)
{
	struct kcov_table *table = kcov_domain_table();

	if (table && (__atomic_load_n(&table->used, __ATOMIC_ACQUIRE) ||
		      __atomic_load_n(&known_count, __ATOMIC_RELAXED)))
		look(table, handle);
}

void kcov_foreign_begin_anew(void)
{
	const pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;

	proxies = fresh;
	while (known_count)
		known[known_slots[--known_count]].seq = 0;
}
