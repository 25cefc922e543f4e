// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A recursive descent over
 *
 *   sum     = product { ("+" | "-") product }
 *   product = factor { ("*" | "/" | "%") factor }
 *   factor  = number | "(" sum ")" | ("+" | "-") factor
 */
#include "expr.h"

#include <stddef.h>

#define MAX_DEPTH 100

struct parser {
	const char *text;
	const char *at;
	const char *error;
	int depth;
};

static long long sum(struct parser *p);

static long long fail(struct parser *p, const char *error)
{
	if (!p->error)
		p->error = error;
	return 0;
}

static char peek(struct parser *p)
{
	while (*p->at == ' ')
		p->at++;
	return *p->at;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

static long long number(struct parser *p)
{
	long long value = 0;
	int base = 10;

	if (p->at[0] == '0' && p->at[1] == 'x') {
		base = 16;
		p->at += 2;
	}
	if (digit(*p->at) >= base)
		return fail(p, "a number was expected");
	for (; digit(*p->at) < base; p->at++) {
		if (__builtin_mul_overflow(value, base, &value) ||
		    __builtin_add_overflow(value, digit(*p->at), &value))
			return fail(p, "the number is too large");
	}
	return value;
}

static long long parenthesis(struct parser *p)
{
	long long value;

	if (++p->depth > MAX_DEPTH)
		return fail(p, "too many parentheses");
	p->at++;
	value = sum(p);
	if (peek(p) != ')')
		return fail(p, "a closing parenthesis was expected");
	p->at++;
	p->depth--;
	return value;
}

static long long factor(struct parser *p)
{
	long long value;
	char sign = peek(p);

	if (sign == '(')
		return parenthesis(p);
	if (sign != '-' && sign != '+')
		return number(p);
	if (++p->depth > MAX_DEPTH)
		return fail(p, "too many signs");
	p->at++;
	value = factor(p);
	p->depth--;
	if (sign == '-' && __builtin_sub_overflow(0, value, &value))
		return fail(p, "the result is too large");
	return value;
}

static long long divide(struct parser *p, char op, long long a, long long b)
{
	if (!b)
		return fail(p, "division by zero");
	if (b == -1) {
		/* The one quotient that does not fit. */
		if (op == '/' && __builtin_sub_overflow(0, a, &a))
			return fail(p, "the result is too large");
		return op == '/' ? a : 0;
	}
	return op == '/' ? a / b : a % b;
}

static long long product(struct parser *p)
{
	long long value = factor(p);

	while (!p->error) {
		char op = peek(p);
		long long right;

		if (op != '*' && op != '/' && op != '%')
			break;
		p->at++;
		right = factor(p);
		if (op != '*')
			value = divide(p, op, value, right);
		else if (__builtin_mul_overflow(value, right, &value))
			return fail(p, "the result is too large");
	}
	return value;
}

static long long sum(struct parser *p)
{
	long long value = product(p);

	while (!p->error) {
		char op = peek(p);
		long long right;
		int overflow;

		if (op != '+' && op != '-')
			break;
		p->at++;
		right = product(p);
		if (op == '+')
			overflow = __builtin_add_overflow(value, right, &value);
		else
			overflow = __builtin_sub_overflow(value, right, &value);
		if (overflow)
			return fail(p, "the result is too large");
	}
	return value;
}

struct expr_result expr_evaluate(const char *text)
{
	struct parser p = { .text = text, .at = text };
	struct expr_result result = { 0 };

	result.value = sum(&p);
	if (!p.error && peek(&p))
		fail(&p, "an operator was expected");
	if (p.error) {
		result.value = 0;
		result.error = p.error;
		result.position = (int)(p.at - text);
	}
	return result;
}
