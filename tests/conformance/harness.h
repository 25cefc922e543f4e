/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a conformance test stands on: one TEST per program, checks that end the
 * test with file and line, sessions with the kcov device, traces taken from
 * them, and children and threads. A test sees the device only through libc and
 * <linux/kcov.h>, so that one binary runs against every host.
 *
 * The test body runs in a child of its own process group: whatever it leaves
 * behind (threads, children, enabled devices) dies with the group.
 */
#ifndef CONFORMANCE_HARNESS_H
#define CONFORMANCE_HARNESS_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include <linux/kcov.h>

#define KCOV_PATH "/sys/kernel/debug/kcov"
/* Large enough for the trace of a fork in the kernel. */
#define WORDS (64ul << 10)
/* Kernel-internal ENOTSUPP, which L-E3 lets out. */
#define KERNEL_ENOTSUPP 524

/*
 * One per file: TEST("sentence") { ... }. A program that is made of one file is
 * that test; of several, the one that the program was called by (tests/rules.mk).
 */
#define TEST(sentence)                                                \
	static void test_body(void);                                  \
	static const struct test test_here = { __FILE__, sentence,    \
					       test_body };           \
	static const struct test *const test_found                    \
		__attribute__((section("conformance_tests"), used)) = \
			&test_here;                                   \
	static void test_body(void)

/*
 * The same of a test that asks no more of its host than open, close, ioctl and
 * mmap of the device, and threads that wait for each other. A kernel without
 * processes, files or a C library runs it as it is, by the shim of
 * tests/anywhere/; a test that asks for more does not build there.
 */
#define TEST_ANYWHERE(sentence) TEST(sentence)

struct test {
	const char *file;
	const char *sentence;
	void (*body)(void);
};

/* Which host serves the device: KCOV_TEST_HOST. */
enum host { USER, OURS, STOCK };
bool host_is(enum host host);
bool host_is_kernel(void);
/* Unless KCOV_TEST_CMP=0 or KCOV_TEST_REMOTE=0 say it is built without. */
bool host_has_comparisons(void);
bool host_has_remote(void);
/* A dose that an environment variable asks for. */
unsigned long number_from(const char *variable, unsigned long otherwise);

/* Ends the test; main thread of the test only. */
#define SKIP(why) skip_test(why)
_Noreturn void skip_test(const char *why);

/* Ends the process from any thread; a parent sees exit status 1. */
_Noreturn void fail_at(const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* A line of output that is no result, for a person to read. */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *errno_name(int error);

#define FAIL(...) fail_at(__FILE__, __LINE__, __VA_ARGS__)

#define CHECK(condition)                        \
	do {                                    \
		if (!(condition))               \
			FAIL("%s", #condition); \
	} while (0)

#define CHECK_EQ(got, want)                                      \
	check_eq(__FILE__, __LINE__, #got, (unsigned long)(got), \
		 (unsigned long)(want))

/* The call returns something other than -1 (and so MAP_FAILED); its value. */
#define CHECK_OK(call)                                            \
	({                                                        \
		errno = 0;                                        \
		__typeof__(call) result_ = (call);                \
		if ((long)result_ == -1)                          \
			FAIL("%s: %s", #call, errno_name(errno)); \
		result_;                                          \
	})

/* The call returns -1 with this errno. */
#define CHECK_ERR(call, error)                                                 \
	do {                                                                   \
		errno = 0;                                                     \
		long result_ = (long)(call);                                   \
		check_err(__FILE__, __LINE__, #call, result_, errno, (error)); \
	} while (0)

void check_eq(const char *file, int line, const char *what, unsigned long got,
	      unsigned long want);
void check_err(const char *file, int line, const char *what, long result,
	       int error, int want);

/* --- the device ------------------------------------------------------- */

struct session {
	int fd;
	unsigned long words;
	unsigned long *area;
};

int device_open(void);
struct session session_open(unsigned long words);
void session_close(struct session *session);
unsigned long *session_map(int fd, unsigned long words);

void enable(const struct session *session);
void disable(const struct session *session);
/* Enables with a count of 0: in a kernel the call leaves records of its own. */
void enable_empty(const struct session *session);

static inline unsigned long count(const struct session *session)
{
	return __atomic_load_n(&session->area[0], __ATOMIC_ACQUIRE);
}

static inline void set_count(const struct session *session, unsigned long value)
{
	__atomic_store_n(&session->area[0], value, __ATOMIC_RELAXED);
}

unsigned long page_words(void);

/* --- traces ----------------------------------------------------------- */

struct trace {
	unsigned long n;
	unsigned long *pc;
};

/* Copy of the records that are in the area now. */
struct trace trace_take(const struct session *session);
/* Resets the count, calls, takes. The session is enabled by the caller. */
struct trace trace_of(const struct session *session, void (*call)(void));
/* Enables and disables around trace_of(). */
struct trace trace_alone(const struct session *session, void (*call)(void));
void trace_free(struct trace *trace);
/* The call leaves records: in an enabled session, or in one that is idle. */
#define CHECK_RECORDS(session, call) \
	check_some(__FILE__, __LINE__, trace_of((session), (call)))
#define CHECK_COLLECTS(session, call) \
	check_some(__FILE__, __LINE__, trace_alone((session), (call)))
void check_some(const char *file, int line, struct trace trace);
bool trace_equal(const struct trace *a, const struct trace *b);
bool trace_has(const struct trace *trace, unsigned long pc);
/* How many of the marks occur in the trace. */
unsigned long trace_marks(const struct trace *trace, const struct trace *marks);

/*
 * PCs that every run of the call records and no run of the other does. With
 * them a test asks "was that call seen here?" on hosts where the traced thread
 * is never quite silent. The session is not enabled. Fails if there are none.
 */
struct trace marks_of(const struct session *session, void (*call)(void),
		      void (*other)(void));
/* Forks, waits, creates a thread, uses a pipe: the "other" of most tests. */
void bustle(void);

/* --- other processes and threads -------------------------------------- */

/* Runs the body in a forked child, which ends with _exit(0). */
pid_t fork_child(void (*body)(void *), void *argument);
int wait_status(pid_t pid);
#define CHECK_EXIT(pid, code) check_exit(__FILE__, __LINE__, (pid), (code))
#define CHECK_KILLED(pid, signal) \
	check_killed(__FILE__, __LINE__, (pid), (signal))
void check_exit(const char *file, int line, pid_t pid, int code);
void check_killed(const char *file, int line, pid_t pid, int signal);
/*
 * Runs the body in a child, which exits with 0 and says one line on stderr that
 * is the library's: this one, until the next call. Or nothing: "".
 */
const char *complaint_of(void (*body)(void *), void *argument);
/* The same, with up to so many lines. */
const char *complaints_of(void (*body)(void *), void *argument, int most);
/* Runs the body in a new thread and joins it. */
void in_thread(void (*body)(void *), void *argument);
/* A thread that nobody waits for. */
void start_thread(void *(*body)(void *), void *argument);
/*
 * Runs the body in a new thread that then vanishes by a bare exit system call,
 * past libc, which must not be asked to join it; returns when it is gone.
 */
void in_vanishing_thread(void (*body)(void *), void *argument);

/* One-way signal between processes or threads. */
struct gate {
	int reader;
	int writer;
};

struct gate gate_make(void);
void gate_open(const struct gate *gate);
void gate_wait(const struct gate *gate);

/* Zeroed memory that forked children share. */
void *shared_memory(size_t bytes);

/* Path of the program that stands for "another program" in exec tests. */
const char *second_program(void);
/* Executes it with a verb and one number or two (else -1): second-program.c. */
_Noreturn void exec_second_program(const char *verb, long first, long second);
/*
 * The second program as a child's body ends with it: it waits, calls target_b()
 * and exits. Who forks the body is back when it waits, lets it call, and gets
 * what the session has of that.
 */
_Noreturn void exec_and_call(void);
pid_t fork_until_executed(void (*body)(void *), void *argument);
struct trace executed_trace(const struct session *session, pid_t pid);

/* To whoever has the other end of a UNIX socket. */
void descriptor_send(int socket, int fd);
int descriptor_receive(int socket);

#endif /* CONFORMANCE_HARNESS_H */
