// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Faults of a kernel that a fuzzer has to find, each behind what makes finding
 * it hard: /sys/kernel/debug/kcov-planted/NAME takes an input by write(). For
 * the tests of kcovctl fuzz alone; nothing of it is ever in a product.
 */
#include <linux/crc32.h>
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/unaligned.h>

#define MOST 256

/* Behind 32 bits that no bit flip meets: it takes the operands. */
static noinline void planted_magic(const u8 *in, size_t n)
{
	u8 *nothing = NULL;

	if (n < 8 || get_unaligned_le32(in) != 0x564f434b)
		return;
	if (get_unaligned_le32(in + 4) == 0x9e3779b9)
		WRITE_ONCE(*nothing, 1);
}

/* Behind a checksum: without a fixer each mutation is refused. */
static noinline void planted_checksum(const u8 *in, size_t n)
{
	if (n < 8 || get_unaligned_le32(in) != ~crc32(~0, in + 4, n - 4))
		return;
	if (get_unaligned_le32(in + 4) == 0x6b6f6b6f)
		BUG();
}

/* Gives away what stands behind an object: nothing happens, but KASAN sees it. */
static noinline u8 planted_leak(const u8 *in, size_t n)
{
	u8 *object, leaked;

	if (n < 2 || in[0] != 'l')
		return 0;
	object = kzalloc(16, GFP_KERNEL);
	if (!object)
		return 0;
	leaked = READ_ONCE(object[in[1] & 31]);
	kfree(object);
	return leaked;
}

/* Waits for itself. */
static noinline void planted_deadlock(const u8 *in, size_t n)
{
	static DEFINE_MUTEX(lock);

	if (n < 2 || in[0] != 'd')
		return;
	mutex_lock(&lock);
	if (in[1] == 'l')
		mutex_lock(&lock);
	mutex_unlock(&lock);
}

/* One place for two ways to it, so that they are one finding. */
static noinline void planted_twice(const u8 *in, size_t n)
{
	if (n >= 1 && (in[0] == 'a' || in[0] == 'z'))
		WARN_ON(1);
}

static const char *const names[] = { "magic", "checksum", "leak", "deadlock",
				     "twice" };
static struct dentry *folder;

static ssize_t planted_write(struct file *file, const char __user *from,
			     size_t n, loff_t *at)
{
	u8 in[MOST];

	if (n > sizeof(in))
		return -EINVAL;
	if (copy_from_user(in, from, n))
		return -EFAULT;
	switch ((long)file_inode(file)->i_private) {
	case 0:
		planted_magic(in, n);
		break;
	case 1:
		planted_checksum(in, n);
		break;
	case 2:
		*at += planted_leak(in, n) & 1;
		break;
	case 3:
		planted_deadlock(in, n);
		break;
	case 4:
		planted_twice(in, n);
		break;
	}
	return n;
}

static const struct file_operations planted_fops = { .owner = THIS_MODULE,
						     .write = planted_write };

static int __init planted_init(void)
{
	long i;

	folder = debugfs_create_dir("kcov-planted", NULL);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		debugfs_create_file(names[i], 0200, folder, (void *)i,
				    &planted_fops);
	return 0;
}
module_init(planted_init);

static void __exit planted_exit(void)
{
	debugfs_remove(folder);
}
module_exit(planted_exit);

MODULE_DESCRIPTION("Faults for a fuzzer to find");
MODULE_LICENSE("Dual MIT/GPL");
