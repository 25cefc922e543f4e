// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-images: an image has the path that its file had when it was loaded, whole,
 * though that was given from a folder that the program has left, or the file is
 * gone since; and the build id that stands in its file, behind other notes.
 * kills: a path that is one from the folder of whoever reads it, or of now; what
 * the kernel says behind the path of a file that is gone; a note that is taken
 * for the build id because it is the first, or has its number, or its name.
 */
#include <dlfcn.h>
#include <kcov/images.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"

/* This program is linked without an id of the linker's. */
#define NOTE(name, type, description)                                 \
	".long 4, 4, " type "\n.asciz \"" name "\"\n.long " description \
	"\n"
__asm__(".pushsection .note.of.test, \"a\"\n.balign 4\n"
	NOTE("GNU", "1", "0x11111111")
	NOTE("GNX", "3", "0x22222222")
	NOTE("GNU", "3", "0x33333333")
	NOTE("GNU", "3", "0x44444444")
	".popsection\n");

static char self[PATH_MAX], folder[PATH_MAX];

static void check_id(void)
{
	struct kcov_images *images = kcov_images_take();
	const struct kcov_image *image;
	uintptr_t offset;

	CHECK(images);
	image = kcov_images_find(images, (uintptr_t)check_id, &offset);
	CHECK(image);
	if (strcmp(image->build_id, "33333333") != 0)
		FAIL("the build id is %s", image->build_id);
	if (strcmp(image->path, self) != 0)
		FAIL("the path is %s", image->path);
	kcov_images_free(images);
}

static void check_path(const char *want, uintptr_t address)
{
	struct kcov_images *images = kcov_images_take();
	const struct kcov_image *image;
	char real[PATH_MAX];
	uintptr_t offset;

	CHECK(images);
	image = kcov_images_find(images, address, &offset);
	CHECK(image && image->path[0] == '/');
	if (!realpath(image->path, real) || strcmp(real, want) != 0)
		FAIL("%s is no path of %s", image->path, want);
	kcov_images_free(images);
}

/* By a path from a folder, in which it is not any more. */
static void load(void *unused)
{
	char library[PATH_MAX + 32];
	void *handle;

	(void)unused;
	snprintf(library, sizeof(library), "%s/obj/libtarget.so", folder);
	CHECK_OK(chdir(folder));
	handle = dlopen("obj/libtarget.so", RTLD_NOW);
	if (!handle)
		FAIL("%s", dlerror());
	check_path(library, (uintptr_t)dlsym(handle, "target_a") + 1);
	CHECK_OK(chdir("/"));
	check_path(library, (uintptr_t)dlsym(handle, "target_a") + 1);
}

/* A copy, which is executed and removes itself. */
static void be_gone(void *copy)
{
	char buffer[65536];
	int from = CHECK_OK(open(self, O_RDONLY | O_CLOEXEC));
	int to = CHECK_OK(open(copy, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC,
			       0700));
	ssize_t n;

	while ((n = CHECK_OK(read(from, buffer, sizeof(buffer)))) > 0)
		CHECK_EQ(CHECK_OK(write(to, buffer, (size_t)n)), n);
	CHECK_OK(close(to));
	CHECK_OK(setenv("KCOV_TEST_GONE", copy, 1));
	/* What it says is no result of this one; its status is. */
	CHECK_OK(dup2(CHECK_OK(open("/dev/null", O_WRONLY)), STDOUT_FILENO));
	execl(copy, copy, NULL);
	FAIL("exec: %s", errno_name(errno));
}

TEST("an image is called what its file is, and has its build id")
{
	const char *gone = getenv("KCOV_TEST_GONE");
	char made[] = "/tmp/gone-XXXXXX", copy[64];

	if (gone) {
		CHECK_OK(unlink(gone));
		snprintf(self, sizeof(self), "%s", gone);
		check_id();
		return;
	}
	CHECK(realpath("/proc/self/exe", self));
	check_id();
	memcpy(folder, self, sizeof(folder));
	*strrchr(folder, '/') = '\0';
	CHECK_EXIT(fork_child(load, NULL), 0);
	CHECK_OK(mkdtemp(made));
	snprintf(copy, sizeof(copy), "%s/copy", made);
	CHECK_EXIT(fork_child(be_gone, copy), 0);
	CHECK_OK(rmdir(made));
}
