#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
foreign.py ELF FOLDER [SLIDE]: what a kcov on another machine would leave after
each place of the ELF file ran once, a file each way: area, area64 (words of 64
bits whatever the machine), cmp-area, pcs, rawcover. The places are those of
objdump, in `places`; in `chains` they are with what llvm-symbolizer says. Of code
that was moved by SLIDE too, in FOLDER/moved.
"""
import json
import os
import re
import struct
import subprocess
import sys

LLVM = "19"
CALL = re.compile(r"(bl|blx|jal|jalr|call[lq]?|brasl|bal)\s")
# By e_machine: bytes from a call to where it returns.
LENGTH = {3: 5, 62: 5, 8: 8, 22: 6}
MIPS, ARM = 8, 40


class Image:
    def __init__(self, path):
        with open(path, "rb") as file:
            head = file.read(20)
        self.path = path
        self.bits = 32 * head[4]
        self.order = "<>"[head[5] - 1]
        self.machine, = struct.unpack(self.order + "H", head[18:])
        self.length = LENGTH.get(self.machine, 4)
        self.calls()

    def run(self, tool, *arguments):
        return subprocess.run([f"{tool}-{LLVM}", *arguments], check=True, capture_output=True, text=True).stdout

    def calls(self):
        """Where calls of the callback return to, of functions that end in it too; and which are Thumb's."""
        wanted = {"__sanitizer_cov_trace_pc"}
        listing = [re.match(r"([0-9a-f]+) <(.*)>:|\s*([0-9a-f]+):\s+(\S.*)", line)
                   for line in self.run("llvm-objdump", "-d", "--no-show-raw-insn", self.path).split("\n")]
        listing = [match for match in listing if match]
        symbols = re.findall(r"^([0-9a-f]+) \w (\S+)$", self.run("llvm-nm", self.path), re.M)
        address = {name: int(value, 16) & ~(self.machine == ARM) for value, name in symbols}
        while True:
            targets = {address[name] for name in wanted}
            self.places, found, function = [], set(wanted), None
            for at, match in enumerate(listing):
                function = match[2] or function
                if match[2]:
                    continue
                operands = re.findall(r"\b0x([0-9a-f]+)\b|<([^>+]+)>", match[4])
                if not any(int(number or "0", 16) in targets or name in wanted for number, name in operands):
                    continue
                if CALL.match(match[4]):
                    # what is executed before the call is made comes after it
                    self.places.append(int(listing[at + 1 + (self.machine == MIPS)][3], 16))
                elif not match[4].startswith(("lui", "la ", "lea", "mov", "adr", "auipc")):
                    found.add(function)
            if found == wanted:
                return
            wanted = found

    def recorded(self, slide):
        """The places as they are recorded: of Thumb code with the bit that says so."""
        thumb = self.machine == ARM and "thumb" in self.path
        return [(place + slide | thumb) % 2 ** self.bits for place in self.places]

    def chains(self):
        # on RISC-V the call may be the second instruction of two
        calls = [hex(place - (8 if self.machine == MIPS else 1)) for place in sorted(self.places)]
        found = json.loads(self.run("llvm-symbolizer", "--output-style=JSON", "-e", self.path, *calls))
        for place, symbols in zip(sorted(self.places), found):
            yield hex(place) + "".join(f" {f['FunctionName']}:{f['Line']}" for f in symbols["Symbol"])

    def words(self, bits, values):
        return struct.pack(f"{self.order}{len(values)}{'Q' if bits == 64 else 'I'}", *values)


def text(lines):
    return "".join(line + "\n" for line in lines).encode()


def dumps(image, slide):
    pcs = image.recorded(slide)
    comparisons = [word for pc in pcs for word in (5, 0x2d, pc & 0xff, pc)]
    return {
        "area": image.words(image.bits, [len(pcs), *pcs]),
        "area64": image.words(64, [len(pcs), *pcs]),
        "cmp-area": image.words(64, [len(pcs), *comparisons]),
        "pcs": text(f"{pc:x}" for pc in pcs),
    }


def write(folder, files):
    os.makedirs(folder, exist_ok=True)
    for name, content in files.items():
        with open(f"{folder}/{name}", "wb") as file:
            file.write(content)


def main():
    path, folder, *slide = sys.argv[1:]
    image = Image(path)
    write(folder, dumps(image, 0) | {
        "rawcover": text(hex(place - image.length) for place in image.places),
        "places": text(map(hex, sorted(image.places))),
        "chains": text(image.chains()),
    })
    if slide:
        write(f"{folder}/moved", dumps(image, int(*slide, 0)))


if __name__ == "__main__":
    main()
