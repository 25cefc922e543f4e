// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * mount:FS: the input is an image of a file system, which is mounted read-only,
 * walked and unmounted. Flash file systems are put into flash of memory, others
 * on a loop device over a file of memory, which is configured once: closing one
 * is deferred by the kernel, so the next would find it busy.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "tool/agent/agent.h"

#define FOLDER "/tmp/mount"
/* Of a walk: a broken directory may be endless, or lead to itself. */
enum { ENTRIES = 64, DEPTH = 3, BLOCKS = 16 };

static const struct format {
	const char *name;
	bool on_flash;
	void (*fix)(uint8_t *image, size_t bytes);
} formats[] = {
	{ "jffs2", true, fix_jffs2 },
	{ "romfs", true, fix_romfs },
	{ "cramfs", true, NULL },
};

static struct format format;
static int image = -1, loop = -1;
static size_t room; /* bytes of the flash or disk */
static size_t used; /* that the last input had */

/* Lines are "nodev", or nothing, a tab, and the name. */
static bool kernel_has(const char *name)
{
	FILE *file = fopen("/proc/filesystems", "re");
	char line[80], type[64];
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file))
		found = strchr(line, '\t') &&
			sscanf(strchr(line, '\t'), "%63s", type) == 1 &&
			!strcmp(type, name);
	if (file)
		fclose(file);
	return found;
}

static const char *open_flash(void)
{
	off_t bytes;

	image = open("/dev/mtd0", O_RDWR | O_CLOEXEC);
	bytes = image < 0 ? -1 : lseek(image, 0, SEEK_END);
	if (bytes <= 0)
		return "the kernel has no flash of memory: build it with "
		       "CONFIG_MTD_MTDRAM=y";
	room = used = (size_t)bytes;
	return NULL;
}

static const char *open_disk(void)
{
	struct loop_config config = { .info.lo_flags = LO_FLAGS_READ_ONLY };

	image = open("/tmp/image", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	room = CHANNEL_INPUT;
	if (image < 0 || ftruncate(image, (off_t)room))
		return failed("no file for the image");
	loop = open("/dev/loop0", O_RDWR | O_CLOEXEC);
	if (loop < 0)
		return "the kernel has no loop device: build it with "
		       "CONFIG_BLK_DEV_LOOP=y";
	config.fd = (uint32_t)image;
	if (ioctl(loop, LOOP_CONFIGURE, &config))
		return failed("LOOP_CONFIGURE");
	return NULL;
}

static const char *prepare(const char *argument)
{
	size_t i;

	format = (struct format){ .name = argument };
	for (i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (!strcmp(formats[i].name, argument))
			format = formats[i];
	if (!kernel_has(argument))
		return "the kernel does not have this file system built in";
	if (mkdir(FOLDER, 0700))
		return failed(FOLDER);
	return format.on_flash ? open_flash() : open_disk();
}

/* What the last input left behind this one is as it was: erased, or zeros. */
static void place(uint8_t *input, size_t bytes)
{
	static uint8_t rest[CHANNEL_INPUT];
	size_t behind;

	if (bytes > room)
		bytes = room;
	if (format.fix)
		format.fix(input, bytes);
	behind = used > bytes ? used - bytes : 0;
	memset(rest, format.on_flash ? 0xff : 0, behind);
	if (pwrite(image, input, bytes, 0) != (ssize_t)bytes ||
	    pwrite(image, rest, behind, (off_t)bytes) != (ssize_t)behind)
		give_up("cannot place the image: %s", strerror(errno));
	used = bytes;
	if (!format.on_flash)
		ioctl(loop, BLKFLSBUF, 0);
}

static void read_file(const char *path)
{
	static char buffer[4096];
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW), i;

	if (fd < 0)
		return;
	for (i = 0; i < BLOCKS && read(fd, buffer, sizeof(buffer)) > 0; i++)
		;
	close(fd);
}

static void walk(const char *folder, int depth);

static void visit(const char *path, int depth)
{
	static char text[4096];
	struct stat st;

	if (lstat(path, &st))
		return;
	if (S_ISDIR(st.st_mode) && depth < DEPTH)
		walk(path, depth + 1);
	else if (S_ISREG(st.st_mode))
		read_file(path);
	else if (S_ISLNK(st.st_mode) && readlink(path, text, sizeof(text)) < 0)
		errno = 0;
	if (llistxattr(path, text, sizeof(text)) < 0)
		errno = 0;
}

static void walk(const char *folder, int depth)
{
	DIR *stream = opendir(folder);
	struct dirent *entry;
	char path[1024];
	int i;

	for (i = 0; stream && i < ENTRIES && (entry = readdir(stream)); i++)
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") &&
		    snprintf(path, sizeof(path), "%s/%s", folder,
			     entry->d_name) < (int)sizeof(path))
			visit(path, depth);
	if (stream)
		closedir(stream);
}

static void run(const uint8_t *input, size_t bytes)
{
	(void)input;
	(void)bytes;
	if (mount(format.on_flash ? "mtd0" : "/dev/loop0", FOLDER, format.name,
		  MS_RDONLY, NULL))
		return;
	walk(FOLDER, 0);
	umount(FOLDER);
}

const struct target mount_target = {
	.name = "mount",
	.prepare = prepare,
	.place = place,
	.run = run,
};
