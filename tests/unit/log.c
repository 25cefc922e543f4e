// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The log of images in a device: which line stands there at which count, as
 * what is loaded changes from one look to the next, over sessions, after a
 * reset, in a forked child, and where there is no more room.
 * kills: the count of another look; a change that is one for a moved file only;
 * lines of a run that the client has thrown away; a child that writes too.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/tap.h"

#include "core/buffer.h"
#include "port/posix/device/device.h"
#include "port/posix/images/images.h"

#define A "0x1000 0x2000 0x0 aa /a\n"
#define MOVED "0x1000 0x2000 0x0 aa /elsewhere\n"
#define B "0x5000 0x6000 0x0 - /b\n"
#define C "0x5000 0x6000 0x0 - /c\n"

static int fd;
static struct posix_header *header;
static uintptr_t *area;

static struct posix_map_text map_of(const char *text)
{
	return (struct posix_map_text){
		text, strlen(text), posix_images_hash(text, strlen(text)) | 1
	};
}

static void begin(const char *text)
{
	const struct posix_map_text now = map_of(text);

	posix_image_log_begin(header, &now);
}

static void look(const char *before, const char *text)
{
	const struct posix_map_text old = map_of(before), now = map_of(text);

	posix_image_log_note(&old, &now);
}

/* As a reader has it: by the file alone. */
static const char *log_now(void)
{
	static char text[4096];
	uint64_t bytes = 0;

	/* The offset needs 64 bits, also in a 32-bit program. */
	if (pread64(fd, &bytes, sizeof(bytes), KCOV_IMAGE_LOG_OFFSET) !=
		    sizeof(bytes) ||
	    bytes >= sizeof(text) ||
	    pread64(fd, text, bytes, KCOV_IMAGE_LOG_OFFSET + 64) !=
		    (ssize_t)bytes)
		return "nothing";
	text[bytes] = '\0';
	return text;
}

static bool is(const char *wanted)
{
	const char *found = log_now();

	if (strcmp(found, wanted))
		printf("# is\n# %s\n", found);
	return !strcmp(found, wanted);
}

static bool make_device(void)
{
	const size_t words = posix_page_bytes() / sizeof(uintptr_t);
	struct kcov_port_area unused;

	fd = posix_file_create(O_RDWR);
	if (fd < 0 || posix_file_map_header(fd, &header))
		return false;
	posix_mapping_of(header)->fd = fd;
	if (kcov_port_area_alloc(&header->device, words, &unused))
		return false;
	header->device.words = words;
	area = kcov_port_area_map(&header->device, KCOV_MODE_PC,
				  kcov_pc_limit(words));
	return area;
}

static void test_changes(void)
{
	begin(A);
	tap_ok(is("+0 " A), "what is there when a session begins");
	area[0] = 5;
	look(A, A B);
	tap_ok(is("+0 " A "+0 " B),
	       "what is new may have been there since the last look");
	area[0] = 8;
	look(A B, A);
	tap_ok(is("+0 " A "+0 " B "-8 " B),
	       "what is gone has been there until this one");
	area[0] = 9;
	look(A, A C);
	look(A C, MOVED C);
	tap_ok(is("+0 " A "+0 " B "-8 " B "+8 " C),
	       "a file that was moved is the same image by its build id");
	look(MOVED C, MOVED B);
	tap_ok(is("+0 " A "+0 " B "-8 " B "+8 " C "-9 " C "+9 " B),
	       "without a build id the path is all that tells two apart");
}

static void test_sessions(void)
{
	header->device.epoch++;
	area[0] = 12;
	begin(A);
	tap_ok(strstr(log_now(), "+8 " C) && !strcmp(strstr(log_now(), "+9 " B),
						     "+9 " B "-12\n+12 " A),
	       "a second session: what was before is over, and stays in the "
	       "log");
	area[0] = 2;
	look(A, A B);
	tap_ok(is("+0 " A "+0 " B),
	       "the client begins anew: nothing before it matters");
	header->device.epoch++;
	area[0] = 0;
	begin(C);
	tap_ok(is("+0 " C), "so it is with a session that begins at 0");
}

static void look_as_child(void)
{
	int status = 1;
	pid_t pid = fork();

	if (!pid) {
		area[0] = 3;
		look(C, A);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	tap_ok(!status && is("+0 " C),
	       "a forked child says nothing in its parent's");
}

/* A minus and a count that nobody knows here. */
static bool nothing_is_known(const char *line)
{
	size_t digits;

	if (!line || line[1] != '-')
		return false;
	digits = strspn(line + 2, "0123456789");
	return digits > 2 && !strcmp(line + 2 + digits, "\n");
}

/* Lines until nothing more fits: then it says so, and nothing more. */
static void fill(void)
{
	static char long_line[5000];
	const uint64_t most = sizeof(void *) == 8 ? 15u << 20 : 1u << 19;
	uint64_t bytes = 0;
	char last[32] = "";
	int i;

	memset(long_line, 'x', sizeof(long_line) - 2);
	memcpy(long_line, "0x1 0x2 0x0 - /", 15);
	long_line[sizeof(long_line) - 2] = '\n';
	for (i = 0; i < 4000; i++) {
		area[0] = 4 + (uintptr_t)i;
		look(i % 2 ? long_line : C, i % 2 ? C : long_line);
	}
	tap_ok(pread64(fd, &bytes, sizeof(bytes), KCOV_IMAGE_LOG_OFFSET) ==
			       sizeof(bytes) &&
		       bytes > most &&
		       pread64(fd, last, 12,
			       KCOV_IMAGE_LOG_OFFSET + 64 + bytes - 12) == 12 &&
		       nothing_is_known(strchr(last, '\n')),
	       "a log that is full says that nothing is known any more");
}

int main(void)
{
	if (!make_device())
		return 1;
	test_changes();
	test_sessions();
	look_as_child();
	fill();
	posix_image_log_end(&posix_mapping_of(header)->log);
	tap_ok(!posix_image_logs_are_kept(), "no log is kept without devices");
	return tap_done();
}
