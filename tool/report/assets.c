// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The parts of a report that are the same in all, as they stand in files. */
#include "tool/report/assets.h"

#define ASSET(name, path)                        \
	__asm__(".section .rodata\n"             \
		".globl " #name "\n" #name ":\n" \
		".incbin \"" path "\"\n"         \
		".byte 0\n"                      \
		".previous\n")

ASSET(asset_html, "tool/report/index.html");
ASSET(asset_css, "tool/report/report.css");
ASSET(asset_js, "tool/report/report.js");
