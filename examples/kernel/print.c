// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Text: on the serial line, a call at a time, and in memory. */
#include "kernel.h"

struct text {
	char *to;
	size_t size, used;
};

static void put(struct text *text, char c)
{
	if (text->used + 1 < text->size)
		text->to[text->used] = c;
	text->used++;
}

static void put_number(struct text *text, unsigned long value,
		       unsigned int base)
{
	char digits[24];
	int n = 0;

	do
		digits[n++] = "0123456789abcdef"[value % base];
	while (value /= base);
	while (n)
		put(text, digits[--n]);
}

static void put_signed(struct text *text, long value)
{
	if (value < 0)
		put(text, '-');
	put_number(text,
		   value < 0 ? -(unsigned long)value : (unsigned long)value,
		   10);
}

/* %s %c %d %u %x, and the last three with l or ll; the rest stays as it is. */
int vsnprintf(char *to, size_t size, const char *format, va_list args)
{
	struct text text = { to, size, 0 };

	for (; *format; format++) {
		int longs = 0;

		if (*format != '%') {
			put(&text, *format);
			continue;
		}
		while (*++format == 'l')
			longs++;
		if (*format == 's') {
			const char *s = va_arg(args, const char *);

			while (*s)
				put(&text, *s++);
		} else if (*format == 'c') {
			put(&text, (char)va_arg(args, int));
		} else if (*format == 'd') {
			put_signed(&text, longs ? va_arg(args, long) :
						  va_arg(args, int));
		} else if (*format == 'u' || *format == 'x') {
			put_number(&text,
				   longs ? va_arg(args, unsigned long) :
					   va_arg(args, unsigned int),
				   *format == 'x' ? 16 : 10);
		} else {
			put(&text, *format);
		}
	}
	if (size)
		to[text.used < size ? text.used : size - 1] = '\0';
	return (int)text.used;
}

void print(const char *format, ...)
{
	static unsigned int serial;
	char line[512];
	unsigned long saved;
	va_list args;
	const char *c;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	saved = bare_lock(&serial);
	for (c = line; *c; c++)
		serial_put(*c);
	bare_unlock(&serial, saved);
}

void panic(const char *why, unsigned long value)
{
	print("kernel: %s: 0x%lx\n", why, value);
	power_off(1);
}
