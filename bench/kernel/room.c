// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * room NAME ARGUMENT...: what one thing that people trace takes of an area of
 * 64 Ki words, by what the area holds, in the kernel that runs this. Prints
 * "NAME FEEDBACK RECORDS LOST" for each. Needs the extended calls.
 *   mount FS IMAGE   one mount of an image, on flash of memory
 *   read FILE        one read(), as much as it gives
 *   cat FILE         all of it
 *   calls N          so many system calls, of a dozen kinds in turn
 */
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/kcov_extended.h>

#include "bench/kernel/client.h"

static char buffer[1 << 20];

/* What is traced; `begin` and `end` are not. */
struct thing {
	const char *name;
	void (*begin)(char **arguments);
	void (*perform)(char **arguments);
	void (*end)(char **arguments);
};

static int file;

/* The image as a whole, and behind it what erased flash has. */
static void begin_mount(char **arguments)
{
	int flash = open("/dev/mtd0", O_RDWR);
	int image = open(arguments[1], O_RDONLY);
	ssize_t bytes, room = lseek(flash, 0, SEEK_END);

	check(flash >= 0 && image >= 0, arguments[1]);
	memset(buffer, 0xff, sizeof(buffer));
	bytes = read(image, buffer, sizeof(buffer));
	check(bytes > 0 && bytes <= room && room <= (ssize_t)sizeof(buffer),
	      "the image does not fit the flash");
	check(pwrite(flash, buffer, (size_t)room, 0) == room, "/dev/mtd0");
	close(image);
	close(flash);
	mkdir("/tmp/room", 0700);
}

static void mount_it(char **arguments)
{
	check(!mount("mtd0", "/tmp/room", arguments[0], MS_RDONLY, NULL),
	      "mount");
}

static void end_mount(char **arguments)
{
	(void)arguments;
	check(!umount("/tmp/room"), "umount");
}

static void begin_read(char **arguments)
{
	file = open(arguments[0], O_RDONLY);
	check(file >= 0, arguments[0]);
}

static void read_once(char **arguments)
{
	check(read(file, buffer, sizeof(buffer)) > 0, arguments[0]);
}

static void read_all(char **arguments)
{
	(void)arguments;
	while (read(file, buffer, sizeof(buffer)) > 0)
		;
}

static void end_read(char **arguments)
{
	(void)arguments;
	close(file);
}

static void make_calls(char **arguments)
{
	int i, count = atoi(arguments[0]);
	struct stat st;
	int ends[2];

	for (i = 0; i < count; i += 12) {
		check(!stat("/proc/self/status", &st), "stat");
		check(!pipe(ends), "pipe");
		check(write(ends[1], &i, sizeof(i)) == sizeof(i), "write");
		check(read(ends[0], &i, sizeof(i)) == sizeof(i), "read");
		close(ends[0]);
		close(ends[1]);
		file = open("/proc/uptime", O_RDONLY);
		check(read(file, buffer, 64) > 0, "/proc/uptime");
		lseek(file, 0, SEEK_SET);
		close(file);
		getpid();
		access("/nowhere", R_OK);
	}
}

static void nothing(char **arguments)
{
	(void)arguments;
}

static const struct thing things[] = {
	{ "mount", begin_mount, mount_it, end_mount },
	{ "read", begin_read, read_once, end_read },
	{ "cat", begin_read, read_all, end_read },
	{ "calls", nothing, make_calls, nothing },
};

static void measure(const struct thing *thing, char **arguments,
		    unsigned int feedback, const char *what)
{
	struct device device = device_open();
	struct kcov_setup setup = { .size = sizeof(setup),
				    .feedback = feedback };
	struct kcov_stat stat = { .size = sizeof(stat) };

	check(!ioctl(device.fd, KCOV_SETUP, &setup), "KCOV_SETUP");
	thing->begin(arguments);
	enable(&device, KCOV_TRACE_PC);
	thing->perform(arguments);
	check(!ioctl(device.fd, KCOV_STAT, &stat), "KCOV_STAT");
	disable(&device);
	thing->end(arguments);
	printf("%s%s%s %s %llu %llu\n", thing->name, *arguments ? "-" : "",
	       *arguments ? arguments[0] : "", what,
	       (unsigned long long)stat.records,
	       (unsigned long long)stat.lost_full);
	close(device.fd);
}

int main(int argc, char **argv)
{
	const struct thing *thing = things;
	char **arguments = argv + 2;

	if (argc < 3)
		return 2;
	while (thing < things + 4 && strcmp(thing->name, argv[1]))
		thing++;
	if (thing == things + 4)
		return 2;
	/* What only the first time executes is nobody's. */
	thing->begin(arguments);
	thing->perform(arguments);
	thing->end(arguments);
	measure(thing, arguments, KCOV_FEEDBACK_TRACE, "trace");
	measure(thing, arguments, KCOV_FEEDBACK_UNIQUE, "unique");
	measure(thing, arguments, KCOV_FEEDBACK_EDGES, "edges");
	return 0;
}
