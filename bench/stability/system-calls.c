// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Two hundred system calls: every one does the same each time, as far as the
 * program can see, and undoes what it did; where that takes several system
 * calls they are one call of the table.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/times.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "stability.h"

enum { PAGE = 4096 };

static int null, zero, pair[2], datagrams[2], pipe_ends[2], event, poller,
	memory, folder;
static char buffer[PAGE], *pages;
/* Not constants: the compiler would refuse them. */
static char *volatile nowhere = (char *)1;
static volatile int too_many = -1;

static void need(bool done, const char *what)
{
	if (!done) {
		perror(what);
		exit(1);
	}
}

void stability_prepare(void)
{
	/*
	 * Empty and nobody else's: how many entries a folder has decides how
	 * the next is stored, and what is in /tmp here depends on what runs
	 * outside.
	 */
	need(!unshare(CLONE_NEWNS) &&
		     !mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
		     !mount("stability", "/tmp", "tmpfs", 0, NULL),
	     "stability: /tmp");
	null = open("/dev/null", O_RDWR);
	zero = open("/dev/zero", O_RDWR);
	folder = open("/proc/self", O_RDONLY | O_DIRECTORY);
	event = eventfd(0, EFD_NONBLOCK);
	poller = epoll_create1(0);
	memory = memfd_create("calls", 0);
	need(null >= 0 && zero >= 0 && folder >= 0 && event >= 0 &&
		     poller >= 0 && memory >= 0,
	     "stability: files");
	need(!ftruncate(memory, 4 * PAGE) &&
		     pwrite(memory, buffer, PAGE, 0) == PAGE,
	     "stability: memfd");
	need(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair) &&
		     !socketpair(AF_UNIX, SOCK_DGRAM, 0, datagrams) &&
		     !pipe(pipe_ends),
	     "stability: pairs");
	pages = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	need(pages != MAP_FAILED, "stability: mmap");
}

static void call_getpid(void)
{
	syscall(SYS_getpid);
}

static void call_getppid(void)
{
	syscall(SYS_getppid);
}

static void call_gettid(void)
{
	syscall(SYS_gettid);
}

static void call_getuid(void)
{
	syscall(SYS_getuid);
}

static void call_getresuid(void)
{
	uid_t r, e, s;
	syscall(SYS_getresuid, &r, &e, &s);
}

static void call_getgroups(void)
{
	syscall(SYS_getgroups, 0, NULL);
}

static void call_getpgid(void)
{
	syscall(SYS_getpgid, 0);
}

static void call_getsid(void)
{
	syscall(SYS_getsid, 0);
}

static void call_setuid_same(void)
{
	syscall(SYS_setuid, 0);
}

static void call_setresgid_same(void)
{
	syscall(SYS_setresgid, -1, -1, -1);
}

static void call_capget(void)
{
	uint32_t head[2] = { 0x20080522, 0 };
	syscall(SYS_capget, head, buffer);
}

static void call_uname(void)
{
	struct utsname u;
	uname(&u);
}

static void call_sysinfo(void)
{
	struct sysinfo i;
	sysinfo(&i);
}

static void call_getcwd(void)
{
	syscall(SYS_getcwd, buffer, sizeof(buffer));
}

static void call_chdir_root(void)
{
	int d = open("/proc", O_RDONLY | O_DIRECTORY);
	chdir("/tmp");
	fchdir(d);
	close(d);
}

static void call_chdir_missing(void)
{
	chdir("/tmp/nope");
}

static void call_fchdir_bad(void)
{
	fchdir(null);
}

static void call_chroot_missing(void)
{
	syscall(SYS_chroot, "/tmp/nope");
}

static void call_umask(void)
{
	umask(022);
}

static void call_times(void)
{
	struct tms t;
	times(&t);
}

static void call_getrusage_self(void)
{
	struct rusage r;
	getrusage(RUSAGE_SELF, &r);
}

static void call_getrusage_children(void)
{
	struct rusage r;
	getrusage(RUSAGE_CHILDREN, &r);
}

static void call_getrlimit(void)
{
	struct rlimit r;
	getrlimit(RLIMIT_NOFILE, &r);
}

static void call_setrlimit_same(void)
{
	struct rlimit r;
	getrlimit(RLIMIT_CORE, &r);
	setrlimit(RLIMIT_CORE, &r);
}

static void call_prlimit_bad(void)
{
	syscall(SYS_prlimit64, 0, 99, NULL, NULL);
}

static void call_getpriority(void)
{
	syscall(SYS_getpriority, PRIO_PROCESS, 0);
}

static void call_prctl_name(void)
{
	prctl(PR_GET_NAME, buffer, 0, 0, 0);
}

static void call_prctl_set_name(void)
{
	prctl(PR_SET_NAME, "calls", 0, 0, 0);
}

static void call_prctl_dumpable(void)
{
	prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
}

static void call_prctl_bad(void)
{
	prctl(9999, 0, 0, 0, 0);
}

static void call_personality(void)
{
	syscall(SYS_personality, 0xffffffff);
}

static void call_sched_getparam(void)
{
	syscall(SYS_sched_getparam, 0, buffer);
}

static void call_sched_getscheduler(void)
{
	syscall(SYS_sched_getscheduler, 0);
}

static void call_sched_getaffinity(void)
{
	syscall(SYS_sched_getaffinity, 0, sizeof(buffer), buffer);
}

static void call_sched_priority_max(void)
{
	syscall(SYS_sched_get_priority_max, SCHED_FIFO);
}

static void call_sched_rr_interval(void)
{
	struct timespec t;
	syscall(SYS_sched_rr_get_interval, 0, &t);
}

static void call_sched_setparam_bad(void)
{
	syscall(SYS_sched_setparam, 0, NULL);
}

static void call_sched_yield(void)
{
	sched_yield();
}

static void call_getcpu(void)
{
	unsigned c, n;
	syscall(SYS_getcpu, &c, &n, NULL);
}

static void call_clock_gettime_realtime(void)
{
	struct timespec t;
	syscall(SYS_clock_gettime, CLOCK_REALTIME, &t);
}

static void call_clock_gettime_monotonic(void)
{
	struct timespec t;
	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &t);
}

static void call_clock_gettime_process(void)
{
	struct timespec t;
	syscall(SYS_clock_gettime, CLOCK_PROCESS_CPUTIME_ID, &t);
}

static void call_clock_gettime_thread(void)
{
	struct timespec t;
	syscall(SYS_clock_gettime, CLOCK_THREAD_CPUTIME_ID, &t);
}

static void call_clock_getres(void)
{
	struct timespec t;
	syscall(SYS_clock_getres, CLOCK_MONOTONIC, &t);
}

static void call_gettimeofday(void)
{
	struct timeval t;
	syscall(SYS_gettimeofday, &t, NULL);
}

static void call_time(void)
{
	syscall(SYS_time, NULL);
}

static void call_nanosleep_zero(void)
{
	struct timespec t = { 0, 0 };
	syscall(SYS_nanosleep, &t, NULL);
}

static void call_getitimer(void)
{
	struct itimerval v;
	getitimer(ITIMER_REAL, &v);
}

static void call_setitimer_zero(void)
{
	struct itimerval v = { 0 };
	setitimer(ITIMER_REAL, &v, NULL);
}

static void call_setitimer_virtual(void)
{
	struct itimerval v = { 0 };
	setitimer(ITIMER_VIRTUAL, &v, NULL);
}

static void call_alarm_zero(void)
{
	alarm(0);
}

static void call_timer_create_delete(void)
{
	int id;
	struct sigevent e = { .sigev_notify = SIGEV_NONE };
	if (!syscall(SYS_timer_create, CLOCK_MONOTONIC, &e, &id))
		syscall(SYS_timer_delete, id);
}

static void call_timer_delete_bad(void)
{
	syscall(SYS_timer_delete, 4711);
}

static void call_timerfd(void)
{
	close(timerfd_create(CLOCK_MONOTONIC, 0));
}

static void call_timerfd_arm(void)
{
	int d = timerfd_create(CLOCK_MONOTONIC, 0);
	struct itimerspec t = { { 0, 0 }, { 1000, 0 } };
	timerfd_settime(d, 0, &t, NULL);
	close(d);
}

static void call_timerfd_bad(void)
{
	timerfd_create(99, 0);
}

static void call_read_bad(void)
{
	read(-1, NULL, 0);
}

static void call_write_bad(void)
{
	write(-1, NULL, 0);
}

static void call_read_null(void)
{
	read(null, buffer, 64);
}

static void call_write_null(void)
{
	write(null, buffer, 64);
}

static void call_read_zero(void)
{
	read(zero, buffer, 64);
}

static void call_read_zero_page(void)
{
	read(zero, pages, PAGE);
}

static void call_read_fault(void)
{
	read(zero, nowhere, 64);
}

static void call_readv_null(void)
{
	struct iovec v = { buffer, 1 };
	readv(null, &v, 1);
}

static void call_writev_null(void)
{
	struct iovec v[2] = { { buffer, 1 }, { buffer, 2 } };
	writev(null, v, 2);
}

static void call_readv_bad(void)
{
	readv(null, NULL, too_many);
}

static void call_pread_memory(void)
{
	pread(memory, buffer, 64, 0);
}

static void call_pwrite_memory(void)
{
	pwrite(memory, buffer, 64, 0);
}

static void call_pread_pipe(void)
{
	pread(pipe_ends[0], buffer, 64, 0);
}

static void call_lseek_memory(void)
{
	lseek(memory, 0, SEEK_END);
}

static void call_lseek_hole(void)
{
	lseek(memory, 0, SEEK_HOLE);
}

static void call_lseek_pipe(void)
{
	lseek(pipe_ends[0], 0, SEEK_SET);
}

static void call_sendfile(void)
{
	off_t at = 0;
	sendfile(null, memory, &at, 64);
}

static void call_splice(void)
{
	off_t at = 0;
	splice(memory, &at, pipe_ends[1], NULL, 64, 0);
	read(pipe_ends[0], buffer, 64);
}

static void call_tee_empty(void)
{
	tee(pipe_ends[0], pipe_ends[1], 64, SPLICE_F_NONBLOCK);
}

static void call_copy_file_range_bad(void)
{
	copy_file_range(null, NULL, zero, NULL, 64, 0);
}

static void call_fsync_memory(void)
{
	fsync(memory);
}

static void call_ftruncate_memory(void)
{
	ftruncate(memory, 2 * PAGE);
	ftruncate(memory, 4 * PAGE);
}

static void call_ftruncate_bad(void)
{
	ftruncate(null, 4096);
}

static void call_fallocate_punch(void)
{
	fallocate(memory, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, PAGE,
		  PAGE);
}

static void call_fadvise(void)
{
	posix_fadvise(memory, 0, 0, POSIX_FADV_NORMAL);
}

static void call_flock(void)
{
	flock(memory, LOCK_EX);
	flock(memory, LOCK_UN);
}

static void call_fcntl_lock(void)
{
	struct flock l = { .l_type = F_WRLCK };
	fcntl(memory, F_SETLK, &l);
	l.l_type = F_UNLCK;
	fcntl(memory, F_SETLK, &l);
}

static void call_fcntl_getfl(void)
{
	fcntl(null, F_GETFL);
}

static void call_fcntl_setfl(void)
{
	fcntl(null, F_SETFL, O_APPEND);
	fcntl(null, F_SETFL, 0);
}

static void call_fcntl_getfd(void)
{
	fcntl(null, F_GETFD);
}

static void call_fcntl_dupfd(void)
{
	close(fcntl(null, F_DUPFD, 100));
}

static void call_fcntl_seals(void)
{
	fcntl(memory, F_GET_SEALS);
}

static void call_fcntl_pipe_size(void)
{
	fcntl(pipe_ends[0], F_GETPIPE_SZ);
}

static void call_fcntl_bad(void)
{
	fcntl(null, 9999);
}

static void call_dup(void)
{
	close(dup(null));
}

static void call_dup2(void)
{
	close(dup2(null, 90));
}

static void call_dup3_same(void)
{
	syscall(SYS_dup3, null, null, 0);
}

static void call_dup_bad(void)
{
	dup(999);
}

static void call_close_bad(void)
{
	close(999);
}

static void call_close_range_empty(void)
{
	syscall(SYS_close_range, 500, 600, 0);
}

static void call_open_null(void)
{
	close(open("/dev/null", O_RDWR));
}

static void call_open_missing(void)
{
	open("/tmp/nope", O_RDONLY);
}

static void call_open_folder_to_write(void)
{
	open("/proc", O_RDWR);
}

static void call_open_path(void)
{
	close(open("/proc/version", O_PATH));
}

static void call_openat_bad(void)
{
	openat(999, "x", O_RDONLY);
}

static void call_openat_folder(void)
{
	close(openat(folder, "stat", O_RDONLY));
}

static void call_openat2_bad(void)
{
	syscall(SYS_openat2, AT_FDCWD, "/", buffer, 1);
}

static void call_create_unlink(void)
{
	close(open("/tmp/stability-file", O_RDWR | O_CREAT | O_EXCL, 0600));
	unlink("/tmp/stability-file");
}

static void call_create_write_unlink(void)
{
	int d = open("/tmp/stability-file", O_RDWR | O_CREAT, 0600);
	write(d, buffer, 100);
	close(d);
	unlink("/tmp/stability-file");
}

static void call_mkdir_rmdir(void)
{
	mkdir("/tmp/stability-folder", 0700);
	rmdir("/tmp/stability-folder");
}

static void call_mkdir_exists(void)
{
	mkdir("/tmp", 0700);
}

static void call_symlink_unlink(void)
{
	symlink("to", "/tmp/stability-link");
	unlink("/tmp/stability-link");
}

static void call_link_missing(void)
{
	link("/tmp/nope", "/tmp/nope2");
}

static void call_rename(void)
{
	close(open("/tmp/stability-a", O_CREAT, 0600));
	rename("/tmp/stability-a", "/tmp/stability-b");
	unlink("/tmp/stability-b");
}

static void call_rename_missing(void)
{
	rename("/tmp/nope", "/tmp/nope2");
}

static void call_unlink_missing(void)
{
	unlink("/tmp/nope");
}

static void call_mknod_fifo(void)
{
	mkfifo("/tmp/stability-fifo", 0600);
	unlink("/tmp/stability-fifo");
}

static void call_stat_root(void)
{
	struct stat s;
	stat("/", &s);
}

static void call_stat_missing(void)
{
	struct stat s;
	stat("/tmp/nope", &s);
}

static void call_stat_proc(void)
{
	struct stat s;
	stat("/proc/self/status", &s);
}

static void call_stat_dots(void)
{
	struct stat s;
	stat("/proc/./../proc/././..", &s);
}

static void call_lstat_link(void)
{
	struct stat s;
	lstat("/proc/self", &s);
}

static void call_fstat_null(void)
{
	struct stat s;
	fstat(null, &s);
}

static void call_fstat_bad(void)
{
	struct stat s;
	fstat(-1, &s);
}

static void call_statx(void)
{
	syscall(SYS_statx, AT_FDCWD, "/proc", 0, 0xfff, buffer);
}

static void call_statfs_proc(void)
{
	struct statfs s;
	statfs("/proc", &s);
}

static void call_fstatfs_memory(void)
{
	struct statfs s;
	fstatfs(memory, &s);
}

static void call_access_tmp(void)
{
	access("/tmp", R_OK);
}

static void call_access_missing(void)
{
	access("/tmp/nope", R_OK);
}

static void call_readlink_self(void)
{
	readlink("/proc/self", buffer, 64);
}

static void call_readlink_exe(void)
{
	readlink("/proc/self/exe", buffer, 64);
}

static void call_readlink_bad(void)
{
	readlink("/tmp", buffer, 64);
}

static void call_chmod_memory(void)
{
	fchmod(memory, 0600);
}

static void call_chown_memory(void)
{
	fchown(memory, 0, 0);
}

static void call_utimes_memory(void)
{
	struct timespec t[2] = { { 1, 0 }, { 1, 0 } };
	futimens(memory, t);
}

static void call_getxattr_memory(void)
{
	syscall(SYS_fgetxattr, memory, "user.x", buffer, 64);
}

static void call_listxattr_memory(void)
{
	syscall(SYS_flistxattr, memory, buffer, 64);
}

static void call_getdents_fd(void)
{
	int d = open("/proc/self/fd", O_RDONLY | O_DIRECTORY);
	syscall(SYS_getdents64, d, buffer, sizeof(buffer));
	close(d);
}

static void call_getdents_tmp(void)
{
	int d = open("/dev/shm", O_RDONLY | O_DIRECTORY);
	syscall(SYS_getdents64, d, buffer, sizeof(buffer));
	close(d);
}

static void call_read_version(void)
{
	int d = open("/proc/version", O_RDONLY);
	read(d, buffer, 100);
	close(d);
}

static void call_read_limits(void)
{
	int d = open("/proc/self/limits", O_RDONLY);
	read(d, buffer, sizeof(buffer));
	close(d);
}

static void call_read_maps(void)
{
	int d = open("/proc/self/maps", O_RDONLY);
	read(d, buffer, sizeof(buffer));
	close(d);
}

static void call_read_cmdline(void)
{
	int d = open("/proc/self/cmdline", O_RDONLY);
	read(d, buffer, sizeof(buffer));
	close(d);
}

static void call_ioctl_null_bad(void)
{
	ioctl(null, 0x1234, 0);
}

static void call_ioctl_fionread(void)
{
	int n;
	ioctl(pipe_ends[0], FIONREAD, &n);
}

static void call_ioctl_fionbio(void)
{
	int n = 0;
	ioctl(null, FIONBIO, &n);
}

static void call_ioctl_socket(void)
{
	int n;
	ioctl(pair[0], FIONREAD, &n);
}

static void call_mmap_munmap(void)
{
	munmap(mmap(NULL, 2 * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		    0),
	       2 * PAGE);
}

static void call_mmap_touch(void)
{
	char *p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	*(volatile char *)p = 1;
	munmap(p, PAGE);
}

static void call_mmap_file(void)
{
	munmap(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, memory, 0), PAGE);
}

static void call_mmap_file_touch(void)
{
	char *p = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, memory, 0);
	(void)*(volatile char *)p;
	munmap(p, PAGE);
}

static void call_mmap_bad(void)
{
	mmap((void *)1, 0, 0, 0, -1, 0);
}

static void call_munmap_bad(void)
{
	munmap((void *)1, 1);
}

static void call_mprotect(void)
{
	mprotect(pages, PAGE, PROT_READ);
	mprotect(pages, PAGE, PROT_READ | PROT_WRITE);
}

static void call_mprotect_bad(void)
{
	mprotect((void *)1, 1, PROT_READ);
}

static void call_mremap_bad(void)
{
	mremap((void *)1, 1, 1, 0);
}

static void call_madvise_dontneed(void)
{
	madvise(pages + PAGE, PAGE, MADV_DONTNEED);
	*(volatile char *)(pages + PAGE) = 1;
}

static void call_madvise_bad(void)
{
	madvise(pages, PAGE, 9999);
}

static void call_mincore(void)
{
	mincore(pages, 4 * PAGE, (unsigned char *)buffer);
}

static void call_msync(void)
{
	msync(pages, PAGE, MS_ASYNC);
}

static void call_mlock(void)
{
	mlock(pages, PAGE);
	munlock(pages, PAGE);
}

static void call_brk(void)
{
	syscall(SYS_brk, 0);
}

static void call_memfd(void)
{
	close(memfd_create("x", 0));
}

static void call_memfd_write(void)
{
	int d = memfd_create("y", 0);
	write(d, buffer, PAGE);
	close(d);
}

static void call_pipe(void)
{
	int v[2];
	if (!pipe(v)) {
		close(v[0]);
		close(v[1]);
	}
}

static void call_pipe_write_read(void)
{
	write(pipe_ends[1], buffer, 32);
	read(pipe_ends[0], buffer, 32);
}

static void call_eventfd(void)
{
	close(eventfd(0, 0));
}

static void call_eventfd_write_read(void)
{
	uint64_t one = 1;
	write(event, &one, 8);
	read(event, &one, 8);
}

static void call_eventfd_empty(void)
{
	uint64_t one;
	read(event, &one, 8);
}

static void call_signalfd(void)
{
	sigset_t s;
	sigemptyset(&s);
	close(signalfd(-1, &s, 0));
}

static void call_epoll_create(void)
{
	close(epoll_create1(0));
}

static void call_epoll_wait(void)
{
	struct epoll_event e;
	epoll_wait(poller, &e, 1, 0);
}

static void call_epoll_add_remove(void)
{
	struct epoll_event e = { .events = EPOLLIN };
	epoll_ctl(poller, EPOLL_CTL_ADD, event, &e);
	epoll_ctl(poller, EPOLL_CTL_DEL, event, &e);
}

static void call_epoll_ctl_bad(void)
{
	epoll_ctl(poller, 99, event, NULL);
}

static void call_poll_socket(void)
{
	struct pollfd f = { pair[0], POLLIN, 0 };
	poll(&f, 1, 0);
}

static void call_poll_nothing(void)
{
	poll(NULL, 0, 0);
}

static void call_select_pipe(void)
{
	fd_set s;
	struct timeval t = { 0, 0 };
	FD_ZERO(&s);
	FD_SET(pipe_ends[0], &s);
	select(pipe_ends[0] + 1, &s, NULL, NULL, &t);
}

static void call_socket_unix(void)
{
	close(socket(AF_UNIX, SOCK_DGRAM, 0));
}

static void call_socket_udp(void)
{
	close(socket(AF_INET, SOCK_DGRAM, 0));
}

static void call_socket_tcp(void)
{
	close(socket(AF_INET, SOCK_STREAM, 0));
}

static void call_socket_bad(void)
{
	socket(0x77, 1, 0);
}

static void call_socketpair(void)
{
	int v[2];
	if (!socketpair(AF_UNIX, SOCK_STREAM, 0, v)) {
		close(v[0]);
		close(v[1]);
	}
}

static void call_send_receive_stream(void)
{
	send(pair[0], buffer, 64, 0);
	recv(pair[1], buffer, 64, 0);
}

static void call_send_receive_datagram(void)
{
	send(datagrams[0], buffer, 64, 0);
	recv(datagrams[1], buffer, 64, 0);
}

static void call_receive_nothing(void)
{
	recv(pair[1], buffer, 64, MSG_DONTWAIT);
}

static void call_bind_bad(void)
{
	bind(pair[0], NULL, 0);
}

static void call_bind_udp(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	int s = socket(AF_INET, SOCK_DGRAM, 0);
	bind(s, (struct sockaddr *)&a, sizeof(a));
	close(s);
}

static void call_listen_tcp(void)
{
	int s = socket(AF_INET, SOCK_STREAM, 0);
	listen(s, 1);
	close(s);
}

static void call_getsockname(void)
{
	struct sockaddr_un a;
	socklen_t l = sizeof(a);
	getsockname(pair[0], (struct sockaddr *)&a, &l);
}

static void call_getsockopt(void)
{
	int n;
	socklen_t l = sizeof(n);
	getsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &n, &l);
}

static void call_setsockopt_bad(void)
{
	setsockopt(pair[0], 999, 1, buffer, 4);
}

static void call_shutdown_bad(void)
{
	shutdown(null, 2);
}

static void call_kill_nothing(void)
{
	kill(getpid(), 0);
}

static void call_kill_missing(void)
{
	kill(999999, 0);
}

static void call_sigprocmask(void)
{
	sigset_t s;
	sigemptyset(&s);
	sigprocmask(SIG_BLOCK, &s, NULL);
}

static void call_sigaction(void)
{
	struct sigaction s;
	sigaction(SIGUSR1, NULL, &s);
}

static void call_sigpending(void)
{
	sigset_t s;
	sigpending(&s);
}

static void call_sigaltstack(void)
{
	sigaltstack(NULL, (stack_t *)buffer);
}

static void call_signal_self(void)
{
	signal(SIGUSR1, SIG_IGN);
	raise(SIGUSR1);
}

static void call_futex_wake(void)
{
	syscall(SYS_futex, buffer, 1, 1, NULL, NULL, 0);
}

static void call_futex_wait_changed(void)
{
	syscall(SYS_futex, buffer, 0, 12345, NULL, NULL, 0);
}

static void call_getrandom(void)
{
	syscall(SYS_getrandom, buffer, 8, 1);
}

static void call_geteuid(void)
{
	syscall(SYS_geteuid);
}

static void call_getpgrp(void)
{
	syscall(SYS_getpgrp);
}

const struct stability_call stability_calls[] = {
	{ "getpid", call_getpid },
	{ "getppid", call_getppid },
	{ "gettid", call_gettid },
	{ "getuid", call_getuid },
	{ "getresuid", call_getresuid },
	{ "getgroups", call_getgroups },
	{ "getpgid", call_getpgid },
	{ "getsid", call_getsid },
	{ "setuid_same", call_setuid_same },
	{ "setresgid_same", call_setresgid_same },
	{ "capget", call_capget },
	{ "uname", call_uname },
	{ "sysinfo", call_sysinfo },
	{ "getcwd", call_getcwd },
	{ "chdir_root", call_chdir_root },
	{ "chdir_missing", call_chdir_missing },
	{ "fchdir_bad", call_fchdir_bad },
	{ "chroot_missing", call_chroot_missing },
	{ "umask", call_umask },
	{ "times", call_times },
	{ "getrusage_self", call_getrusage_self },
	{ "getrusage_children", call_getrusage_children },
	{ "getrlimit", call_getrlimit },
	{ "setrlimit_same", call_setrlimit_same },
	{ "prlimit_bad", call_prlimit_bad },
	{ "getpriority", call_getpriority },
	{ "prctl_name", call_prctl_name },
	{ "prctl_set_name", call_prctl_set_name },
	{ "prctl_dumpable", call_prctl_dumpable },
	{ "prctl_bad", call_prctl_bad },
	{ "personality", call_personality },
	{ "sched_getparam", call_sched_getparam },
	{ "sched_getscheduler", call_sched_getscheduler },
	{ "sched_getaffinity", call_sched_getaffinity },
	{ "sched_priority_max", call_sched_priority_max },
	{ "sched_rr_interval", call_sched_rr_interval },
	{ "sched_setparam_bad", call_sched_setparam_bad },
	{ "sched_yield", call_sched_yield },
	{ "getcpu", call_getcpu },
	{ "clock_gettime_realtime", call_clock_gettime_realtime },
	{ "clock_gettime_monotonic", call_clock_gettime_monotonic },
	{ "clock_gettime_process", call_clock_gettime_process },
	{ "clock_gettime_thread", call_clock_gettime_thread },
	{ "clock_getres", call_clock_getres },
	{ "gettimeofday", call_gettimeofday },
	{ "time", call_time },
	{ "nanosleep_zero", call_nanosleep_zero },
	{ "getitimer", call_getitimer },
	{ "setitimer_zero", call_setitimer_zero },
	{ "setitimer_virtual", call_setitimer_virtual },
	{ "alarm_zero", call_alarm_zero },
	{ "timer_create_delete", call_timer_create_delete },
	{ "timer_delete_bad", call_timer_delete_bad },
	{ "timerfd", call_timerfd },
	{ "timerfd_arm", call_timerfd_arm },
	{ "timerfd_bad", call_timerfd_bad },
	{ "read_bad", call_read_bad },
	{ "write_bad", call_write_bad },
	{ "read_null", call_read_null },
	{ "write_null", call_write_null },
	{ "read_zero", call_read_zero },
	{ "read_zero_page", call_read_zero_page },
	{ "read_fault", call_read_fault },
	{ "readv_null", call_readv_null },
	{ "writev_null", call_writev_null },
	{ "readv_bad", call_readv_bad },
	{ "pread_memory", call_pread_memory },
	{ "pwrite_memory", call_pwrite_memory },
	{ "pread_pipe", call_pread_pipe },
	{ "lseek_memory", call_lseek_memory },
	{ "lseek_hole", call_lseek_hole },
	{ "lseek_pipe", call_lseek_pipe },
	{ "sendfile", call_sendfile },
	{ "splice", call_splice },
	{ "tee_empty", call_tee_empty },
	{ "copy_file_range_bad", call_copy_file_range_bad },
	{ "fsync_memory", call_fsync_memory },
	{ "ftruncate_memory", call_ftruncate_memory },
	{ "ftruncate_bad", call_ftruncate_bad },
	{ "fallocate_punch", call_fallocate_punch },
	{ "fadvise", call_fadvise },
	{ "flock", call_flock },
	{ "fcntl_lock", call_fcntl_lock },
	{ "fcntl_getfl", call_fcntl_getfl },
	{ "fcntl_setfl", call_fcntl_setfl },
	{ "fcntl_getfd", call_fcntl_getfd },
	{ "fcntl_dupfd", call_fcntl_dupfd },
	{ "fcntl_seals", call_fcntl_seals },
	{ "fcntl_pipe_size", call_fcntl_pipe_size },
	{ "fcntl_bad", call_fcntl_bad },
	{ "dup", call_dup },
	{ "dup2", call_dup2 },
	{ "dup3_same", call_dup3_same },
	{ "dup_bad", call_dup_bad },
	{ "close_bad", call_close_bad },
	{ "close_range_empty", call_close_range_empty },
	{ "open_null", call_open_null },
	{ "open_missing", call_open_missing },
	{ "open_folder_to_write", call_open_folder_to_write },
	{ "open_path", call_open_path },
	{ "openat_bad", call_openat_bad },
	{ "openat_folder", call_openat_folder },
	{ "openat2_bad", call_openat2_bad },
	{ "create_unlink", call_create_unlink },
	{ "create_write_unlink", call_create_write_unlink },
	{ "mkdir_rmdir", call_mkdir_rmdir },
	{ "mkdir_exists", call_mkdir_exists },
	{ "symlink_unlink", call_symlink_unlink },
	{ "link_missing", call_link_missing },
	{ "rename", call_rename },
	{ "rename_missing", call_rename_missing },
	{ "unlink_missing", call_unlink_missing },
	{ "mknod_fifo", call_mknod_fifo },
	{ "stat_root", call_stat_root },
	{ "stat_missing", call_stat_missing },
	{ "stat_proc", call_stat_proc },
	{ "stat_dots", call_stat_dots },
	{ "lstat_link", call_lstat_link },
	{ "fstat_null", call_fstat_null },
	{ "fstat_bad", call_fstat_bad },
	{ "statx", call_statx },
	{ "statfs_proc", call_statfs_proc },
	{ "fstatfs_memory", call_fstatfs_memory },
	{ "access_tmp", call_access_tmp },
	{ "access_missing", call_access_missing },
	{ "readlink_self", call_readlink_self },
	{ "readlink_exe", call_readlink_exe },
	{ "readlink_bad", call_readlink_bad },
	{ "chmod_memory", call_chmod_memory },
	{ "chown_memory", call_chown_memory },
	{ "utimes_memory", call_utimes_memory },
	{ "getxattr_memory", call_getxattr_memory },
	{ "listxattr_memory", call_listxattr_memory },
	{ "getdents_fd", call_getdents_fd },
	{ "getdents_tmp", call_getdents_tmp },
	{ "read_version", call_read_version },
	{ "read_limits", call_read_limits },
	{ "read_maps", call_read_maps },
	{ "read_cmdline", call_read_cmdline },
	{ "ioctl_null_bad", call_ioctl_null_bad },
	{ "ioctl_fionread", call_ioctl_fionread },
	{ "ioctl_fionbio", call_ioctl_fionbio },
	{ "ioctl_socket", call_ioctl_socket },
	{ "mmap_munmap", call_mmap_munmap },
	{ "mmap_touch", call_mmap_touch },
	{ "mmap_file", call_mmap_file },
	{ "mmap_file_touch", call_mmap_file_touch },
	{ "mmap_bad", call_mmap_bad },
	{ "munmap_bad", call_munmap_bad },
	{ "mprotect", call_mprotect },
	{ "mprotect_bad", call_mprotect_bad },
	{ "mremap_bad", call_mremap_bad },
	{ "madvise_dontneed", call_madvise_dontneed },
	{ "madvise_bad", call_madvise_bad },
	{ "mincore", call_mincore },
	{ "msync", call_msync },
	{ "mlock", call_mlock },
	{ "brk", call_brk },
	{ "memfd", call_memfd },
	{ "memfd_write", call_memfd_write },
	{ "pipe", call_pipe },
	{ "pipe_write_read", call_pipe_write_read },
	{ "eventfd", call_eventfd },
	{ "eventfd_write_read", call_eventfd_write_read },
	{ "eventfd_empty", call_eventfd_empty },
	{ "signalfd", call_signalfd },
	{ "epoll_create", call_epoll_create },
	{ "epoll_wait", call_epoll_wait },
	{ "epoll_add_remove", call_epoll_add_remove },
	{ "epoll_ctl_bad", call_epoll_ctl_bad },
	{ "poll_socket", call_poll_socket },
	{ "poll_nothing", call_poll_nothing },
	{ "select_pipe", call_select_pipe },
	{ "socket_unix", call_socket_unix },
	{ "socket_udp", call_socket_udp },
	{ "socket_tcp", call_socket_tcp },
	{ "socket_bad", call_socket_bad },
	{ "socketpair", call_socketpair },
	{ "send_receive_stream", call_send_receive_stream },
	{ "send_receive_datagram", call_send_receive_datagram },
	{ "receive_nothing", call_receive_nothing },
	{ "bind_bad", call_bind_bad },
	{ "bind_udp", call_bind_udp },
	{ "listen_tcp", call_listen_tcp },
	{ "getsockname", call_getsockname },
	{ "getsockopt", call_getsockopt },
	{ "setsockopt_bad", call_setsockopt_bad },
	{ "shutdown_bad", call_shutdown_bad },
	{ "kill_nothing", call_kill_nothing },
	{ "kill_missing", call_kill_missing },
	{ "sigprocmask", call_sigprocmask },
	{ "sigaction", call_sigaction },
	{ "sigpending", call_sigpending },
	{ "sigaltstack", call_sigaltstack },
	{ "signal_self", call_signal_self },
	{ "futex_wake", call_futex_wake },
	{ "futex_wait_changed", call_futex_wait_changed },
	{ "getrandom", call_getrandom },
	{ "geteuid", call_geteuid },
	{ "getpgrp", call_getpgrp },
	{ NULL, NULL }
};
