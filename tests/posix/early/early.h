/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The program's other half, which is a library in some links. */
int early_number(int x);
int early_work(int x);
