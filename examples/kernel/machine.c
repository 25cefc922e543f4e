// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What one hart can do, and the devices of QEMU's virt: the serial line, the
 * timer, and the switch.
 */
#include "kernel.h"

#define STATUS_MIE 8ul
#define SERIAL 0x10000000ul
#define SERIAL_STATUS 5
#define SERIAL_HAS_BYTE 0x01
#define SERIAL_HAS_ROOM 0x20
#define SOFTWARE_INTERRUPT(hart) (0x2000000ul + 4 * (hart))
#define TIMER_COMPARE(hart) (0x2004000ul + 8 * (hart))
#define TIMER_NOW 0x200bff8ul
#define TIMER_MILLISECOND (1000000 / TIMER_NANOSECONDS)
#define SWITCH 0x100000ul
#define SWITCH_OFF 0x5555
#define SWITCH_FAILED 0x3333

static volatile uint8_t *byte_at(unsigned long address)
{
	return (volatile uint8_t *)address;
}

static volatile uint32_t *word_at(unsigned long address)
{
	return (volatile uint32_t *)address;
}

static volatile uint64_t *long_at(unsigned long address)
{
	return (volatile uint64_t *)address;
}

unsigned int hart_id(void)
{
	unsigned long id;

	__asm__ volatile("csrr %0, mhartid" : "=r"(id));
	return (unsigned int)id;
}

unsigned long bare_irq_save(void)
{
	unsigned long status;

	__asm__ volatile("csrrc %0, mstatus, %1"
			 : "=r"(status)
			 : "r"(STATUS_MIE)
			 : "memory");
	return status & STATUS_MIE;
}

void bare_irq_restore(unsigned long saved)
{
	__asm__ volatile("csrs mstatus, %0" : : "r"(saved) : "memory");
}

uint64_t timer_now(void)
{
	return *long_at(TIMER_NOW);
}

void timer_next(void)
{
	*long_at(TIMER_COMPARE(hart_id())) = timer_now() + TIMER_MILLISECOND;
}

void software_interrupt_raise(void)
{
	unsigned long saved = bare_irq_save();

	*word_at(SOFTWARE_INTERRUPT(hart_id())) = 1;
	bare_irq_restore(saved);
}

void software_interrupt_clear(void)
{
	*word_at(SOFTWARE_INTERRUPT(hart_id())) = 0;
}

void power_off(unsigned int status)
{
	for (;;)
		*word_at(SWITCH) = status ? status << 16 | SWITCH_FAILED :
					    SWITCH_OFF;
}

void serial_put(char c)
{
	while (!(*byte_at(SERIAL + SERIAL_STATUS) & SERIAL_HAS_ROOM))
		;
	*byte_at(SERIAL) = (uint8_t)c;
}

void serial_line(char *line, size_t size)
{
	size_t used = 0;
	char c = 0;

	while (c != '\n' && c != '\r') {
		if (!(*byte_at(SERIAL + SERIAL_STATUS) & SERIAL_HAS_BYTE)) {
			task_yield();
			continue;
		}
		c = (char)*byte_at(SERIAL);
		if (used + 1 < size)
			line[used++] = c;
	}
	line[used - 1] = '\0';
}
