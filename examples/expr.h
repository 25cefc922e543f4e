/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Evaluates integer expressions: + - * / %, unary signs, parentheses, decimal
 * and hexadecimal numbers. A small library with enough branches that two
 * inputs take visibly different ways through it.
 */
#ifndef EXPR_H
#define EXPR_H

struct expr_result {
	long long value;
	const char *error; /* NULL: none */
	int position;	   /* of the error, in characters */
};

struct expr_result expr_evaluate(const char *text);

#endif /* EXPR_H */
