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

#include <uapi/linux/kcov_extended.h>

#include "core/kcov.h"
#include "port/linux/linux.h"

static int device_open(struct inode *inode, struct file *file)
{
	file->private_data = linux_device_alloc();
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

static void count_writable(struct vm_area_struct *vma, int by)
{
	struct kcov_device *device = vma->vm_file->private_data;
	unsigned long flags = kcov_port_device_lock(device);

	device->area.writable += by;
	kcov_port_device_unlock(device, flags);
}

static void writable_open(struct vm_area_struct *vma)
{
	count_writable(vma, 1);
}

static void writable_close(struct vm_area_struct *vma)
{
	count_writable(vma, -1);
}

/* Of shared mappings that are or may become writable, until the seal. */
static const struct vm_operations_struct writable_ops = {
	.open = writable_open,
	.close = writable_close,
};

static int sealed_mprotect(struct vm_area_struct *vma, unsigned long start,
			   unsigned long end, unsigned long flags)
{
	return flags & VM_WRITE ? -EPERM : 0;
}

static const struct vm_operations_struct sealed_ops = {
	.mprotect = sealed_mprotect,
};

/* 0, or -EPERM for a mapping that a sealed device cannot have. */
static int check_seal(struct kcov_device *device, struct vm_area_struct *vma)
{
	const bool may_write = vma->vm_flags & VM_SHARED &&
			       vma->vm_flags & VM_MAYWRITE;
	unsigned long flags = kcov_port_device_lock(device);
	const bool sealed = device->choice.flags & KCOV_SETUP_SEAL;

	if (may_write && !sealed) {
		device->area.writable++;
		vma->vm_ops = &writable_ops;
	}
	kcov_port_device_unlock(device, flags);
	if (!may_write || !sealed)
		return 0;
	if (vma->vm_flags & VM_WRITE)
		return -EPERM;
	vma->vm_ops = &sealed_ops;
	return 0;
}

static int device_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct kcov_device *device = file->private_data;
	int err = kcov_device_check_map(device, vma->vm_end - vma->vm_start,
					vma->vm_pgoff);

	if (!err)
		err = check_seal(device, vma);
	/* The area is there and stays as long as the file, which vma holds. */
	if (!err)
		err = remap_vmalloc_range(vma, device->area.memory, 0);
	/* Nobody closes what was not made. */
	if (err && vma->vm_ops == &writable_ops)
		writable_close(vma);
	return err;
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
