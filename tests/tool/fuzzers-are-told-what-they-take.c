// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What kcovctl fuzz hands to afl-fuzz and to people, without a guest: constants
 * for a dictionary, comparisons in its map, seeds of a target, and the command
 * that runs a finding again, which a shell takes as it is meant.
 * kills: a constant that nothing of the input met, or that stands in the input
 * the other way round and is not seen; equal operands in the map, or one of
 * another version of AFL++; a seed of another target; a path with a quote that
 * is a command of its own; a link to another file.
 */
#include <dirent.h>
#include <linux/kcov.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>
#include <unistd.h>

#include "tests/unit/tap.h"
#include "tool/fuzz/campaign.h"
#include "tool/fuzz/constants.h"
#include "tool/fuzz/pages.h"
#include "tool/fuzz/seeds.h"

static struct channel channel;

static void compare(uint64_t type, uint64_t arg1, uint64_t arg2, uint64_t pc)
{
	uint64_t *at = channel.words + channel.count;

	at[0] = type;
	at[1] = arg1;
	at[2] = arg2;
	at[3] = pc;
	channel.count += COMPARISON_WORDS;
}

/* As afl-fuzz reads it, in both orders of bytes. */
static bool is_saved(const struct constants *constants)
{
	char path[32], said[256] = "";
	int ends[2];
	bool good;

	if (pipe(ends))
		return false;
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[1]);
	good = constants_save(constants, path) &&
	       read(ends[0], said, sizeof(said) - 1) > 0;
	close(ends[0]);
	close(ends[1]);
	return good && strstr(said, "\n\"\\x21\\x22\"\n") &&
	       strstr(said, "\n\"\\x22\\x21\"\n");
}

static void test_constants(void)
{
	static const uint8_t input[] = { 0x34, 0x12, 9, 0xab, 0xcd, 0, 0, 1 };
	struct constants constants = { 0 };
	const uint64_t word = KCOV_CMP_SIZE(1) | KCOV_CMP_CONST;

	channel.count = 0;
	compare(word, 0x1111, 0x1234, 1);
	compare(word, 0x2221, 0xabcd, 2);
	compare(word, 0x3333, 0x9999, 3);
	compare(KCOV_CMP_SIZE(1), 0x4444, 0x1234, 4);
	compare(word, 0x1111, 0x1234, 5);
	compare(word, 0x55, 0x1234, 6);
	compare(KCOV_CMP_SIZE(2) | KCOV_CMP_CONST, 0x66666666, 0x1234, 7);
	compare(KCOV_CMP_SIZE(2) | KCOV_CMP_CONST, 0x77777777, 0x01000000, 8);
	constants_add(&constants, &channel, input, sizeof(input));
	tap_ok(constants.all.count && constants.all.at[0].value == 0x1111 &&
		       constants.all.at[0].bytes == 2,
	       "a constant is taken that stood against the input");
	tap_ok(constants.all.count > 1 && constants.all.at[1].value == 0x2221,
	       "in the other order of bytes too");
	tap_ok(constants.all.count == 2,
	       "no other, no variable, none twice, none that is small, none of "
	       "another size: %zu",
	       constants.all.count);
	tap_ok(is_saved(&constants), "a dictionary has them in both orders");
	constants_free(&constants);
}

#define PLACES 65536
#define HITS 32

/* The forms that afl-fuzz has had, as its own programs of those versions have
 * them. */
static const struct form {
	const char *versions;
	size_t header, entry, second;
	unsigned int hits,
		shape; /* bits of the header before the shape, before the type */
	bool is_new;
} forms[] = {
	{ "4.04", 8, 32, 8, 24, 48, false },
	{ "4.21", 2, 42, 8, 6, 6, true },
	{ "4.30 to 5.02", 2, 72, 32, 6, 6, true },
};

static uint8_t *open_map(size_t bytes)
{
	int id = shmget(IPC_PRIVATE, bytes, 0600);
	uint8_t *map = shmat(id, NULL, 0);
	char number[16];

	snprintf(number, sizeof(number), "%d", id);
	setenv("__AFL_CMPLOG_SHM_ID", number, 1);
	tap_ok(cmplog_open(), "there is a map of comparisons");
	shmctl(id, IPC_RMID, NULL);
	return map;
}

static bool has_entry(const struct form *form, const uint8_t *map,
		      size_t number, uint64_t first, uint64_t second)
{
	const uint8_t *at = map + PLACES * form->header + number * form->entry;

	return !memcmp(at, &first, 8) && !memcmp(at + form->second, &second, 8);
}

static void test_form(const struct form *form)
{
	const uint64_t pc = 0x60001234;
	const size_t place = pc * 0x9e3779b97f4a7c15ull >> 48;
	uint8_t *map = open_map(PLACES * (form->header + HITS * form->entry));
	uint64_t header = 0;
	int i;

	channel.count = 0;
	compare(KCOV_CMP_SIZE(1), 7, 7, pc);
	compare(KCOV_CMP_SIZE(1), 7, 8, pc);
	compare(KCOV_CMP_SIZE(3), 9, 10, pc);
	compare(KCOV_CMP_SIZE(1), 11, 12, pc);
	cmplog_fill(&channel);
	memcpy(&header, map + place * form->header, form->header);
	tap_ok(cmplog_is_known() && cmplog_is_new() == form->is_new,
	       "%s: it is one of its version", form->versions);
	tap_ok((header & ((1u << form->hits) - 1)) == 3,
	       "it has those whose operands differ");
	tap_ok(has_entry(form, map, place * HITS, 7, 8) &&
		       has_entry(form, map, place * HITS + 1, 9, 10),
	       "in their order");
	tap_ok((header >> form->shape & 0x1f) == 7,
	       "and the largest of their sizes");
	for (i = 0; i < 2 * HITS; i++)
		cmplog_fill(&channel);
	memcpy(&header, map + place * form->header, form->header);
	tap_ok((header & ((1u << form->hits) - 1)) >= HITS &&
		       (header >> form->shape & 0x1f) == 7,
	       "one that is full stays full");
	shmdt(map);
}

/* What a later version may have is left alone. */
static void test_unknown(void)
{
	uint8_t *map = open_map(PLACES * 2);
	size_t i;

	cmplog_fill(&channel);
	for (i = 0; i < PLACES * 2 && !map[i]; i++)
		;
	tap_ok(!cmplog_is_known() && i == PLACES * 2,
	       "a form that is not known is not filled");
	shmdt(map);
}

static void test_comparisons(void)
{
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		test_form(&forms[i]);
	test_unknown();
}

static int seeds_of(const char *target)
{
	char folder[] = "/tmp/seeds-XXXXXX", path[300];
	struct dirent *entry;
	int count = 0;
	DIR *at;

	if (!mkdtemp(folder))
		return -1;
	if (!seeds_make(target, folder))
		count = -1;
	at = opendir(folder);
	while (at && (entry = readdir(at))) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (count >= 0 && entry->d_name[0] != '.')
			count++;
		unlink(path);
	}
	closedir(at);
	rmdir(folder);
	return count;
}

static void test_command(void)
{
	static const char path[] = "/a'; echo b #\"$c/input";
	const struct guest_plan plan = {
		.kernel = "/k k", .target = "t*", .fix = "f f", .module = "m'm"
	};
	static const char wanted[] =
		"fuzz\n--kernel\n/k k\n--module\nm'm\n"
		"--fix\nf f\n--input\n/a'; echo b #\"$c/input\nt*\n";
	struct text command = { 0 };
	char said[256] = "";
	FILE *shell;

	text_add(&command, "kcovctl() { printf '%s\\n' \"$@\"; }\n");
	finding_command(&plan, path, &command);
	shell = popen(command.at, "r");
	if (shell) {
		said[fread(said, 1, sizeof(said) - 1, shell)] = '\0';
		pclose(shell);
	}
	tap_ok(!strcmp(said, wanted), "a shell takes each word as it is");
	text_free(&command);
}

/* What the report has a page of is a link, and not what begins as that. */
static void test_links(void)
{
	struct pages pages = { .made = true };
	struct text page = { 0 };
	char shown[] = "f a.c:7", other[] = "g a.cc:7";

	array_push(&pages.coverage.files,
		   (struct coverage_file){ .path = "a.cpp", .count = 1 });
	array_push(&pages.coverage.files,
		   (struct coverage_file){ .path = "a.c", .count = 1 });
	pages_add_line(&page, &pages, shown);
	pages_add_line(&page, &pages, other);
	tap_ok(!strcmp(page.at, "f <a href=\"report/index.html#1:7\">a.c:7</a>"
				"g a.cc:7"),
	       "a place is linked to its own page: %s", page.at);
	text_free(&page);
	free(pages.coverage.files.at);
}

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	quiet = true;
	test_constants();
	test_comparisons();
	tap_ok(seeds_of("bpf-filter") == 1 && seeds_of("netlink") == 2 &&
		       seeds_of("write:/dev/null") == 1,
	       "a target has the seeds that are made for it");
	tap_ok(seeds_of("no-such") == -1, "and one that nobody knows has none");
	test_command();
	test_links();
	return tap_done();
}
