// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * kcov-run PROGRAM ARGUMENT...: executes the program with the shared library
 * preloaded. A program that the dynamic linker would not preload it into would
 * run and collect nothing, so it is looked at first.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#define INTERPRETER_CHARS 256 /* of the first line, as the kernel has it */
#define SCRIPT_DEPTH 5	      /* scripts whose interpreter is a script */
#define LIBRARY "libkcov.so." KCOV_SOVERSION

enum { OUR_FAULT = 125, NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

static void __attribute__((noreturn, format(printf, 2, 3)))
fail(int status, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	fputs("kcov-run: ", stderr);
	vfprintf(stderr, format, list);
	fputc('\n', stderr);
	va_end(list);
	exit(status);
}

/* As the shell has it: what is there but cannot be executed is remembered. */
static bool find_in(const char *folder, size_t length, const char *name,
		    char path[PATH_MAX], int *err)
{
	struct stat st;
	int wanted = snprintf(path, PATH_MAX, "%.*s%s%s", (int)length, folder,
			      length ? "/" : "", name);

	if (wanted < 0 || wanted >= PATH_MAX)
		return false;
	if (stat(path, &st)) {
		if (errno != ENOENT && errno != ENOTDIR)
			*err = errno;
		return false;
	}
	if (S_ISDIR(st.st_mode) || access(path, X_OK)) {
		*err = S_ISDIR(st.st_mode) ? EISDIR : EACCES;
		return false;
	}
	return true;
}

static void find_program(const char *name, char path[PATH_MAX])
{
	const char *folders = getenv("PATH");
	int err = ENOENT;
	size_t length;

	if (strchr(name, '/')) {
		if (find_in("", 0, name, path, &err))
			return;
		folders = NULL;
	}
	while (folders && *name) {
		length = strcspn(folders, ":");
		if (find_in(length ? folders : ".", length ? length : 1, name,
			    path, &err))
			return;
		folders = folders[length] ? folders + length + 1 : NULL;
	}
	if (err == ENOENT)
		fail(NOT_FOUND, "%s: no such program; check the name and PATH",
		     name);
	fail(NOT_EXECUTABLE, "%s: %s; it must be a file that you may execute",
	     name, strerror(err));
}

/* The two classes differ in where the same fields stand. */
struct program {
	bool is_elf;
	bool other_class;
	bool is_dynamic;
	char interpreter[INTERPRETER_CHARS]; /* of a script */
};

static bool has_interpreter(int fd, const ElfW(Ehdr) * header)
{
	ElfW(Phdr) segment;
	int i;

	for (i = 0; i < header->e_phnum; i++) {
		if (pread(fd, &segment, sizeof(segment),
			  (off_t)(header->e_phoff +
				  (size_t)i * header->e_phentsize)) !=
		    (ssize_t)sizeof(segment))
			return false;
		if (segment.p_type == PT_INTERP)
			return true;
	}
	return false;
}

/* The first word after "#!", which the kernel executes; else empty. */
static void read_interpreter(int fd, char interpreter[INTERPRETER_CHARS])
{
	char line[INTERPRETER_CHARS] = "";
	const char *name = line + 2;

	if (pread(fd, line, sizeof(line) - 1, 0) < 2 || line[0] != '#' ||
	    line[1] != '!')
		return;
	name += strspn(name, " \t");
	memcpy(interpreter, name, strcspn(name, " \t\n"));
}

static struct program look_at(const char *path)
{
	struct program program = { 0 };
	ElfW(Ehdr) header = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return program;
	program.is_elf = pread(fd, &header, sizeof(header), 0) >= EI_NIDENT &&
			 !memcmp(header.e_ident, ELFMAG, SELFMAG);
	program.other_class = header.e_ident[EI_CLASS] !=
			      (sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32);
	if (program.is_elf && !program.other_class)
		program.is_dynamic = has_interpreter(fd, &header);
	if (!program.is_elf)
		read_interpreter(fd, program.interpreter);
	close(fd);
	return program;
}

/* Where the dynamic linker runs in secure mode, it ignores our library. */
static void check_rights(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return;
	if ((st.st_mode & S_ISUID && st.st_uid != getuid()) ||
	    (st.st_mode & S_ISGID && st.st_gid != getgid()))
		fail(NOT_EXECUTABLE,
		     "%s: setuid or setgid, nothing can be preloaded; run it "
		     "as its owner or run a copy without that bit",
		     path);
	/* Root has them all without. */
	if (getuid() && getxattr(path, "security.capability", NULL, 0) > 0)
		fail(NOT_EXECUTABLE,
		     "%s: has file capabilities, nothing can be preloaded; run "
		     "it as root or run a copy without them (setcap -r)",
		     path);
}

/* `depth` scripts led here. */
static void check_program(const char *path, int depth)
{
	const struct program program = look_at(path);

	/* What is executed is the interpreter; a script has no rights. */
	if (program.interpreter[0]) {
		if (depth < SCRIPT_DEPTH)
			check_program(program.interpreter, depth + 1);
		return;
	}
	check_rights(path);
	/* Unreadable or of another kind: the kernel may know what to do. */
	if (!program.is_elf)
		return;
	if (program.other_class)
		fail(NOT_EXECUTABLE,
		     "%s: a %d-bit program, this is the %d-bit library; use "
		     "the kcov-run built for it",
		     path, sizeof(void *) == 8 ? 32 : 64,
		     sizeof(void *) == 8 ? 64 : 32);
	if (!program.is_dynamic)
		fail(NOT_EXECUTABLE,
		     "%s: statically linked, nothing can be preloaded; %s",
		     path,
		     depth ? "give the script another interpreter" :
			     "link it with libkcov.a");
}

static bool library_at(char path[PATH_MAX], const char *folder)
{
	int length = snprintf(path, PATH_MAX, "%s/%s", folder, LIBRARY);

	return length > 0 && length < PATH_MAX && !access(path, R_OK);
}

/* Found from where we stand, so that an installation can be moved. */
static void find_library(char path[PATH_MAX])
{
	char folder[PATH_MAX];
	const size_t room = sizeof(folder) - sizeof(KCOV_BIN_TO_LIB) - 1;
	ssize_t length = readlink("/proc/self/exe", folder, room);
	char *slash;

	folder[length < 0 ? 0 : length] = '\0';
	slash = strrchr(folder, '/');
	if (!slash)
		fail(OUR_FAULT, "/proc/self/exe cannot be read; mount /proc");
	strcpy(slash, "/" KCOV_BIN_TO_LIB);
	if (!library_at(path, folder))
		fail(OUR_FAULT, "%s is not in %s; install it there", LIBRARY,
		     folder);
}

static void preload(const char *library)
{
	/* The list is cut at spaces and colons. */
	const char *others = getenv("LD_PRELOAD");
	char *list;

	if (strpbrk(library, " :"))
		fail(OUR_FAULT,
		     "%s: LD_PRELOAD takes no path with a space or colon; "
		     "install elsewhere",
		     library);
	if (asprintf(&list, "%s%s%s", library, others && *others ? ":" : "",
		     others ? others : "") < 0 ||
	    setenv("LD_PRELOAD", list, 1))
		fail(OUR_FAULT, "no memory for the environment");
	free(list);
}

int main(int argc, char **argv)
{
	char program[PATH_MAX];
	char library[PATH_MAX];
	int first = argc > 1 && !strcmp(argv[1], "--") ? 2 : 1;

	if (argc <= first || argv[first][0] == '-') {
		fputs("usage: kcov-run PROGRAM [ARGUMENT...]\n", stderr);
		return OUR_FAULT;
	}
	find_program(argv[first], program);
	check_program(program, 0);
	find_library(library);
	preload(library);
	execv(program, argv + first);
	if (errno == ENOEXEC)
		fail(NOT_EXECUTABLE,
		     "%s: neither a program for this machine nor a script; a "
		     "script's first line names its interpreter (#!/bin/sh)",
		     program);
	fail(errno == ENOENT ? NOT_FOUND : NOT_EXECUTABLE,
	     "%s: %s; is its interpreter installed?", program, strerror(errno));
}
