// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R1, S-E10, S-M2: a second thread changes num_handles all the time: the
 * session has the handles of one length or the call is refused, and nothing
 * past the memory of the request is read.
 * kills: a length that is read twice and believed the second time.
 */
#include <pthread.h>
#include <string.h>

#include "remote.h"

static volatile uint32_t *length;
static int over;

static void *flip(void *argument)
{
	while (!__atomic_load_n(&over, __ATOMIC_RELAXED)) {
		*length = 1;
		*length = 2;
		*length = ~0u;
	}
	return argument;
}

TEST("a length that changes under the call is taken once or refused")
{
	size_t page = sysconf(_SC_PAGESIZE);
	size_t bytes = sizeof(struct kcov_remote_arg) + 2 * sizeof(uint64_t);
	struct request two = { .num_handles = 2,
			       .handles = { USB(0x6701), USB(0x6702) } };
	unsigned long accepted = 0, refused = 0;
	struct session session;
	/* the kernel may read bytes for a process: half of -1, and no page */
	const int torn = host_is_kernel() ? EINVAL : EFAULT;
	/* On one processor the rival runs when the call does not, mostly. */
	const int times = sysconf(_SC_NPROCESSORS_ONLN) > 1 ? 20000 : 2000;
	pthread_t rival;
	char *pages;
	int i;

	need_remote();
	two.area_size = page_words();
	session = session_open(page_words());
	pages = CHECK_OK(mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	CHECK_OK(mprotect(pages + page, page, PROT_NONE));
	memcpy(pages + page - bytes, &two, bytes);
	length = (uint32_t *)(pages + page - bytes +
			      offsetof(struct request, num_handles));
	CHECK_EQ(pthread_create(&rival, NULL, flip, NULL), 0);
	for (i = 0; i < times; i++) {
		if (!ioctl(session.fd, KCOV_REMOTE_ENABLE,
			   pages + page - bytes)) {
			accepted++;
			disable(&session);
		} else {
			refused++;
			CHECK(errno == EINVAL || errno == torn);
		}
	}
	__atomic_store_n(&over, 1, __ATOMIC_RELAXED);
	CHECK_EQ(pthread_join(rival, NULL), 0);
	note("%lu accepted, %lu refused", accepted, refused);
	check_free(&two);
	session_close(&session);
}
