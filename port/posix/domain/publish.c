// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Handles of this process's sessions as the rest of the domain sees them:
 * exclusive, published all or none, withdrawn with the session. What a dead
 * owner left is taken by whoever wants it. Called by the core with the device's
 * and the registry's lock held.
 */
#include <fcntl.h>

#include "core/remote.h"
#include "port/posix/domain/domain.h"
#include "port/posix/os/raw.h"

static const struct posix_header *header_of(const struct kcov_session *session)
{
	return (const struct posix_header *)((const char *)session->device -
					     offsetof(struct posix_header,
						      device));
}

/*
 * The registry of this process was asked first: what the table says of a
 * session of ours is left from before an exec.
 */
bool posix_entry_is_live(const struct posix_entry *entry)
{
	return entry->pid != posix_domain_self() &&
	       posix_task_is_alive(entry->tid) &&
	       posix_task_started_before(entry->tid, entry->since) &&
	       posix_task_maps_file(entry->tid, entry->ino);
}

/* True if somebody alive has it. */
static bool take_locked(struct posix_table *table, uint64_t handle)
{
	struct posix_sighting seen;

	if (!posix_table_find(table, handle, &seen))
		return false;
	if (posix_entry_is_live(&seen.entry))
		return true;
	posix_table_clear_locked(table, seen.slot);
	return false;
}

/* A worker saw that the owner of the handle may be gone. */
void posix_domain_reap(struct posix_table *table, uint64_t handle)
{
	posix_table_lock(table);
	take_locked(table, handle);
	posix_table_unlock(table);
}

static bool is_taken_locked(struct posix_table *table,
			    const struct kcov_session *session)
{
	uint32_t i;

	for (i = 0; i < session->handles; i++)
		if (take_locked(table, session->nodes[i].handle))
			return true;
	return false;
}

static void reap_all_locked(struct posix_table *table)
{
	uint32_t i;

	for (i = 0; i < KCOV_TABLE_SLOTS; i++) {
		const struct posix_entry *entry = &table->slots[i].entry;

		if (entry->handle && entry->pid != posix_domain_self() &&
		    !posix_entry_is_live(entry))
			posix_table_clear_locked(table, i);
	}
}

/* Of this very session; a forked child may see its parent's. */
static bool is_own(const struct posix_sighting *seen,
		   const struct kcov_session *session)
{
	return seen->entry.pid == posix_domain_self() &&
	       seen->entry.ino == header_of(session)->ino &&
	       seen->entry.epoch == session->epoch;
}

static void clear_own_locked(struct posix_table *table,
			     const struct kcov_session *session)
{
	struct posix_sighting seen;
	uint32_t i;

	for (i = 0; i < session->handles; i++)
		if (posix_table_find(table, session->nodes[i].handle, &seen) &&
		    is_own(&seen, session))
			posix_table_clear_locked(table, seen.slot);
}

/*
 * The session keeps a descriptor that workers open the device by, because the
 * program may close its own. -1: they will have to search.
 */
static int keep_descriptor(const struct kcov_session *session)
{
	struct posix_mapping *mapping = posix_mapping_of(header_of(session));
	long fd = posix_raw(SYS_fcntl, mapping->fd, F_DUPFD_CLOEXEC,
			    KCOV_FIRST_PRIVATE_FD);

	if (fd < 0)
		return -1;
	mapping->kept_fd = (int)fd;
	return (int)fd;
}

/* Unless the program closed it, and has something else by that number. */
static void close_descriptor(const struct kcov_session *session)
{
	struct posix_mapping *mapping = posix_mapping_of(header_of(session));
	struct stat64 st;
	int fd = mapping->kept_fd;

	mapping->kept_fd = 0;
	if (fd && posix_file_is_device(fd, &st) &&
	    st.st_ino == header_of(session)->ino)
		posix_raw(SYS_close, fd);
}

static bool put_all_locked(struct posix_table *table,
			   const struct kcov_session *session, int fd)
{
	const struct posix_header *header = header_of(session);
	struct posix_entry entry = {
		.ino = header->ino,
		.since = header->owned_since,
		.pid = header->owner_pid,
		.tid = header->owner_tid,
		.fd = fd,
		.epoch = session->epoch,
		.section_words = (uint32_t)session->section_words,
	};
	uint32_t i;

	for (i = 0; i < session->handles; i++) {
		entry.handle = session->nodes[i].handle;
		if (!posix_table_put_locked(table, &entry))
			return false;
	}
	return true;
}

static int publish_locked(struct posix_table *table,
			  const struct kcov_session *session)
{
	int fd = keep_descriptor(session);

	if (put_all_locked(table, session, fd))
		return 0;
	/* What nobody asked for since its owner died is in the way now. */
	clear_own_locked(table, session);
	reap_all_locked(table);
	if (put_all_locked(table, session, fd))
		return 0;
	clear_own_locked(table, session);
	close_descriptor(session);
	return -ENOMEM;
}

int posix_domain_publish(struct kcov_session *session, int err)
{
	struct posix_table *table = session->handles ? posix_domain_table() :
						       NULL;

	if (!table)
		return err;
	posix_table_lock(table);
	if (is_taken_locked(table, session))
		err = -EEXIST;
	else if (!err)
		err = publish_locked(table, session);
	posix_table_unlock(table);
	return err;
}

void posix_domain_withdraw(struct kcov_session *session)
{
	struct posix_table *table = session->handles ? posix_domain_table() :
						       NULL;

	if (!table)
		return;
	posix_table_lock(table);
	clear_own_locked(table, session);
	posix_table_unlock(table);
	close_descriptor(session);
}
