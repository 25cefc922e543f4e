// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The file /sys/kernel/debug/kcov: only glue between file operations and the
 * core. Task context.
 */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/sched/task.h>
#include <linux/kcov.h>
#include <linux/vmalloc.h>
#include <linux/cpumask.h>
#include <linux/minmax.h>

#include "core/kcov.h"
#include "port/linux/linux.h"

static int device_open(struct inode *inode, struct file *file)
{
	file->private_data = kcov_host_device_alloc();
	if (!file->private_data)
		return -ENOMEM;
	return nonseekable_open(inode, file);
}

static int device_release(struct inode *inode, struct file *file)
{
	kcov_device_put(file->private_data);
	return 0;
}

static long device_ioctl(struct file *file, unsigned int command,
			 unsigned long argument)
{
	return kcov_ioctl(file->private_data, &current->kcov, command,
			  argument);
}

static int device_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct kcov_device *device = file->private_data;
	int err = kcov_device_check_map(device, vma->vm_end - vma->vm_start,
					vma->vm_pgoff);

	/* The area is there and stays as long as the file, which vma holds. */
	return err ? err : remap_vmalloc_range(vma, device->area.memory, 0);
}

/*
 * No 32-bit translation: the 32-bit number of INIT_TRACE differs, as it always
 * did, and everything else has one layout for both.
 */
static const struct file_operations device_fops = {
	.open = device_open,
	.unlocked_ioctl = device_ioctl,
	.compat_ioctl = device_ioctl,
	.mmap = device_mmap,
	.release = device_release,
};

/*
 * Soft interrupts cannot allocate. One area per CPU is enough, except where one
 * of them can preempt another.
 */
static unsigned int interrupt_areas(void)
{
	unsigned int cpus = num_possible_cpus();

	return IS_ENABLED(CONFIG_PREEMPT_RT) ? max(2 * cpus, cpus + 4) : cpus;
}

static int __init kcov_init(void)
{
	int err = kcov_interrupts_prepare(interrupt_areas(),
					  CONFIG_KCOV_IRQ_AREA_SIZE);

	if (err)
		pr_warn("kcov: no memory for coverage of soft interrupts\n");
	/* The first task was made by hand and passed no kcov_task_init(). */
	kcov_task_init(&init_task);
	/*
	 * _unsafe, because debugfs' own removal protection does not pass mmap
	 * on, and this file is never removed.
	 */
	debugfs_create_file_unsafe("kcov", 0600, NULL, NULL, &device_fops);
	return 0;
}

device_initcall(kcov_init);
