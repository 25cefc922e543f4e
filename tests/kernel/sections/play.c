// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A module through which test programs start and stop remote sections of the
 * kernel that they run in, call code that is instrumented, and do both in every
 * context there is. Uses nothing of kcov but its interface for the kernel.
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/kcov.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timex.h>
#include <linux/uaccess.h>

#include "module.h"

/* Not in an instrumented file, where choosing would leave records too. */
static void run_target(u64 which)
{
	switch (which) {
	case TARGET_A:
		section_target_walk(0x15);
		break;
	case TARGET_B:
		section_target_walk(0x2c);
		break;
	case TARGET_COMPARE_A:
		section_target_compare();
		break;
	default:
		section_target_walk(which - TARGET_PATH);
	}
}

/* Written by whoever plays; a reader must know that nobody else does. */
static struct section_cycles cycles;

static void start(u64 handle)
{
	cycles_t before = get_cycles();

	kcov_remote_start(handle);
	WRITE_ONCE(cycles.start, get_cycles() - before);
}

static void stop(void)
{
	cycles_t before = get_cycles();

	kcov_remote_stop();
	WRITE_ONCE(cycles.stop, get_cycles() - before);
}

/* Who waits is alone with its number, or somebody else's wake is its own. */
static struct completion waiters[SECTIONS_WAITERS];

const struct section_step *section_play(const struct section_step *step)
{
	u32 found[SECTIONS_STEPS];
	int pauses = 0;

	while (step->action != SECTION_END && step->action != SECTION_LEAVE) {
		switch (step->action) {
		case SECTION_START:
			start(step->value);
			break;
		case SECTION_STOP:
			stop();
			break;
		case SECTION_TARGET:
			run_target(step->value);
			break;
		case SECTION_ENTER:
			step = section_interrupt(step->value, step + 1);
			continue;
		case SECTION_PAUSE:
			found[pauses++] = kcov_pause();
			break;
		case SECTION_RESUME:
			kcov_resume(found[--pauses]);
			break;
		case SECTION_WAKE:
			complete(&waiters[step->value]);
			break;
		case SECTION_WAIT:
			/* A test that fails kills who still waits. */
			wait_for_completion_killable(&waiters[step->value]);
			break;
		}
		step++;
	}
	return step->action == SECTION_LEAVE ? step + 1 : step;
}

/* Where a step of a script plays; also what each SECTION_LEAVE goes back to. */
struct place {
	u64 contexts[SECTIONS_STEPS];
	int pauses[SECTIONS_STEPS];
	int depth;
};

static int enter(struct place *place, u64 context)
{
	u64 under = place->contexts[place->depth];

	if (!section_context_exists(context))
		return -EOPNOTSUPP;
	if (!section_context_fits(context, under))
		return -EINVAL;
	place->contexts[++place->depth] = context;
	place->pauses[place->depth] = 0;
	return 0;
}

static int leave(struct place *place)
{
	return !place->depth || place->pauses[place->depth--] ? -EINVAL : 0;
}

static int resume(struct place *place)
{
	return place->pauses[place->depth]-- ? 0 : -EINVAL;
}

static int meet(const struct place *place, const struct section_step *step)
{
	if (step->value >= SECTIONS_WAITERS)
		return -EINVAL;
	if (step->action == SECTION_WAKE)
		return 0;
	return place->contexts[place->depth] == IN_TASK ? 0 : -EINVAL;
}

static int check_step(struct place *place, const struct section_step *step)
{
	switch (step->action) {
	case SECTION_START:
	case SECTION_STOP:
	case SECTION_TARGET:
		return 0;
	case SECTION_ENTER:
		return enter(place, step->value);
	case SECTION_LEAVE:
		return leave(place);
	case SECTION_PAUSE:
		place->pauses[place->depth]++;
		return SECTION_HAS_PAUSES ? 0 : -EOPNOTSUPP;
	case SECTION_RESUME:
		return resume(place);
	case SECTION_WAKE:
	case SECTION_WAIT:
		return meet(place, step);
	default:
		return -EINVAL;
	}
}

/* Every context can be made where it is asked for and is left, as is a pause. */
static int check(const struct section_step *step)
{
	struct place place = { .contexts = { IN_TASK } };
	int i, err = 0;

	for (i = 0; !err && step[i].action != SECTION_END; i++)
		err = i < SECTIONS_STEPS - 1 ? check_step(&place, &step[i]) :
					       -EINVAL;
	return err ? err : place.depth || place.pauses[0] ? -EINVAL : 0;
}

static long play_script(const void __user *from)
{
	const size_t bytes = SECTIONS_STEPS * sizeof(struct section_step);
	struct section_step *steps = memdup_user(from, bytes);
	long err;

	if (IS_ERR(steps))
		return PTR_ERR(steps);
	err = check(steps);
	if (!err)
		section_play(steps);
	kfree(steps);
	return err;
}

static long sections_ioctl(struct file *file, unsigned int command,
			   unsigned long argument)
{
	/* A number, or since Linux 7.2 a struct of one. */
	typeof(kcov_common_handle()) handle;

	switch (command) {
	case SECTIONS_PLAY:
		return play_script((const void __user *)argument);
	case SECTIONS_COMMON_HANDLE:
		BUILD_BUG_ON(sizeof(handle) != sizeof(u64));
		handle = kcov_common_handle();
		return copy_to_user((void __user *)argument, &handle,
				    sizeof(handle)) ?
			       -EFAULT :
			       0;
	case SECTIONS_CYCLES:
		return copy_to_user((void __user *)argument, &cycles,
				    sizeof(cycles)) ?
			       -EFAULT :
			       0;
	}
	return -ENOTTY;
}

static const struct file_operations sections_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.unlocked_ioctl = sections_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct dentry *file;

static int __init sections_init(void)
{
	int err = section_interrupts_prepare();
	int i;

	for (i = 0; i < SECTIONS_WAITERS; i++)
		init_completion(&waiters[i]);
	/* debugfs would guard it against removal, and drop 32-bit calls */
	if (!err)
		file = debugfs_create_file_unsafe("kcov_sections", 0600, NULL,
						  NULL, &sections_fops);
	return err;
}

static void __exit sections_exit(void)
{
	debugfs_remove(file);
	section_interrupts_end();
}

module_init(sections_init);
module_exit(sections_exit);
MODULE_DESCRIPTION("Remote kcov sections by request of test programs");
MODULE_LICENSE("Dual MIT/GPL");
