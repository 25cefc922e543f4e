/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A domain: the processes of one user whose remote sessions know each other.
 *
 * Each process keeps its sessions, sections and registry to itself. What they
 * share is a table that says which handle belongs to whom and how that one's
 * device is found. It exists while a process uses it and has no file: the
 * kernel frees it with the last of them, however that ended.
 *
 * Rules as in ../posix.h; the table is shared memory [S]. Locks, in this order:
 * this process's proxies [P], a device's, the registry's, the table's [T].
 */
#ifndef KCOV_DOMAIN_H
#define KCOV_DOMAIN_H

#include "port/posix/device/device.h"

/* All handles of a domain; a session has at most 257. */
#define KCOV_TABLE_SLOTS 4096u
/* Private duplicates stay out of the way of the program's descriptors. */
#define KCOV_FIRST_PRIVATE_FD 512

/* Who has a handle, and how a worker gets at the device. */
struct posix_entry {
	uint64_t handle; /* 0: nobody */
	uint64_t ino;	 /* of the device's file */
	uint64_t since;	 /* of the ownership: CLOCK_BOOTTIME, ns */
	int32_t pid;	 /* of the owner */
	int32_t tid;
	int32_t fd;	/* a descriptor of the owner's, or -1 */
	uint32_t epoch; /* of the session */
	uint32_t section_words;
	uint32_t padding;
};

struct posix_slot {
	uint32_t seq; /* odd: being written */
	uint32_t padding;
	struct posix_entry entry;
};

/* The same for 32- and 64-bit processes. */
struct posix_table {
	uint32_t magic;	      /* [C] */
	uint32_t bytes;	      /* [C] */
	uint64_t identity[3]; /* [C] whose domain it is */
	posix_lock_word lock;
	uint32_t generation; /* [T] counts changes */
	uint32_t used;	     /* [T] entries; too many after a kill */
	/* How far from its place an entry may be found, by place. [T] */
	uint16_t reach[KCOV_TABLE_SLOTS];
	struct posix_slot slots[KCOV_TABLE_SLOTS]; /* [T] written */
};

_Static_assert(sizeof(struct posix_table) == 48 + KCOV_TABLE_SLOTS * (2 + 56),
	       "no padding that depends on the width");

/* An entry as it was at one moment, and which writing of the slot that was. */
struct posix_sighting {
	struct posix_entry entry;
	uint32_t slot;
	uint32_t seq;
};

/* folder.c: a descriptor of the domain's folder, locked; or -1, said why. */
int posix_folder_open(struct stat64 *st);

/* segment.c: NULL if there is none to be had. */
struct posix_table *posix_segment_attach(const uint64_t identity[3]);

/* domain.c: the table of this process's domain, NULL if it has none. */
struct posix_table *posix_domain_table(void);
pid_t posix_domain_self(void);
void posix_domain_begin_anew(void);

/* table.c */
void posix_table_lock(struct posix_table *table);
void posix_table_unlock(struct posix_table *table);
bool posix_table_find(const struct posix_table *table, uint64_t handle,
		      struct posix_sighting *seen);
/* The table's lock is held. False: the table is full. */
bool posix_table_put_locked(struct posix_table *table,
			    const struct posix_entry *entry);
void posix_table_clear_locked(struct posix_table *table, uint32_t slot);

/* publish.c */
bool posix_entry_is_live(const struct posix_entry *entry);
void posix_domain_reap(struct posix_table *table, uint64_t handle);

/* locate.c: a descriptor that can be written, or -errno. */
int posix_owner_device_open(const struct posix_entry *entry);

/* foreign.c: makes sure that sections can find the session of the handle. */
void posix_foreign_look(uint64_t handle);
void posix_foreign_begin_anew(void);

#endif /* KCOV_DOMAIN_H */
