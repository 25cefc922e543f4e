#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""blocks.py BLOCKS DIRECTORY: the part of a program that never runs.

Writes C files with functions of ten basic blocks each, as `gcc -O0` counts
them, so that the program has BLOCKS blocks together with the thirty of
bench/work/blocks.c that run for each input. bench/run counts them in the object
code.
"""
import pathlib
import sys

BLOCKS_PER_FUNCTION = 10
FUNCTIONS_PER_FILE = 2500
RUNNING = 30

FUNCTION = """\
int filler_{n}(int x)
{{
	int y = {n};

	if (x > 1)
		y = x + 1;
	if (x > 2)
		y = x + 2;
	if (x > 3)
		y = x + 3;
	if (x > 4)
		y = x + 4;
	return y;
}}
"""


def main():
    if len(sys.argv) != 3 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    functions = (int(sys.argv[1]) - RUNNING) // BLOCKS_PER_FUNCTION
    directory = pathlib.Path(sys.argv[2])
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.glob('*.c'):
        old.unlink()
    for number, first in enumerate(range(0, functions, FUNCTIONS_PER_FILE)):
        last = min(first + FUNCTIONS_PER_FILE, functions)
        (directory / f'filler-{number:03}.c').write_text(
            ''.join(FUNCTION.format(n=n) for n in range(first, last)))


main()
