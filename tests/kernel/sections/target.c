// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The instrumented part of the module. Each call takes the same way every time.
 */
#include "module.h"
#include "walk.h"

void section_target_walk(unsigned int path)
{
	USE(walk(path));
}
