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

#include "port/posix/domain.h"
#include "port/posix/raw.h"

#define KCOV_TABLE_MAGIC 0x6b636f76u
/* A length that nobody else has. */
#define KCOV_TABLE_BYTES (sizeof(struct kcov_table) + 0x6b)

/* NULL if it is gone by now. */
static struct kcov_table *map(int id)
{
	int saved_errno = errno;
	void *memory = shmat(id, NULL, 0);

	errno = saved_errno;
	return memory == (void *)-1 ? NULL : memory;
}

static void unmap(struct kcov_table *table)
{
	int saved_errno = errno;

	shmdt(table);
	errno = saved_errno;
}

static bool has_identity(const struct kcov_table *table,
			 const uint64_t identity[3])
{
	return __atomic_load_n(&table->magic, __ATOMIC_ACQUIRE) ==
		       KCOV_TABLE_MAGIC &&
	       table->bytes == sizeof(*table) &&
	       table->identity[0] == identity[0] &&
	       table->identity[1] == identity[1] &&
	       table->identity[2] == identity[2];
}

/* Only this user could have made it, so only this user could have filled it. */
static bool may_be_ours(const struct shmid_ds *segment)
{
	const uid_t user = geteuid();

	return segment->shm_segsz == KCOV_TABLE_BYTES &&
	       segment->shm_perm.cuid == user &&
	       segment->shm_perm.uid == user &&
	       (segment->shm_perm.mode & 0777) == 0600;
}

/* The kernel says whole seconds, of a clock that is a tick late. */
#define MADE_WITHIN_NS 1100000000ll

/*
 * When it was made at the latest, on the clock that tells how old tasks are. A
 * clock that was set meanwhile is no danger: set back, it leaves a segment for
 * later; set forward, it could only take one away whose maker is not done yet.
 */
static uint64_t made_by(const struct shmid_ds *segment)
{
	struct timespec now;
	int64_t boottime;
	int64_t age;

	/* In this order: what passes in between makes it later, never earlier. */
	clock_gettime(CLOCK_REALTIME, &now);
	boottime = (int64_t)kcov_boottime_ns();
	age = ((int64_t)now.tv_sec - segment->shm_ctime) * 1000000000 +
	      now.tv_nsec - MADE_WITHIN_NS;
	return age < boottime ? (uint64_t)(boottime - age) : 0;
}

/*
 * A number that was given out again belongs to a process that is too young. A
 * process of another namespace has none here: that one's kind will know.
 */
static bool maker_lives(const struct shmid_ds *segment)
{
	return !segment->shm_cpid ||
	       (kcov_task_is_alive(segment->shm_cpid) &&
		kcov_task_started_before(segment->shm_cpid, made_by(segment)));
}

/* Its maker was killed before the mark was set: nobody has it, nobody will. */
static bool is_left_over(const struct shmid_ds *segment)
{
	return !(segment->shm_perm.mode & SHM_DEST) && !segment->shm_nattch &&
	       !maker_lives(segment);
}

static void remove_segment(int id)
{
	shmctl(id, IPC_RMID, NULL);
}

/* A segment of ours that is left over is removed: an empty one, or a table. */
static void sweep(int id, const struct kcov_table *table)
{
	if (!table->magic || table->magic == KCOV_TABLE_MAGIC)
		remove_segment(id);
}

static struct kcov_table *look_at(int index, const uint64_t identity[3])
{
	struct shmid_ds segment;
	struct kcov_table *table;
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

static struct kcov_table *find(const uint64_t identity[3])
{
	struct shm_info info;
	struct kcov_table *table = NULL;
	int last = shmctl(0, SHM_INFO, (struct shmid_ds *)&info);
	int i;

	for (i = 0; i <= last && !table; i++)
		table = look_at(i, identity);
	return table;
}

static struct kcov_table *make(const uint64_t identity[3])
{
	int id = shmget(IPC_PRIVATE, KCOV_TABLE_BYTES, IPC_CREAT | 0600);
	struct kcov_table *table = id < 0 ? NULL : map(id);
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

struct kcov_table *kcov_segment_attach(const uint64_t identity[3])
{
	int saved_errno = errno;
	struct kcov_table *table = find(identity);

	if (!table)
		table = make(identity);
	errno = saved_errno;
	return table;
}
