// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The smallest kernel that has kcov: one task, whose calls are those of a
 * client of the device; what it calls is expr.c, compiled for coverage. The
 * scripted host of the tests gives the core its services (doc/porting.md):
 * replace it by your own.
 */
#include <stdio.h>

#include "core/kcov.h"
#include "examples/expr.h"
#include "tests/port_fake/fake.h"
#include "uapi/linux/kcov.h"

#define WORDS 1024

int main(int argc, char **argv)
{
	struct kcov_task task = KCOV_TASK_IDLE;
	struct kcov_device *device = fake_device_open();
	const uintptr_t *area;
	uintptr_t i;

	/* Who runs, and where: your kernel knows. */
	fake_current = &task;
	fake_context = KCOV_CONTEXT_TASK;
	if (argc != 2 || kcov_ioctl(device, &task, KCOV_INIT_TRACE, WORDS) ||
	    kcov_ioctl(device, &task, KCOV_ENABLE, KCOV_TRACE_PC))
		return 1;
	expr_evaluate(argv[1]);
	kcov_ioctl(device, &task, KCOV_DISABLE, 0);
	/* What a client maps. */
	area = device->area.memory;
	for (i = 1; i <= area[0]; i++)
		printf("0x%lx\n", (unsigned long)area[i]);
	kcov_task_exited(&task);
	kcov_device_put(device);
	return 0;
}
