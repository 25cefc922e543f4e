// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Recordings that whoever made them may have meant as harm, and every
 * subcommand that reads some. The input is chunks as they are unpacked: four
 * letters of the kind, the length in two bytes, the payload; the kind "NEXT"
 * begins the second recording. Checksums are made here, so that what is changed
 * gets behind them; the bytes of files are the target `recordings`.
 */
#include <errno.h>
#include <getopt.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/fuzz/target.h"
#include "tool/base/fail.h"
#include "tool/base/text.h"
#include "tool/command/commands.h"

/* What recordings of the corpus are of; runs are from the top of the tree. */
#define IMAGE "tests/fuzz/corpus/images/dwarf-5"

static jmp_buf out;
static bool runs; /* a subcommand: `out` leads behind it */

/*
 * In place of exit(), by the linker (rules.mk); a fuzzer ends by it too. What a
 * subcommand that gives up has not freed the end of the process frees, so leaks
 * are not looked for.
 */
void __real_exit(int status) __attribute__((noreturn));
void __wrap_exit(int status) __attribute__((noreturn));
void __wrap_exit(int status)
{
	if (!runs)
		__real_exit(status);
	longjmp(out, status + 1);
}

int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
	return 1;
}

static void add_word(struct text *file, uint32_t word)
{
	text_add_bytes(file, &word, sizeof(word));
}

static void add_chunk(struct text *file, const uint8_t *kind,
		      const uint8_t *payload, size_t count)
{
	unsigned char packed[1 << 17];
	uLongf stored = sizeof(packed);
	size_t header = file->length;
	uLong crc;

	if (compress2(packed, &stored, payload, count, 1) != Z_OK)
		abort();
	text_add_bytes(file, kind, 4);
	add_word(file, (uint32_t)stored);
	add_word(file, (uint32_t)count);
	crc = crc32(0, (const Bytef *)file->at + header, 12);
	crc = crc32(crc, packed, (uInt)stored);
	add_word(file, (uint32_t)crc);
	text_add_bytes(file, packed, stored);
}

static void begin(struct text *file)
{
	file->length = 0;
	text_add_bytes(file, "KCOVREC\n\1\0\0\0\0\0\0\0", 16);
}

static void write_file(char *path, const struct text *file)
{
	int fd = memfd_create("recording", 0);

	if (fd < 0 ||
	    write(fd, file->at, file->length) != (ssize_t)file->length)
		abort();
	snprintf(path, 64, "/proc/self/fd/%d", fd);
}

static void close_file(const char *path)
{
	close(atoi(path + strlen("/proc/self/fd/")));
}

/* Two recordings; without a second part it is the first one again. */
static void make_files(const uint8_t *bytes, size_t count, char paths[2][64])
{
	struct text file = { 0 };
	int which = 0;

	begin(&file);
	while (count >= 6) {
		size_t length = (size_t)bytes[4] | (size_t)bytes[5] << 8;

		length = length < count - 6 ? length : count - 6;
		if (!memcmp(bytes, "NEXT", 4) && !which) {
			write_file(paths[which++], &file);
			begin(&file);
		} else {
			add_chunk(&file, bytes, bytes + 6, length);
		}
		bytes += 6 + length;
		count -= 6 + length;
	}
	while (which < 2)
		write_file(paths[which++], &file);
	text_free(&file);
}

/* Words of a command line; A and B are the recordings. */
static const char *const lines[] = {
	"cat A",
	"cat --raw A",
	"cat --info A",
	"cat --json A",
	"cat -l *a* -n *.h A",
	"merge A | B",
	"merge A - B",
	"merge A & B",
	"report --functions A B",
	"report --json A B",
	"report --annotate A",
	"report --stable 2 --lcov /dev/null A B",
	"diff A B",
	"diff --json A B",
	"diff --unordered --functions A B",
	"export -f rawcover A B",
	"export -f lcov A B",
	"export -f drcov A",
	"export -f symcov A",
	"export -f sancov A",
	"export -f cobertura A B",
	"export -f folded A B",
	"export -f trace-event A",
};

static const struct command *const commands[] = {
	&cat_command,  &merge_command,	&report_command,
	&diff_command, &export_command,
};

static void call(const struct command *command, int count, char **words)
{
	optind = 0;
	quiet = 2;
	runs = true;
	if (!setjmp(out))
		command->run(command, count, words);
	runs = false;
}

static void run_line(const char *line, char paths[2][64])
{
	char copy[128], *words[20], *word, *rest = copy;
	int count = 0;
	size_t i;

	snprintf(copy, sizeof(copy), "%s", line);
	while ((word = strsep(&rest, " "))) {
		if (!strcmp(word, "A") || !strcmp(word, "B"))
			word = paths[*word - 'A'];
		words[count++] = word;
		if (count == 1) {
			words[count++] = (char *)"-o";
			words[count++] = (char *)"/dev/null";
		}
	}
	if (strcmp(words[0], "merge")) {
		words[count++] = (char *)"--image";
		words[count++] = (char *)IMAGE;
	}
	words[count] = NULL;
	for (i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (!strcmp(commands[i]->name, words[0]))
			call(commands[i], count, words);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	char paths[2][64];
	size_t i;

	setenv("XDG_CACHE_HOME", "/dev/null", 1);
	unsetenv("DEBUGINFOD_URLS");
	if (count > 1 << 15)
		return 0;
	make_files(bytes, count, paths);
	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		run_line(lines[i], paths);
	close_file(paths[0]);
	close_file(paths[1]);
	return 0;
}
