/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Where both harts begin, and the one way into the kernel and out of it: for
 * interrupts, system calls and tasks that yield. All of it runs in machine mode;
 * clients run in user mode. Nothing here is instrumented.
 *
 * mscratch is the running task while a client runs, and 0 in the kernel.
 */
#define TASK_KERNEL_SP 16
#define TASK_USER_SP 24
#define TASK_FRAME 32
/* struct frame: the pc where x0 would be, x1 to x31, mstatus. */
#define FRAME_STATUS (32 * 8)
#define FRAME_BYTES (34 * 8)
#define STATUS_MPP 0x1800
#define BOOT_STACK 8192

	.section .text.start, "ax"
	.globl _start
_start:
	csrr a0, mhartid
	la t0, trap_entry
	csrw mtvec, t0
	csrw mscratch, zero
	la sp, boot_stacks
	li t0, BOOT_STACK
	addi t1, a0, 1
	mul t0, t0, t1
	add sp, sp, t0
	j hart_begins

	.text
	.balign 4
trap_entry:
	csrrw tp, mscratch, tp
	bnez tp, from_client
	csrr tp, mscratch
	sd sp, (2 * 8 - FRAME_BYTES)(sp)
	addi sp, sp, -FRAME_BYTES
	sd t0, 5 * 8(sp)
	j save
from_client:
	sd sp, TASK_USER_SP(tp)
	ld sp, TASK_KERNEL_SP(tp)
	addi sp, sp, -FRAME_BYTES
	sd t0, 5 * 8(sp)
	ld t0, TASK_USER_SP(tp)
	sd t0, 2 * 8(sp)
save:
	.irp n, 1, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	sd x\n, \n * 8(sp)
	.endr
	csrrw t0, mscratch, zero
	sd t0, 4 * 8(sp)
	csrr t0, mepc
	sd t0, 0(sp)
	csrr t0, mstatus
	sd t0, FRAME_STATUS(sp)
	mv a0, sp
	call trap

	/* a0: who runs now; a1: what says that the last one's stack is in use. */
	mv tp, a0
	ld sp, TASK_FRAME(tp)
	fence rw, w
	sw zero, 0(a1)
	ld t0, 0(sp)
	csrw mepc, t0
	ld t0, FRAME_STATUS(sp)
	csrw mstatus, t0
	li t1, STATUS_MPP
	and t0, t0, t1
	bnez t0, restore
	csrw mscratch, tp
restore:
	.irp n, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	ld x\n, \n * 8(sp)
	.endr
	ld sp, 2 * 8(sp)
	mret

	.bss
	.balign 16
boot_stacks:
	.space 2 * BOOT_STACK
