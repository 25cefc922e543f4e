// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The map of images obtainable from the device: by a supervisor whose target
 * crashed, by a program that knows nothing of kcov, through any descriptor.
 * kills: a map that is written at DISABLE alone, or at ENABLE alone; one that is
 * believed whatever it says; one that is the reader's instead of the owner's.
 */
#include <dlfcn.h>
#include <kcov/kcov.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "harness.h"

static struct session session;
static char library[PATH_MAX];

static void find_library(void)
{
	ssize_t used = CHECK_OK(
		readlink("/proc/self/exe", library, sizeof(library) - 64));

	library[used] = '\0';
	strcpy(strrchr(library, '/'), "/obj/libtarget.so");
}

static uintptr_t bias_of_program(void)
{
	const struct link_map *first;

	CHECK(!dlinfo(dlopen(NULL, RTLD_NOW), RTLD_DI_LINKMAP, &first));
	return first->l_addr;
}

static void (*load(void))(void)
{
	void *handle = dlopen(library, RTLD_NOW);

	if (!handle)
		FAIL("%s", dlerror());
	return (void (*)(void))CHECK_OK(dlsym(handle, "target_a"));
}

/* Loads what the supervisor has not, calls it, crashes while enabled. */
static void crash_enabled(void *unused)
{
	void (*work)(void) = load();

	(void)unused;
	enable(&session);
	work();
	kill(getpid(), SIGKILL);
}

static void load_while_enabled(void *unused)
{
	(void)unused;
	enable(&session);
	load()();
	disable(&session);
	kill(getpid(), SIGKILL);
}

static void enable_once(void *unused)
{
	(void)unused;
	enable(&session);
	disable(&session);
}

static struct kcov_images *map_of_device(void)
{
	struct kcov_images *images = kcov_images_of(session.fd);

	if (!images)
		FAIL("kcov_images_of: %s", errno_name(errno));
	return images;
}

/* All records lie in the library, by the map that the device has. */
static void check_records(void)
{
	struct kcov_images *images = map_of_device();
	struct kcov_images *own = kcov_images_take();
	const struct kcov_image *image;
	uintptr_t offset;
	unsigned long i;

	CHECK(count(&session) > 0);
	for (i = 0; i < count(&session); i++) {
		CHECK(!kcov_images_find(own, session.area[1 + i], &offset));
		image = kcov_images_find(images, session.area[1 + i], &offset);
		CHECK(image && !strcmp(image->path, library));
		CHECK_EQ(offset, session.area[1 + i] - image->bias);
		CHECK_EQ(strspn(image->build_id, "0123456789abcdef"), 40);
	}
	kcov_images_free(own);
	kcov_images_free(images);
}

static void check_after_crash(void (*target)(void *))
{
	session = session_open(WORDS);
	errno = 0;
	CHECK(!kcov_images_of(session.fd) && errno == ENODATA);
	CHECK_KILLED(fork_child(target, NULL), SIGKILL);
	check_records();
	session_close(&session);
}

/* dd, which reads the device like any file: the program is in its text. */
static void check_that_anybody_can_read(void)
{
	unsigned long start, end, bias;
	char name[PATH_MAX], path[PATH_MAX] = "";
	char command[128], line[PATH_MAX + 256];
	bool found = false;
	FILE *dd;

	CHECK_OK(readlink("/proc/self/exe", path, sizeof(path) - 1));
	snprintf(command, sizeof(command),
		 "dd if=/proc/%d/fd/%d bs=64 skip=%llu count=1000 2>/dev/null",
		 getpid(), session.fd, KCOV_IMAGES_OFFSET / 64);
	dd = popen(command, "r");
	CHECK(dd && fgets(line, sizeof(line), dd));
	CHECK(strlen(line) == 64 && !strncmp(line, "0x", 2));
	while (fgets(line, sizeof(line), dd) && line[0]) {
		CHECK_EQ(sscanf(line, "%lx %lx %lx %*s %4095[^\n]", &start,
				&end, &bias, name),
			 4);
		if (!strcmp(name, path))
			found = bias == bias_of_program() && start < end;
	}
	CHECK(found);
	pclose(dd);
}

static void check_descriptors(void)
{
	struct kcov_images *images;
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", session.fd);
	fd = CHECK_OK(open(path, O_RDONLY));
	images = kcov_images_of(fd);
	CHECK(images);
	kcov_images_free(images);
	close(fd);
	fd = CHECK_OK(open(path, O_WRONLY));
	errno = 0;
	CHECK(!kcov_images_of(fd) && errno == EBADF);
	close(fd);
	fd = CHECK_OK(open("/dev/null", O_RDONLY));
	errno = 0;
	CHECK(!kcov_images_of(fd) && errno == ENOTTY);
	close(fd);
}

/* A holder that writes nonsense: the hash tells, however short it is. */
static void check_nonsense(void)
{
	static const char *const nonsense[] = { "x", "0x1 0x7fffffffffffffff ",
						"0x0 0xffffffffffffffff ",
						"0x0 0x40 " };
	char saved[4096];
	size_t i;

	CHECK_EQ(pread(session.fd, saved, sizeof(saved), KCOV_IMAGES_OFFSET),
		 sizeof(saved));
	for (i = 0; i < sizeof(nonsense) / sizeof(nonsense[0]); i++) {
		CHECK_OK(pwrite(session.fd, nonsense[i], strlen(nonsense[i]),
				KCOV_IMAGES_OFFSET));
		errno = 0;
		CHECK(!kcov_images_of(session.fd) && errno == EBADMSG);
	}
	CHECK_OK(pwrite(session.fd, saved, sizeof(saved), KCOV_IMAGES_OFFSET));
	/* One digit of an address. */
	CHECK_OK(pwrite(session.fd, saved[64 + 2] == '1' ? "2" : "1", 1,
			KCOV_IMAGES_OFFSET + 64 + 2));
	errno = 0;
	CHECK(!kcov_images_of(session.fd) && errno == EBADMSG);
}

static __attribute__((noreturn)) void *wait_for_ever(void *unused)
{
	(void)unused;
	for (;;)
		pause();
}

/* The child cannot ask the dynamic linker, so the parent did. */
static void check_copy_of_threads(void)
{
	struct kcov_images *images;
	pthread_t thread;
	uintptr_t offset;
	void (*late)(void);

	session = session_open(WORDS);
	CHECK_EQ(pthread_create(&thread, NULL, wait_for_ever, NULL), 0);
	late = load();
	CHECK_EXIT(fork_child(enable_once, NULL), 0);
	images = map_of_device();
	CHECK(kcov_images_find(images, (uintptr_t)late + 1, &offset));
	kcov_images_free(images);
	session_close(&session);
}

TEST("whoever holds a device can read which images its owner has loaded")
{
	find_library();
	check_after_crash(crash_enabled);
	check_after_crash(load_while_enabled);
	session = session_open(WORDS);
	enable_once(NULL);
	check_descriptors();
	check_that_anybody_can_read();
	check_nonsense();
	session_close(&session);
	check_copy_of_threads();
}
