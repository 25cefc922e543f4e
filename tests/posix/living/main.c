// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <pthread.h>
#include <stddef.h>

#include "living.h"

static void *in_thread(void *unused)
{
	collect();
	return unused;
}

int main(void)
{
	pthread_t thread;

	collect();
	return pthread_create(&thread, NULL, in_thread, NULL) ||
	       pthread_join(thread, NULL);
}
