// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * This process in its domain: joins when the first remote session or section
 * asks, and stays; a forked child is in it too.
 */
#include <pthread.h>

#include "port/posix/domain/domain.h"
#include "port/posix/os/raw.h"

static struct posix_table *joined;
/* There is none for us: asking again would not help. */
static bool refused;
static pid_t self;
static pthread_mutex_t joining = PTHREAD_MUTEX_INITIALIZER;

/*
 * The folder, by what no other has while it exists, and the process namespace,
 * because owners are named by their numbers.
 */
static struct posix_table *join(void)
{
	struct posix_table *table = NULL;
	uint64_t identity[3] = { 0 };
	struct stat64 st;
	int fd;

	if (posix_has_privileges()) {
		posix_domain_complain("a program with privileges",
				      " obeys no variable of its caller's",
				      "start it from an account that has them");
		return NULL;
	}
	fd = posix_folder_open(&st);
	if (fd < 0)
		return NULL;
	identity[0] = st.st_dev;
	identity[1] = st.st_ino;
	if (!posix_raw_stat("/proc/self/ns/pid", &st))
		identity[2] = st.st_ino;
	table = posix_segment_attach(identity);
	if (!table)
		posix_domain_complain("shmget", " gives no memory for a domain",
				      "allow it, or remove segments (ipcs -m)");
	posix_raw(SYS_close, fd);
	return table;
}

static __attribute__((noinline)) void join_once(void)
{
	struct posix_table *table;

	posix_signals_block();
	pthread_mutex_lock(&joining);
	if (!joined && !refused) {
		table = join();
		refused = !table;
		__atomic_store_n(&joined, table, __ATOMIC_RELEASE);
	}
	pthread_mutex_unlock(&joining);
	posix_signals_restore();
}

struct posix_table *posix_domain_table(void)
{
	struct posix_table *table = __atomic_load_n(&joined, __ATOMIC_ACQUIRE);

	if (table || __atomic_load_n(&refused, __ATOMIC_RELAXED))
		return table;
	join_once();
	return __atomic_load_n(&joined, __ATOMIC_ACQUIRE);
}

/* Asked for once a process: by every start of a section for somebody else. */
pid_t posix_domain_self(void)
{
	if (!self)
		self = (pid_t)posix_raw(SYS_getpid);
	return self;
}

/* In a forked child: the memory is mapped still, what was held is not. */
void posix_domain_begin_anew(void)
{
	const pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;

	joining = fresh;
	self = 0;
	posix_foreign_begin_anew();
}
