// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Handles of this process's sessions as the rest of the domain sees them:
 * exclusive, published all or none, withdrawn with the session. What a dead
 * owner left is taken by whoever wants it. Called by the core with the device's
 * and the registry's lock held.
 */
#include <fcntl.h>

#include "core/remote.h"
#include "port/posix/domain.h"
#include "port/posix/raw.h"

static const struct kcov_header *header_of(const struct kcov_session *session)
{
	return (const struct kcov_header *)((const char *)session->device -
					    offsetof(struct kcov_header,
						     device));
}

/*
 * The registry of this process was asked first: what the table says of a
 * session of ours is left from before an exec.
 */
bool kcov_entry_is_live(const struct kcov_entry *entry)
{
	return entry->pid != kcov_domain_self() &&
	       kcov_task_is_alive(entry->tid) &&
	       kcov_task_started_before(entry->tid, entry->since) &&
	       kcov_task_maps_file(entry->tid, entry->ino);
}

/* True if somebody alive has it. */
static bool take_locked(struct kcov_table *table, uint64_t handle)
{
	struct kcov_sighting seen;

	if (!kcov_table_find(table, handle, &seen))
		return false;
	if (kcov_entry_is_live(&seen.entry))
		return true;
	kcov_table_clear_locked(table, seen.slot);
	return false;
}

/* A worker saw that the owner of the handle may be gone. */
void kcov_domain_reap(struct kcov_table *table, uint64_t handle)
{
	kcov_table_lock(table);
	take_locked(table, handle);
	kcov_table_unlock(table);
}

static bool is_taken_locked(struct kcov_table *table,
			    const struct kcov_session *session)
{
	uint32_t i;

	for (i = 0; i < session->handles; i++)
		if (take_locked(table, session->nodes[i].handle))
			return true;
	return false;
}

static void reap_all_locked(struct kcov_table *table)
{
	uint32_t i;

	for (i = 0; i < KCOV_TABLE_SLOTS; i++) {
		const struct kcov_entry *entry = &table->slots[i].entry;

		if (entry->handle && entry->pid != kcov_domain_self() &&
		    !kcov_entry_is_live(entry))
			kcov_table_clear_locked(table, i);
	}
}

/* Of this very session; a forked child may see its parent's. */
static bool is_own(const struct kcov_sighting *seen,
		   const struct kcov_session *session)
{
	return seen->entry.pid == kcov_domain_self() &&
	       seen->entry.ino == header_of(session)->ino &&
	       seen->entry.epoch == session->epoch;
}

static void clear_own_locked(struct kcov_table *table,
			     const struct kcov_session *session)
{
	struct kcov_sighting seen;
	uint32_t i;

	for (i = 0; i < session->handles; i++)
		if (kcov_table_find(table, session->nodes[i].handle, &seen) &&
		    is_own(&seen, session))
			kcov_table_clear_locked(table, seen.slot);
}

/*
 * The session keeps a descriptor that workers open the device by, because the
 * program may close its own. -1: they will have to search.
 */
static int keep_descriptor(const struct kcov_session *session)
{
	long fd = kcov_raw(SYS_fcntl, kcov_view.fd, F_DUPFD_CLOEXEC,
			   KCOV_FIRST_PRIVATE_FD);

	if (fd < 0)
		return -1;
	kcov_mapping_of(header_of(session))->kept_fd = (int)fd;
	return (int)fd;
}

/* Unless the program closed it, and has something else by that number. */
static void close_descriptor(const struct kcov_session *session)
{
	struct kcov_mapping *mapping = kcov_mapping_of(header_of(session));
	struct stat64 st;
	int fd = mapping->kept_fd;

	mapping->kept_fd = 0;
	if (fd && kcov_file_is_device(fd, &st) &&
	    st.st_ino == header_of(session)->ino)
		kcov_raw(SYS_close, fd);
}

static bool put_all_locked(struct kcov_table *table,
			   const struct kcov_session *session, int fd)
{
	const struct kcov_header *header = header_of(session);
	struct kcov_entry entry = {
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
		if (!kcov_table_put_locked(table, &entry))
			return false;
	}
	return true;
}

static int publish_locked(struct kcov_table *table,
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

int kcov_domain_publish(struct kcov_session *session, int err)
{
	struct kcov_table *table = session->handles ? kcov_domain_table() :
						      NULL;

	if (!table)
		return err;
	kcov_table_lock(table);
	if (is_taken_locked(table, session))
		err = -EEXIST;
	else if (!err)
		err = publish_locked(table, session);
	kcov_table_unlock(table);
	return err;
}

void kcov_domain_withdraw(struct kcov_session *session)
{
	struct kcov_table *table = session->handles ? kcov_domain_table() :
						      NULL;

	if (!table)
		return;
	kcov_table_lock(table);
	clear_own_locked(table, session);
	kcov_table_unlock(table);
	close_descriptor(session);
}
