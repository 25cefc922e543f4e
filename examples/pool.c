// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* See pool.h. A queue, a lock and two conditions. */
#include "pool.h"

#include <pthread.h>
#include <stddef.h>

#include <kcov/kcov.h>

#define MAX_WORKERS 16

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t queued = PTHREAD_COND_INITIALIZER;
static pthread_cond_t answered = PTHREAD_COND_INITIALIZER;
static struct request *queue;
static int stopping;
static pthread_t threads[MAX_WORKERS];
static unsigned int threads_used;

/* NULL when the pool stops. */
static struct request *next_request(void)
{
	struct request *request;

	pthread_mutex_lock(&lock);
	while (!queue && !stopping)
		pthread_cond_wait(&queued, &lock);
	request = queue;
	if (request)
		queue = request->next;
	pthread_mutex_unlock(&lock);
	return request;
}

static void *work(void *unused)
{
	struct request *request;

	while ((request = next_request())) {
		kcov_remote_start(request->handle);
		request->result = expr_evaluate(request->text);
		kcov_remote_stop();

		pthread_mutex_lock(&lock);
		request->done = 1;
		pthread_cond_broadcast(&answered);
		pthread_mutex_unlock(&lock);
	}
	return unused;
}

void pool_start(unsigned int workers)
{
	while (threads_used < workers && threads_used < MAX_WORKERS &&
	       !pthread_create(&threads[threads_used], NULL, work, NULL))
		threads_used++;
}

void pool_evaluate(struct request *request)
{
	request->done = 0;
	pthread_mutex_lock(&lock);
	request->next = queue;
	queue = request;
	pthread_cond_signal(&queued);
	while (!request->done)
		pthread_cond_wait(&answered, &lock);
	pthread_mutex_unlock(&lock);
}

void pool_stop(void)
{
	pthread_mutex_lock(&lock);
	stopping = 1;
	pthread_cond_broadcast(&queued);
	pthread_mutex_unlock(&lock);
	while (threads_used)
		pthread_join(threads[--threads_used], NULL);
}
