# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
The core and the smallest port as a firmware links them: each function and each
word that nothing asks for is left out, and what is asked for is what a client
does. Sizes are those of the linked image, without the pool, whose size a host
chooses, and without the four functions on memory that compilers call.
"""
import os
import subprocess
import tempfile

from one_text import listed

CALLS = "bare_open bare_ioctl bare_read bare_close bare_task_created bare_task_exited __sanitizer_cov_trace_pc".split()
REMOTE = "bare_remote_start bare_remote_stop kcov_interrupts_prepare".split()
CMP = [f"__sanitizer_cov_trace_{kind}{size}" for kind in ("cmp", "const_cmp") for size in (1, 2, 4, 8)]
FLAGS = """-std=gnu11 -ffreestanding -fno-pic -ffunction-sections -fdata-sections -fno-stack-protector -fno-jump-tables
    -fomit-frame-pointer -fno-asynchronous-unwind-tables -w""".split()
MACHINE = """#include "port/bare/machine/one_cpu.h"
#include "port/bare/machine/no_interrupts.h"
#include "port/bare/machine/no_others.h"
enum { KCOV_PORT_HAS_CMP = %d, BARE_POOL_BYTES = 64 };
"""
# What a build has beside the PCs of a task.
ALL = frozenset(("comparisons", "remote", "extended"))


def sources(parts):
    found = listed("kcov-core", "bare-sources", "bare-pool") + (listed("kcov-core-cmp") if "comparisons" in parts else [])
    for part in ("remote", "extended"):
        if part not in parts:
            found = [path for path in found if path not in listed(f"kcov-core-{part}")] + [f"core/without/{part}.c"]
    return found


def roots(parts):
    return CALLS + (REMOTE if "remote" in parts else []) + (CMP if "comparisons" in parts else [])


def sections(path):
    """(bytes, loaded and writable, whether the file has them) of each section in memory"""
    with open(path, "rb") as file:
        image = file.read()
    width, order = (8, 4)[image[4] == 1], ("little", "big")[image[5] == 2]

    def number(at, size):
        return int.from_bytes(image[at:at + size], order)

    table, each, count = (number(40, 8), 64, number(60, 2)) if width == 8 else (number(32, 4), 40, number(48, 2))
    for at in range(table, table + each * count, each):
        flags, size = number(at + 8, width), number(at + 8 + 3 * width, width)
        if flags & 2:
            yield size, bool(flags & 1), number(at + 4, 4) != 8


def sizes(compiler, parts):
    """(text, data, bss) of the image; compiler: how it is called, as a list."""
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/kcov_machine.h", "w") as file:
            file.write(MACHINE % ("comparisons" in parts))
        names = [path.replace("/", "_")[:-1] + "o" for path in sources(parts)]
        for path, name in zip(sources(parts), names):
            subprocess.run([*compiler, *FLAGS, f"-I{folder}", "-I.", "-Iport/bare", "-Iport/bare/include", "-Iuapi", "-c", path,
                            "-o", f"{folder}/{name}"], check=True)
        subprocess.run(["ld.lld", "--gc-sections", "--unresolved-symbols=ignore-all", "-o", f"{folder}/image", "-e", "bare_open",
                        *(f"--undefined={name}" for name in roots(parts)), *(f"{folder}/{name}" for name in names)], check=True)
        found = list(sections(f"{folder}/image"))
    return (sum(size for size, writable, _ in found if not writable),
            sum(size for size, writable, there in found if writable and there),
            sum(size for size, writable, there in found if writable and not there))


def compiler_for(machine):
    """Of a microcontroller, in few bytes."""
    include = subprocess.run(["clang-19", "-print-file-name=include"], capture_output=True, text=True, check=True).stdout.strip()
    return ["clang-19", "--target=thumb-none-eabi", f"-mcpu={machine}", "-meabi", "gnu", "-Os", "-nostdinc", "-isystem",
            os.path.realpath(include)]
