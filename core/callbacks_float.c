// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What compilers call per comparison of floating-point numbers, for hosts whose
 * programs have some. The interface has no record for them: the calls only have
 * to be there. They have names of ours in C, as compilers know the real ones to
 * take operands, in registers that a callback must not touch.
 */
void kcov_float_compared(void) __asm__("__sanitizer_cov_trace_cmpf");
void kcov_double_compared(void) __asm__("__sanitizer_cov_trace_cmpd");

void kcov_float_compared(void)
{
}

void kcov_double_compared(void)
{
}
