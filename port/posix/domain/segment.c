// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The memory of a domain's table: a System V segment, because that is the one
 * kind of shared memory that can be found by those who want it and is freed by
 * the kernel with its last user, killed or not. It is marked for removal as
 * soon as it is mapped, so it has no key; those who come later find it by its
 * size, its owner and what stands in it. The domain's folder is locked.
 */
#include <sys/ipc.h>
#include <sys/shm.h>
#include <time.h>

#include "port/posix/domain/domain.h"
#include "port/posix/os/raw.h"

#define KCOV_TABLE_MAGIC 0x6b636f76u
/* In bytes: a length by which segments of the domain are told from others. */
#define KCOV_TABLE_BYTES (sizeof(struct posix_table) + 0x6b)

/* The segment's memory; NULL if the segment is gone by now. */
static struct posix_table *map(int id)
{
	int saved_errno = errno;
	void *memory = shmat(id, NULL, 0);

	errno = saved_errno;
	return memory == (void *)-1 ? NULL : memory;
}

static void unmap(struct posix_table *table)
{
	int saved_errno = errno;

	shmdt(table);
	errno = saved_errno;
}

static bool has_identity(const struct posix_table *table,
			 const uint64_t identity[3])
{
	return __atomic_load_n(&table->magic, __ATOMIC_ACQUIRE) ==
		       KCOV_TABLE_MAGIC &&
	       table->bytes == sizeof(*table) &&
	       table->identity[0] == identity[0] &&
	       table->identity[1] == identity[1] &&
	       table->identity[2] == identity[2];
}

/* Only this user could have made such a segment, and have written to it. */
static bool may_be_ours(const struct shmid_ds *segment)
{
	const uid_t user = geteuid();

	return segment->shm_segsz == KCOV_TABLE_BYTES &&
	       segment->shm_perm.cuid == user &&
	       segment->shm_perm.uid == user &&
	       (segment->shm_perm.mode & 0777) == 0600;
}

/*
 * In nanoseconds: the kernel gives the time of a segment in whole seconds, by a
 * clock that may be a tick late.
 */
#define MADE_WITHIN_NS 1100000000ll

/*
 * The latest time at which the segment can have been made, in nanoseconds of
 * the clock that tells the age of tasks. If somebody set the system's clock
 * since then: a clock set back makes the segment look newer, and it stays for a
 * later sweep; a clock set forward makes the segment look older, and at worst
 * its maker, which is not done yet, loses it.
 */
static uint64_t made_by(const struct shmid_ds *segment)
{
	struct timespec now;
	int64_t boottime;
	int64_t age;

	/* In this order: a delay between the two makes the result later only. */
	clock_gettime(CLOCK_REALTIME, &now);
	boottime = (int64_t)posix_boottime_ns();
	age = ((int64_t)now.tv_sec - segment->shm_ctime) * 1000000000 +
	      now.tv_nsec - MADE_WITHIN_NS;
	return age < boottime ? (uint64_t)(boottime - age) : 0;
}

/*
 * Whether the process that made the segment still lives. A process that got the
 * maker's number later is younger than the segment. A maker in another pid
 * namespace has the number 0 here and counts as alive: only processes of its
 * own namespace can tell.
 */
static bool maker_lives(const struct shmid_ds *segment)
{
	return !segment->shm_cpid ||
	       (posix_task_is_alive(segment->shm_cpid) &&
		posix_task_started_before(segment->shm_cpid, made_by(segment)));
}

/*
 * The maker was killed before it marked the segment for removal: no process has
 * the segment mapped, and none will.
 */
static bool is_left_over(const struct shmid_ds *segment)
{
	return !(segment->shm_perm.mode & SHM_DEST) && !segment->shm_nattch &&
	       !maker_lives(segment);
}

static void remove_segment(int id)
{
	shmctl(id, IPC_RMID, NULL);
}

/* Removes a segment that is left over, if it is empty or has a table. */
static void sweep(int id, const struct posix_table *table)
{
	if (!table->magic || table->magic == KCOV_TABLE_MAGIC)
		remove_segment(id);
}

static struct posix_table *look_at(int index, const uint64_t identity[3])
{
	struct shmid_ds segment;
	struct posix_table *table;
	int id = shmctl(index, SHM_STAT, &segment);

	if (id < 0 || !may_be_ours(&segment))
		return NULL;
	table = map(id);
	if (!table)
		return NULL;
	if (is_left_over(&segment))
		sweep(id, table);
	else if (has_identity(table, identity))
		return table;
	unmap(table);
	return NULL;
}

static struct posix_table *find(const uint64_t identity[3])
{
	struct shm_info info;
	struct posix_table *table = NULL;
	int last = shmctl(0, SHM_INFO, (struct shmid_ds *)&info);
	int i;

	for (i = 0; i <= last && !table; i++)
		table = look_at(i, identity);
	return table;
}

static struct posix_table *make(const uint64_t identity[3])
{
	int id = shmget(IPC_PRIVATE, KCOV_TABLE_BYTES, IPC_CREAT | 0600);
	struct posix_table *table = id < 0 ? NULL : map(id);
	int i;

	if (id >= 0)
		remove_segment(id);
	if (!table)
		return NULL;
	table->bytes = sizeof(*table);
	for (i = 0; i < 3; i++)
		table->identity[i] = identity[i];
	__atomic_store_n(&table->magic, KCOV_TABLE_MAGIC, __ATOMIC_RELEASE);
	return table;
}

struct posix_table *posix_segment_attach(const uint64_t identity[3])
{
	int saved_errno = errno;
	struct posix_table *table = find(identity);

	if (!table)
		table = make(identity);
	errno = saved_errno;
	return table;
}
