// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * evaluate EXPRESSION: one call of the traced library, and nothing else that is
 * instrumented. It knows nothing of kcov: kcovctl records it (make demo).
 */
#include <stdio.h>
#include "expr.h"

int main(int argc, char **argv)
{
	struct expr_result result;

	if (argc != 2)
		return 2;
	result = expr_evaluate(argv[1]);
	if (result.error)
		printf("%s: %s\n", argv[1], result.error);
	else
		printf("%s = %lld\n", argv[1], result.value);
	return 0;
}
