// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * For callbacks-write-to-their-own-area: threads that all collect at once, each
 * for a device of its own, first blocks and then comparisons. Prints "callback
 * ADDRESS" and "area ADDRESS BYTES" for each thread's as the callbacks see it.
 */
#include <err.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

#include <linux/kcov.h>
#include <sys/ioctl.h>
#include <fcntl.h>

enum { THREADS = 4, WORDS = 4096 };

/* As compilers call them. */
void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_cmp1(uint8_t a, uint8_t b);
void __sanitizer_cov_trace_cmp2(uint16_t a, uint16_t b);
void __sanitizer_cov_trace_cmp4(uint32_t a, uint32_t b);
void __sanitizer_cov_trace_cmp8(unsigned long a, unsigned long b);
void __sanitizer_cov_trace_const_cmp1(uint8_t a, uint8_t b);
void __sanitizer_cov_trace_const_cmp2(uint16_t a, uint16_t b);
void __sanitizer_cov_trace_const_cmp4(uint32_t a, uint32_t b);
void __sanitizer_cov_trace_const_cmp8(unsigned long a, unsigned long b);
void __sanitizer_cov_trace_switch(unsigned long value, void *table);

/* The layout that the number in the name stands for. */
extern __thread struct {
	void *pc_area;
	uintptr_t pc_limit;
	void *pc_feedback;
	void *cmp_area;
} self __asm__("kcov_self_1");

static pthread_barrier_t barrier;

static void compare(void)
{
	uint64_t cases[] = { 3, 32, 1, 2, 3 };

	__sanitizer_cov_trace_cmp1(1, 2);
	__sanitizer_cov_trace_cmp2(1, 2);
	__sanitizer_cov_trace_cmp4(1, 2);
	__sanitizer_cov_trace_cmp8(1, 2);
	__sanitizer_cov_trace_const_cmp1(1, 2);
	__sanitizer_cov_trace_const_cmp2(1, 2);
	__sanitizer_cov_trace_const_cmp4(1, 2);
	__sanitizer_cov_trace_const_cmp8(1, 2);
	__sanitizer_cov_trace_switch(2, cases);
}

static void collect(int fd, unsigned long mode)
{
	if (ioctl(fd, KCOV_ENABLE, mode))
		err(1, "KCOV_ENABLE");
	printf("area %p %zu\n",
	       mode == KCOV_TRACE_PC ? self.pc_area : self.cmp_area,
	       WORDS * sizeof(unsigned long));
	pthread_barrier_wait(&barrier);
	__sanitizer_cov_trace_pc();
	compare();
	pthread_barrier_wait(&barrier);
	if (ioctl(fd, KCOV_DISABLE, 0))
		err(1, "KCOV_DISABLE");
}

static void *work(void *argument)
{
	int fd = open("/sys/kernel/debug/kcov", O_RDWR);

	if (fd < 0 || ioctl(fd, KCOV_INIT_TRACE, WORDS))
		err(1, "kcov");
	collect(fd, KCOV_TRACE_PC);
	collect(fd, KCOV_TRACE_CMP);
	return argument;
}

int main(void)
{
	pthread_t threads[THREADS];
	int i;

	printf("callback %p\n", (void *)__sanitizer_cov_trace_pc);
	pthread_barrier_init(&barrier, NULL, THREADS);
	for (i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, work, NULL))
			errx(1, "no thread");
	for (i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
