// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What compilers call per comparison of floating-point numbers, for hosts whose
 * programs have some. The interface has no record for them: the calls only have
 * to be there. Declared without the operands, which would need registers that a
 * callback must not touch.
 */
void __sanitizer_cov_trace_cmpf(void);
void __sanitizer_cov_trace_cmpd(void);

void __sanitizer_cov_trace_cmpf(void)
{
}

void __sanitizer_cov_trace_cmpd(void)
{
}
