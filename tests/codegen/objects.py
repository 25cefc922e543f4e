# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
What stands in objects: their functions as lines of mnemonic and operands, read
off one disassembly of all of them. In an unlinked object a jump to another
symbol looks like one to the next instruction, and only its relocation names the
target: "@symbol" at the end. Of a linked program, which is large, only the
functions that are asked for are disassembled.
"""
import re
import struct
import subprocess
from collections import namedtuple

RELOCATABLE, X86 = 1, (3, 62)
PADDING = re.compile(r"(data16 |cs )*(nop|xchg +%ax,%ax)")
# Before the name may stand a visibility, or a version.
SYMBOL = re.compile(r"([0-9a-f]+) (.{7}) (\S+)\t([0-9a-f]+) .*?(\S+)")
# align: the section's, as a power of two; None where a linker chose the address.
# offsets: where the lines of the body stand.
Function = namedtuple("Function", "name label address align body offsets")


def header(path):
    """(type, machine), or nothing of what is no such file."""
    try:
        with open(path, "rb") as file:
            start = file.read(20)
    except OSError:
        return None
    return struct.unpack_from("<HH", start, 16) if start[:4] == b"\177ELF" and len(start) == 20 else None


def objdump(*arguments):
    return subprocess.run(["objdump", *arguments], capture_output=True, text=True).stdout


def symbols(text, wanted):
    """(name, section, address, size) of functions, and section -> alignment"""
    aligns, code, found = {}, set(), []
    for index, name, align, flags in re.findall(r"^ *(\d+) (\S+) .* 2\*\*(\d+) *\n +(.*)$", text, re.M):
        aligns[name] = int(align)
        code |= {name} if "CODE" in flags else set()
    for line in text.splitlines():
        match = SYMBOL.fullmatch(line)
        if match and match[3] in code and wanted in match[5]:
            found.append((match[5], match[3], int(match[1], 16), int(match[4], 16)))
    return sorted(found), aligns


def blocks(text):
    """(section, address) -> (label, [address, line])"""
    found, section, lines = {}, "", None
    for line in text.splitlines():
        start = re.fullmatch(r"([0-9a-f]+) <(.*)>:", line)
        if line.startswith("Disassembly of section "):
            section = line[len("Disassembly of section "):-1]
        elif start:
            lines = []
            found[section, int(start[1], 16)] = (start[2], lines)
        elif not line:
            lines = None
        elif lines is not None:
            relocation = re.match(r"\s*[0-9a-f]+: R_(?:X86_64|386)_\w+\s+(\S+)", line)
            if relocation and lines:
                lines[-1][1] += f" @{relocation[1]}"
            elif not relocation:
                address, _, code = line.partition(":")
                lines.append([int(address, 16), re.sub(r"^((notrack|bnd) +)+", "", code.strip())])
    return found


def parts(text):
    """What was said of each file, in the order of the files."""
    return re.split(r"^\S.*: +file format .*$", text, flags=re.M)[1:]


def functions(paths, wanted):
    """path -> its functions with this in their names, of those that are x86 objects"""
    kinds = {path: header(path) for path in paths}
    known = [path for path in paths if kinds[path] and kinds[path][1] in X86]
    unlinked = [path for path in known if kinds[path][0] == RELOCATABLE]
    linked = [path for path in known if path not in unlinked]
    read = "--section-headers", "--syms"
    code = "--disassemble", "--reloc", "--no-show-raw-insn"
    texts = dict(zip(unlinked, parts(objdump(*read, *code, *unlinked)))) if unlinked else {}
    texts.update(zip(linked, parts(objdump(*read, *linked))) if linked else ())
    found = {}
    for path, text in texts.items():
        names, aligns = symbols(text, wanted)
        if path in linked:
            text = "\n".join(objdump(f"--disassemble={name}", *code[1:], path) for name, *_ in names)
        bodies = blocks(text)
        found[path] = []
        for name, section, address, size in names:
            label, lines = bodies.get((section, address), (name, []))
            # Behind its end stands what fills the gap, which may be a jump.
            kept = [(at - address, line) for at, line in lines
                    if at < address + size and line and not PADDING.match(line)]
            align = aligns[section] if path in unlinked else None
            body, offsets = [line for _, line in kept], [at for at, _ in kept]
            found[path].append(Function(name, label, address, align, body, offsets))
    return found
