/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The callbacks as compilers call them, which declare them to nobody. */
#ifndef KCOV_TESTS_PORT_FAKE_CALLBACKS_H
#define KCOV_TESTS_PORT_FAKE_CALLBACKS_H

#include "core/port.h"

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_cmp1(uint8_t arg1, uint8_t arg2);
void __sanitizer_cov_trace_cmp2(uint16_t arg1, uint16_t arg2);
void __sanitizer_cov_trace_cmp4(uint32_t arg1, uint32_t arg2);
void __sanitizer_cov_trace_cmp8(kcov_cmp8 arg1, kcov_cmp8 arg2);
void __sanitizer_cov_trace_const_cmp1(uint8_t arg1, uint8_t arg2);
void __sanitizer_cov_trace_const_cmp2(uint16_t arg1, uint16_t arg2);
void __sanitizer_cov_trace_const_cmp4(uint32_t arg1, uint32_t arg2);
void __sanitizer_cov_trace_const_cmp8(kcov_cmp8 arg1, kcov_cmp8 arg2);
void __sanitizer_cov_trace_switch(kcov_cmp8 value, void *table);
void __sanitizer_cov_trace_cmpf(float arg1, float arg2);
void __sanitizer_cov_trace_cmpd(double arg1, double arg2);

#endif /* KCOV_TESTS_PORT_FAKE_CALLBACKS_H */
