/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * All that a program of tests/conformance marked ANYWHERE sees of a C library,
 * under the names of its headers: the device's calls, tasks under the names of
 * threads, and what compilers do without a library. What is not here such a
 * program does not use, or it does not build.
 */
#ifndef TESTS_ANYWHERE_SHIM_H
#define TESTS_ANYWHERE_SHIM_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- limits.h --- */
#define INT_MAX __INT_MAX__
#define UINT_MAX (2u * INT_MAX + 1)

/* --- errno.h: as Linux numbers them --- */
int *shim_errno(void);
#define errno (*shim_errno())
enum {
	EPERM = 1,
	ENOENT = 2,
	ESRCH = 3,
	EINTR = 4,
	EIO = 5,
	E2BIG = 7,
	EBADF = 9,
	EAGAIN = 11,
	ENOMEM = 12,
	EACCES = 13,
	EFAULT = 14,
	EBUSY = 16,
	EEXIST = 17,
	ENODEV = 19,
	ENOTDIR = 20,
	EINVAL = 22,
	EMFILE = 24,
	ENOTTY = 25,
	ESPIPE = 29,
	ERANGE = 34,
	ENOSYS = 38,
	EOVERFLOW = 75,
	EOPNOTSUPP = 95,
};

/* --- fcntl.h, unistd.h, sys/ioctl.h, sys/mman.h: the device --- */
typedef long ssize_t, off_t;
typedef int pid_t;
enum { O_RDONLY, O_WRONLY, O_RDWR, O_CLOEXEC = 02000000 };
enum { PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1 };
#define MAP_FAILED ((void *)-1)
int open(const char *path, int flags, ...);
int close(int fd);
int ioctl(int fd, unsigned long command, ...);
void *mmap(void *where, size_t bytes, int protection, int flags, int fd,
	   off_t offset);
int munmap(void *area, size_t bytes);
enum { STDOUT_FILENO = 1, _SC_PAGESIZE };
ssize_t write(int fd, const void *bytes, size_t n);
long sysconf(int name);
_Noreturn void _exit(int status);

/* --- pthread.h, sched.h: tasks --- */
struct thread;
typedef struct thread *pthread_t;
int pthread_create(pthread_t *made, const void *none, void *(*body)(void *),
		   void *argument);
int pthread_join(pthread_t thread, void **result);
_Noreturn void pthread_exit(void *result);
typedef struct {
	unsigned int count, here, round;
} pthread_barrier_t;
int pthread_barrier_init(pthread_barrier_t *barrier, const void *none,
			 unsigned int count);
int pthread_barrier_wait(pthread_barrier_t *barrier);
int sched_yield(void);
int usleep(unsigned int microseconds);

/* --- time.h --- */
struct timespec {
	long tv_sec, tv_nsec;
};
enum { CLOCK_MONOTONIC = 1 };
int clock_gettime(int clock, struct timespec *now);

/* --- signal.h: a handler is an interrupt of the task that asks for it --- */
enum { SIGUSR1 = 10 };
#define SIG_ERR ((void (*)(int)) - 1)
void (*signal(int number, void (*handler)(int)))(int);
int raise(int number);

/* --- sys/syscall.h: nothing that target.c asks for is there --- */
enum {
	SYS_getppid,
	SYS_uname,
	SYS_getcwd,
	SYS_getpgid,
	SYS_lseek,
	SYS_getsid,
	SYS_fsync,
	SYS_times,
	SYS_read
};
long syscall(long number, ...);

/* --- stdio.h, stdlib.h, string.h --- */
int snprintf(char *to, size_t size, const char *format, ...);
int vsnprintf(char *to, size_t size, const char *format, va_list args);
char *getenv(const char *name);
unsigned long strtoul(const char *text, char **end, int base);
void *malloc(size_t bytes);
void *calloc(size_t n, size_t bytes);
void free(void *memory);
void *memset(void *to, int byte, size_t bytes);
void *memcpy(void *to, const void *from, size_t bytes);
void *memchr(const void *bytes, int c, size_t n);
int memcmp(const void *a, const void *b, size_t bytes);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t most);
char *strrchr(const char *text, int c);
char *strcat(char *to, const char *text);

#endif /* TESTS_ANYWHERE_SHIM_H */
