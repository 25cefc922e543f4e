// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The first process of a guest of kcovctl fuzz, started by tool/fuzz/guest.c:
 * prepares the guest and the target that the channel names, then runs inputs
 * for ever. Whatever goes wrong before that ends the guest with a text; after
 * that only the kernel under test ends it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "tool/agent/agent.h"

static const struct target *const targets[] = {
	&mount_target, &filter_target,	&netlink_target, &tun_target,
	&write_target, &program_target, &object_target,
};

static struct channel *channel;
static int bell = -1;

static void tell(uint32_t state)
{
	__atomic_store_n(&channel->state, state, __ATOMIC_RELEASE);
	if (write(bell, "s", 1) != 1)
		reboot(RB_POWER_OFF);
}

const char *failed(const char *text)
{
	static char line[CHANNEL_TEXT];

	snprintf(line, sizeof(line), "%s: %s", text, strerror(errno));
	return line;
}

/* Without a channel the console is all there is. */
static void say(const char *text)
{
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);

	if (write(fd, text, strlen(text)) < 0)
		errno = 0;
	close(fd);
}

void give_up(const char *text, ...)
{
	char line[CHANNEL_TEXT];
	va_list args;

	va_start(args, text);
	vsnprintf(line, sizeof(line), text, args);
	va_end(args);
	if (channel) {
		memcpy(channel->says, line, sizeof(line));
		tell(GUEST_FAILED);
	} else {
		say(line);
	}
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

/* The root is the host's, so these folders are there or cannot be had. */
static void mount_all(void)
{
	static const struct {
		const char *type, *folder;
	} places[] = {
		{ "devtmpfs", "/dev" },
		{ "proc", "/proc" },
		{ "sysfs", "/sys" },
		{ "debugfs", "/sys/kernel/debug" },
	};
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		(void)mount("none", places[i].folder, places[i].type, 0, NULL);
}

/* From here on what the host has there is hidden. */
static void mount_memory(void)
{
	if (mount("none", "/tmp", "tmpfs", 0, NULL) ||
	    mount("none", "/run", "tmpfs", 0, NULL))
		give_up("no memory on /tmp: %s; build the kernel with "
			"CONFIG_TMPFS",
			strerror(errno));
}

static void open_channel(void)
{
	struct termios raw;
	int memory;

	bell = open("/dev/tty1", O_RDWR | O_NOCTTY);
	memory = open("/dev/mmapper", O_RDWR);
	if (memory < 0)
		give_up("<3>it lacks CONFIG_MMAPPER");
	if (bell < 0 || tcgetattr(bell, &raw))
		give_up("<3>it has no /dev/tty1");
	cfmakeraw(&raw);
	tcsetattr(bell, TCSANOW, &raw);
	channel = mmap(NULL, sizeof(*channel), PROT_READ | PROT_WRITE,
		       MAP_SHARED, memory, 0);
	if (channel == MAP_FAILED) {
		channel = NULL;
		give_up("<3>it cannot map /dev/mmapper");
	}
	if (channel->version != CHANNEL_VERSION)
		give_up("this agent is of another version than kcovctl: build "
			"or install both again");
}

static void set(const char *name, const char *value)
{
	int fd = open(name, O_WRONLY);

	if (fd < 0)
		return;
	if (write(fd, value, strlen(value)) < 0)
		errno = 0;
	close(fd);
}

/* Each complaint is an end; what would hang is one after seconds. */
static void be_strict(void)
{
	set("/proc/sys/kernel/panic_on_warn", "1");
	set("/proc/sys/kernel/panic_on_oops", "1");
	set("/proc/sys/kernel/softlockup_panic", "1");
	set("/proc/sys/kernel/watchdog_thresh", "4");
	set("/proc/sys/kernel/hung_task_panic", "1");
	set("/proc/sys/kernel/hung_task_timeout_secs", "4");
}

static void note_module(void)
{
	FILE *file = fopen("/proc/modules", "re");
	unsigned long bytes, start;

	if (file &&
	    fscanf(file, "%*s %lu %*s %*s %*s %lx", &bytes, &start) == 2) {
		channel->module_start = start;
		channel->module_bytes = bytes;
	}
	if (file)
		fclose(file);
}

static void load_module(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		give_up("cannot read the module %s: %s", path, strerror(errno));
	if (syscall(SYS_finit_module, fd, "", 0))
		give_up("the kernel does not take the module %s: %s; build it "
			"for this kernel",
			path, strerror(errno));
	close(fd);
	note_module();
}

static const struct target *find_target(void)
{
	const char *colon = strchrnul(channel->target, ':');
	const char *wrong;
	size_t i, length = (size_t)(colon - channel->target);

	for (i = 0; i < sizeof(targets) / sizeof(*targets); i++) {
		const struct target *target = targets[i];

		if (strncmp(target->name, channel->target, length) ||
		    target->name[length])
			continue;
		wrong = target->prepare(*colon ? colon + 1 : "");
		if (wrong)
			give_up("%s: %s", channel->target, wrong);
		return target;
	}
	give_up("there is no target %s", channel->target);
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* Its first task alone is recorded, from before it becomes the program. */
static void run_program(const struct target *target, uint8_t *input,
			size_t bytes, uint32_t want)
{
	pid_t child = fork();

	if (!child) {
		device_begin(want);
		target->run(input, bytes);
		_exit(127);
	}
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
}

static void run_once(const struct target *target)
{
	static uint8_t input[CHANNEL_INPUT];
	size_t bytes = channel->input_bytes;
	uint32_t want = channel->want;
	uint64_t begun;

	if (bytes > sizeof(input))
		bytes = sizeof(input);
	/* The fixers change it, and the fuzzer's copy is not theirs. */
	memcpy(input, channel->input, bytes);
	fix_input(input, bytes);
	if (target->place)
		target->place(input, bytes);
	begun = now();
	if (target->is_program) {
		run_program(target, input, bytes, want);
	} else {
		device_begin(want);
		target->run(input, bytes);
	}
	channel->nanoseconds = now() - begun;
	device_take(channel, want, !target->is_program);
}

/*
 * The number of the next run. Most come within an instant, and a terminal takes
 * longer to wake somebody than a short run takes: so it is looked for before it
 * is slept for. Both sides store, then load what the other one stores, in one
 * order of all: either the host sees that we sleep, or we see its number.
 */
static uint32_t next_run(uint32_t done)
{
	enum { LOOKS = 4000 };
	uint32_t asked = done;
	char bytes[64];
	int i;

	for (i = 0; i < LOOKS && asked == done; i++)
		asked = __atomic_load_n(&channel->asked, __ATOMIC_ACQUIRE);
	while (asked == done) {
		__atomic_store_n(&channel->sleeps, 1, __ATOMIC_SEQ_CST);
		asked = __atomic_load_n(&channel->asked, __ATOMIC_SEQ_CST);
		/* A bell that nobody waited for is in the way once. */
		if (asked == done && read(bell, bytes, sizeof(bytes)) < 1)
			give_up("the bell is gone");
	}
	__atomic_store_n(&channel->sleeps, 0, __ATOMIC_SEQ_CST);
	return asked;
}

int main(void)
{
	const struct target *target;
	const char *wrong;
	uint32_t done = 0, times;

	if (getpid() != 1) {
		fprintf(stderr, "kcov-fuzz-agent: this is started in guests, "
				"by kcovctl fuzz\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	mount_all();
	open_channel();
	be_strict();
	if (*channel->module)
		load_module(channel->module);
	object_load(channel->target);
	mount_memory();
	wrong = fix_choose(channel->fix);
	if (wrong)
		give_up("--fix: %s", wrong);
	channel->folds = device_open(channel->stock);
	target = find_target();
	tell(GUEST_READY);
	for (;;) {
		done = next_run(done);
		for (times = channel->times; times; times--)
			run_once(target);
		/* Release: what ran is there when the number is. */
		__atomic_store_n(&channel->done, done, __ATOMIC_RELEASE);
		if (write(bell, "d", 1) != 1)
			give_up("the bell is gone");
	}
}
