// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * walk-trace TABLE TRACE...: what followed what in these traces. A trace is the
 * blocks of all functions in the order in which they ran; here it becomes steps
 * within one activation of a function, for which calls must be told from
 * returns. The table (from kcov-lines) says what may follow in a function:
 *
 *   b PC FUNCTION KIND R a block; KIND is e: the function's first, l: the same
 *                        and also inside a loop, a: any block of the function
 *                        may follow, -: none of these; R is r if the block
 * calls its own function, else - s PC PC KIND         the second may follow the
 * first; KIND is j if there is a setjmp() between them, else -
 *
 * On stdout: each different step once, "PC PC", "PC return" or "PC left
 * FUNCTION" (the activation was given up, by longjmp or exit, in a call of that
 * function;
 * - if it is none of the table's). Exit status 1 if a record has no
 * place in any activation: then the table or the trace is wrong.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define SLOTS (1u << 22)
#define NEAR 8

/* In place of a PC: small numbers. */
enum { RETURN = 1, LEFT = 2, FUNCTION_SHIFT = 2 };

struct block {
	uint64_t pc;
	uint32_t function;
	char kind;
	bool recursive;
};

/* Open addressing; 0 is no key. The table has room for the largest program. */
struct steps {
	uint64_t from[SLOTS];
	uint64_t to[SLOTS];
	unsigned int used;
};

struct frame {
	const struct block *last;
};

static struct block blocks[SLOTS];
static struct steps possible;
static struct steps seen;
static struct frame *stack;
static size_t depth;
static size_t room;
static uint64_t functions;
static unsigned long misplaced;

static void die(const char *what)
{
	perror(what);
	exit(2);
}

static uint64_t mix(uint64_t key)
{
	key *= 0x9e3779b97f4a7c15ull;
	return key >> 40;
}

static struct block *slot_of(uint64_t pc)
{
	uint64_t i = mix(pc) % SLOTS;

	while (blocks[i].pc && blocks[i].pc != pc)
		i = (i + 1) % SLOTS;
	return &blocks[i];
}

static unsigned int step_of(const struct steps *steps, uint64_t from,
			    uint64_t to)
{
	uint64_t i = mix(from * 31 + to) % SLOTS;

	while (steps->from[i] && (steps->from[i] != from || steps->to[i] != to))
		i = (i + 1) % SLOTS;
	return (unsigned int)i;
}

static bool add_step(struct steps *steps, uint64_t from, uint64_t to)
{
	unsigned int i = step_of(steps, from, to);

	if (steps->from[i])
		return false;
	if (++steps->used > SLOTS / 2)
		die("too many steps");
	steps->from[i] = from;
	steps->to[i] = to;
	return true;
}

static void read_table(const char *path)
{
	FILE *file = fopen(path, "r");
	struct block *block;
	char line[128];
	uint64_t pc, to;
	uint32_t function;
	char kind, recursive;

	if (!file)
		die(path);
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "b %lx %u %c %c", &pc, &function, &kind,
			   &recursive) == 4) {
			block = slot_of(pc);
			block->pc = pc;
			block->function = function;
			if (function >= functions)
				functions = function + 1;
			block->kind = kind;
			block->recursive = recursive == 'r';
		} else if (sscanf(line, "s %lx %lx", &pc, &to) == 2) {
			add_step(&possible, pc, to);
		}
	}
	fclose(file);
}

static bool may_follow(const struct block *from, const struct block *to)
{
	if (from->function != to->function)
		return false;
	return from->kind == 'a' ||
	       possible.from[step_of(&possible, from->pc, to->pc)];
}

static bool can_return(const struct block *block)
{
	return possible.from[step_of(&possible, block->pc, RETURN)];
}

static void note(const struct block *from, uint64_t to)
{
	if (!add_step(&seen, from->pc, to))
		return;
	if (to == RETURN)
		printf("%lx return\n", from->pc);
	else if (to == LEFT)
		printf("%lx left -\n", from->pc);
	else if ((to & 3) == LEFT && to >> FUNCTION_SHIFT <= functions)
		printf("%lx left %lu\n", from->pc, (to >> FUNCTION_SHIFT) - 1);
	else
		printf("%lx %lx\n", from->pc, to);
}

/* Who was called last is somewhere near above; who returned is there as well. */
static void note_left(size_t at, size_t top)
{
	const struct block *last = stack[at].last;
	size_t i;

	note(last, LEFT);
	for (i = at + 1; i < top && i <= at + NEAR; i++)
		note(last, LEFT | ((uint64_t)stack[i].last->function + 1)
					   << FUNCTION_SHIFT);
}

/* Activations above depth `to` are over. */
static void unwind(size_t to, bool jumped)
{
	size_t top = depth;

	while (depth > to) {
		const struct block *last = stack[--depth].last;

		if (!jumped && can_return(last))
			note(last, RETURN);
		else
			note_left(depth, top);
	}
}

static void push(const struct block *block)
{
	if (depth == room) {
		room = room ? 2 * room : 1024;
		stack = realloc(stack, room * sizeof(*stack));
		if (!stack)
			die("stack");
	}
	stack[depth++].last = block;
}

/*
 * The depth of the activation that the block continues, or -1. Those above it
 * have returned without our knowing.
 */
static ssize_t find_activation(const struct block *block)
{
	bool newer = false;
	size_t i;

	for (i = depth; i--;) {
		const struct block *last = stack[i].last;

		if (may_follow(last, block))
			/* A loop's head: the next turn, or a call of itself? */
			return block->kind == 'l' && last->recursive && !newer ?
				       -1 :
				       (ssize_t)i;
		if (!can_return(last))
			return -1;
		newer |= last->function == block->function;
	}
	return -1;
}

/* The same for a block that a longjmp went to. */
static ssize_t find_landing(const struct block *block)
{
	size_t i;

	for (i = depth; i--;)
		if (stack[i].last->function == block->function)
			return (ssize_t)i;
	return -1;
}

static bool proceed(const struct block *block)
{
	ssize_t i = find_activation(block);

	if (i >= 0) {
		unwind((size_t)i + 1, false);
		note(stack[i].last, block->pc);
		stack[i].last = block;
		return true;
	}
	if (block->kind != 'j')
		return false;
	i = find_landing(block);
	if (i < 0)
		return false;
	unwind((size_t)i, true);
	push(block);
	return true;
}

static void take(uint64_t pc)
{
	const struct block *block = slot_of(pc);

	if (block->kind != 'e' && block->pc && proceed(block))
		return;
	if (block->kind == 'e' || block->kind == 'l')
		push(block);
	else if (!misplaced++)
		fprintf(stderr, "walk-trace: 0x%lx %s\n", pc,
			block->pc ? "follows nothing" : "is no block");
}

static void walk(const char *path)
{
	uint64_t words[4096];
	FILE *file = fopen(path, "r");
	size_t n, i;

	if (!file || fread(words, sizeof(*words), 1, file) != 1)
		die(path);
	depth = 0;
	while ((n = fread(words, sizeof(*words), 4096, file)))
		for (i = 0; i < n; i++)
			take(words[i]);
	unwind(0, false);
	fclose(file);
}

int main(int argc, char **argv)
{
	int i;

	if (argc < 3) {
		fprintf(stderr, "usage: walk-trace TABLE TRACE...\n");
		return 2;
	}
	read_table(argv[1]);
	for (i = 2; i < argc; i++)
		walk(argv[i]);
	if (misplaced)
		fprintf(stderr, "walk-trace: %lu records misplaced\n",
			misplaced);
	return misplaced != 0;
}
