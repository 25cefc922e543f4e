// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-M7: a segment that was made and not yet marked for removal belongs to its
 * maker as long as that one lives. Whoever makes or looks for a table removes
 * what the dead left, also when somebody else has the maker's number by now.
 * kills: a maker that is known by its number alone; a table that is taken away
 * from who is about to fill it, also by processes that cannot see the maker; a
 * table that somebody else may write.
 */
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/tap.h"

#include "port/posix/domain/domain.h"

static const uint64_t identity[3] = { 1, 2, 3 };
static size_t bytes;

/* As long as the tables of domains are. */
static size_t table_bytes(void)
{
	const struct posix_table *table = posix_segment_attach(identity);
	struct shmid_ds segment;
	struct shm_info info;
	size_t found = 0;
	int last = shmctl(0, SHM_INFO, (struct shmid_ds *)&info);
	int i;

	for (i = 0; i <= last; i++)
		if (shmctl(i, SHM_STAT, &segment) >= 0 &&
		    segment.shm_cpid == getpid())
			found = segment.shm_segsz;
	shmdt(table);
	return found;
}

static int make(void)
{
	return shmget(IPC_PRIVATE, bytes, IPC_CREAT | 0600);
}

static bool is_there(int id)
{
	struct shmid_ds segment;

	return !shmctl(id, IPC_STAT, &segment);
}

static void look_for_a_table(void)
{
	shmdt(posix_segment_attach(identity));
}

static pid_t sleeper(long pid)
{
	while (!pid)
		pause();
	return (pid_t)pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* What a process made that has ended since, with its number. */
static int made_by_the_dead(pid_t *maker)
{
	int ends[2];
	int id = -1;

	if (pipe(ends))
		return -1;
	*maker = fork();
	if (!*maker) {
		id = make();
		_exit(write(ends[1], &id, sizeof(id)) != sizeof(id));
	}
	if (read(ends[0], &id, sizeof(id)) != sizeof(id))
		id = -1;
	waitpid(*maker, NULL, 0);
	close(ends[0]);
	close(ends[1]);
	return id;
}

/* -1 without the privilege to say which number. */
static pid_t sleeper_with_number(pid_t pid)
{
	struct clone_args arguments = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&pid,
		.set_tid_size = 1,
	};

	return sleeper(
		syscall(SYS_clone3, &arguments, (long)sizeof(arguments)));
}

/*
 * Nobody who begins from now on can have made what exists already: the kernel
 * says in whole seconds when that was, a tick late, and in ticks who began when.
 */
static void let_its_second_pass(int id)
{
	struct shmid_ds segment;
	struct timespec now;

	shmctl(id, IPC_STAT, &segment);
	do {
		usleep(20000);
		clock_gettime(CLOCK_REALTIME, &now);
	} while ((now.tv_sec - segment.shm_ctime) * 1000 +
			 now.tv_nsec / 1000000 <
		 1150);
}

static void leave_it_to_the_living(void)
{
	int id = make();

	look_for_a_table();
	tap_ok(is_there(id), "what a process makes that lives is its own");
	shmctl(id, IPC_RMID, NULL);
}

/* Where its maker has no number, nobody can tell whether it lives. */
static void leave_it_to_its_namespace(void)
{
	int id = make();
	pid_t pid = fork();
	int status;

	if (!pid && unshare(CLONE_NEWPID))
		_exit(1);
	if (!pid && !fork()) {
		look_for_a_table();
		_exit(0);
	}
	if (!pid)
		_exit(wait(&status) < 0 || status ? 2 : 0);
	waitpid(pid, &status, 0);
	tap_ok(is_there(id) && (!status || WEXITSTATUS(status) == 1),
	       "what another process namespace makes is its own%s",
	       status ? " # SKIP nobody has one without privileges" : "");
	shmctl(id, IPC_RMID, NULL);
}

static void remove_what_the_dead_left(void)
{
	pid_t maker;
	int id = made_by_the_dead(&maker);

	tap_ok(is_there(id), "what is not marked outlives its maker");
	look_for_a_table();
	tap_ok(!is_there(id), "what the dead left is removed");
}

static void tell_namesakes_apart(void)
{
	pid_t maker;
	int id = made_by_the_dead(&maker);
	pid_t namesake;
	int i;

	let_its_second_pass(id);
	namesake = sleeper_with_number(maker);
	/* who is interrupted while looking leaves it to the next */
	for (i = 0; i < 100 && is_there(id); i++)
		look_for_a_table();
	tap_ok(!is_there(id),
	       "so it is when somebody else has the maker's number%s",
	       namesake < 0 ? " # SKIP nobody has without privileges" : "");
	if (namesake > 0)
		end(namesake);
}

/* Others of this user look for tables too, and remove what is left here. */
static void be_alone(void)
{
	if (unshare(CLONE_NEWIPC) && unshare(CLONE_NEWUSER | CLONE_NEWIPC))
		printf("# segments are shared with others: %s\n",
		       strerror(errno));
}

/* A segment with a table in it as we write them, but for what is changed. */
static bool is_believed(void (*change)(struct posix_table *table, int id),
			int flags)
{
	const uint64_t other[3] = { 4, 5, 6 };
	struct posix_table *real = posix_segment_attach(other), *got;
	int id = shmget(IPC_PRIVATE, bytes, IPC_CREAT | flags);
	struct posix_table *forged = shmat(id, NULL, 0);
	bool believed;

	memcpy(forged, real, sizeof(*forged));
	memcpy(forged->identity, identity, sizeof(identity));
	forged->generation = 777;
	if (change)
		change(forged, id);
	got = posix_segment_attach(identity);
	believed = got->generation == 777;
	shmdt(got);
	shmdt(forged);
	shmdt(real);
	shmctl(id, IPC_RMID, NULL);
	return believed;
}

static void give_away(struct posix_table *table, int id)
{
	struct shmid_ds segment;

	(void)table;
	shmctl(id, IPC_STAT, &segment);
	segment.shm_perm.uid = 65534;
	shmctl(id, IPC_SET, &segment);
}

static int word;

static void change_identity(struct posix_table *table, int id)
{
	(void)id;
	table->identity[word] ^= 1;
}

static void change_size(struct posix_table *table, int id)
{
	(void)id;
	table->bytes++;
}

static void begin_only(struct posix_table *table, int id)
{
	(void)id;
	table->magic = 0;
}

static void test_forged(void)
{
	bool other = false;

	tap_ok(is_believed(NULL, 0600), "a table of ours is shared");
	tap_ok(!is_believed(NULL, 0666) && !is_believed(NULL, 0660) &&
		       !is_believed(NULL, 0604),
	       "not one that others may use");
	tap_ok(!is_believed(give_away, 0600), "nor one of another user");
	for (word = 0; word < 3; word++)
		other |= is_believed(change_identity, 0600);
	tap_ok(!other, "nor one of another folder");
	tap_ok(!is_believed(change_size, 0600), "nor one of another size");
	tap_ok(!is_believed(begin_only, 0600), "nor one that is not whole");
}

/* Made by another user and given to us: that one may have kept it. */
static void test_gift(void)
{
	int out[2], id = -1;
	struct posix_table *got, *gift;
	struct shmid_ds segment;
	uint64_t found;
	pid_t pid;

	if (pipe(out))
		return;
	pid = fork();
	if (!pid) {
		if (setuid(65534))
			_exit(1);
		id = shmget(IPC_PRIVATE, bytes, IPC_CREAT | 0600);
		_exit(write(out[1], &id, sizeof(id)) != sizeof(id));
	}
	waitpid(pid, NULL, 0);
	close(out[1]);
	if (read(out[0], &id, sizeof(id)) != sizeof(id)) {
		tap_ok(true, "a gift of another user # SKIP needs root");
		return;
	}
	shmctl(id, IPC_STAT, &segment);
	segment.shm_perm.uid = getuid();
	shmctl(id, IPC_SET, &segment);
	gift = shmat(id, NULL, 0);
	got = posix_segment_attach(identity);
	memcpy(gift, got, sizeof(*gift));
	shmdt(got);
	gift->generation = 777;
	got = posix_segment_attach(identity);
	found = got->generation;
	tap_ok(found != 777, "a table that another user made is none of ours");
	shmdt(got);
	shmdt(gift);
	shmctl(id, IPC_RMID, NULL);
}

int main(void)
{
	be_alone();
	bytes = table_bytes();
	setvbuf(stdout, NULL, _IONBF, 0);
	tap_ok(bytes > sizeof(struct posix_table), "a table has a segment");
	leave_it_to_the_living();
	leave_it_to_its_namespace();
	remove_what_the_dead_left();
	tell_namesakes_apart();
	test_forged();
	test_gift();
	return tap_done();
}
