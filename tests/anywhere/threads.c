// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Threads for conformance programs, which are tasks of the host; time, and
 * signals, which are interrupts of the task that raises them.
 */
#include "shim.h"

#include "host.h"

struct thread {
	int error;
	void *(*body)(void *);
	void *argument;
	void *result;
	void *task;
};

int *shim_errno(void)
{
	struct thread *self = host_task_argument();

	return &self->error;
}

static void run(void *argument)
{
	struct thread *self = argument;

	self->result = self->body(self->argument);
}

int pthread_create(pthread_t *made, const void *none, void *(*body)(void *),
		   void *argument)
{
	struct thread *thread = calloc(1, sizeof(*thread));

	(void)none;
	if (!thread)
		return EAGAIN;
	*thread = (struct thread){ .body = body, .argument = argument };
	*made = thread;
	thread->task = host_task_start(run, thread);
	return thread->task ? 0 : EAGAIN;
}

int pthread_join(pthread_t thread, void **result)
{
	host_task_wait(thread->task);
	if (result)
		*result = thread->result;
	free(thread);
	return 0;
}

void pthread_exit(void *result)
{
	struct thread *self = host_task_argument();

	self->result = result;
	host_task_end();
}

int pthread_barrier_init(pthread_barrier_t *barrier, const void *none,
			 unsigned int count)
{
	(void)none;
	*barrier = (pthread_barrier_t){ .count = count };
	return 0;
}

/* The last one of a round begins the next. */
int pthread_barrier_wait(pthread_barrier_t *barrier)
{
	unsigned int round = __atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE);

	if (__atomic_add_fetch(&barrier->here, 1, __ATOMIC_ACQ_REL) ==
	    barrier->count) {
		barrier->here = 0;
		__atomic_store_n(&barrier->round, round + 1, __ATOMIC_RELEASE);
	}
	while (__atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE) == round)
		host_yield();
	return 0;
}

int sched_yield(void)
{
	host_yield();
	return 0;
}

int usleep(unsigned int microseconds)
{
	uint64_t until = host_nanoseconds() + microseconds * 1000ull;

	while (host_nanoseconds() < until)
		host_yield();
	return 0;
}

int clock_gettime(int clock, struct timespec *now)
{
	uint64_t passed = host_nanoseconds();

	(void)clock;
	now->tv_sec = (long)(passed / 1000000000);
	now->tv_nsec = (long)(passed % 1000000000);
	return 0;
}

static void (*handler)(int);

void (*signal(int number, void (*new_handler)(int)))(int)
{
	void (*old)(int) = handler;

	(void)number;
	handler = new_handler;
	return old;
}

static void handle(void)
{
	handler(SIGUSR1);
}

int raise(int number)
{
	(void)number;
	host_interrupt(handle);
	return 0;
}
