# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
What others say of an image: objdump of its instrumented places, two readers of
debug information of what these mean. Nothing of kcovctl's is used.
"""
import collections
import functools
import json
import os
import re
import subprocess

from builder import Failed, run

CALLBACK = "__sanitizer_cov_trace_pc"
INSTRUCTION = re.compile(r"^ *([0-9a-f]+):\t(?:(?:bnd|addr32|notrack|nop|rex\.W) +)*(\S+) *(.*)$")
DIRECT = re.compile(r"^([0-9a-f]+) <")
UNIT = re.compile(r"-cgu\.\d+$")
INDIRECT = re.compile(r"^\*.*# ([0-9a-f]+)")

# start: the file that the function begins in, where an oracle says it.
Frame = collections.namedtuple("Frame", "function file line start", defaults=("",))


def slots_of(path, callback):
    """Words that the loader, or the linker, makes the address of the callback."""
    slots = set()
    for row in run(["readelf", "-rW", path]).splitlines():
        words = row.split()
        if len(words) < 4 or not words[2].startswith("R_X86_64_"):
            continue
        if (len(words) > 4 and words[4].split("@")[0] == CALLBACK) or \
                (words[2] == "R_X86_64_RELATIVE" and callback and int(words[3], 16) == callback):
            slots.add(int(words[0], 16))
    return slots


def callback_of(path):
    for row in run(["readelf", "-sW", path]).splitlines():
        words = row.split()
        if len(words) == 8 and words[7].split("@")[0] == CALLBACK and words[6] != "UND":
            return int(words[1], 16)
    return None


def points_of(path):
    """Where calls of the callback return to, sorted, by objdump."""
    callback = callback_of(path)
    slots = slots_of(path, callback)
    stubs, calls, jumps, last_call = {}, [], [], None
    in_stubs = False
    for row in run(["objdump", "-d", "--no-show-raw-insn", path]).splitlines():
        if row.startswith("Disassembly"):
            in_stubs = ".plt" in row
            last_call = None
            continue
        if "call" not in row and not in_stubs and last_call is None and "jmp" not in row:
            continue
        found = INSTRUCTION.match(row)
        if not found:
            continue
        address, name, operand = int(found[1], 16), found[2], found[3]
        if last_call is not None:
            calls.append((address, last_call))
            last_call = None
        if in_stubs:
            stubs[address] = (name, operand)
        elif name.startswith("call") and (DIRECT.match(operand) or INDIRECT.match(operand)):
            last_call = operand
        elif name.startswith("jmp"):
            jumps.append((address, operand))
    at = sorted(stubs)
    ours = {callback} | {start for start in at if reaches(stubs, at, start, slots)}
    before = set()
    # What ends by a jump to the callback makes that return to its own callers.
    while before != ours:
        before = set(ours)
        ours.update(*(function_around(path, address) for address, operand in jumps if is_ours(operand, before, slots)))
    return sorted(address for address, operand in calls if is_ours(operand, ours, slots))


def function_around(path, address):
    """Where it begins; nowhere in a gap between two, which gold fills with a jump over it."""
    starts = set()
    for row in run(["nm", "-S", path]).splitlines():
        words = row.split()
        if len(words) == 4 and words[2] in "tTwW" and 0 <= address - int(words[0], 16) < int(words[1], 16):
            starts.add(int(words[0], 16))
    return starts


def reaches(stubs, order, start, slots):
    """A stub: the first jump from there on goes through a slot."""
    for address in order[order.index(start):][:4]:
        name, operand = stubs[address]
        if name.startswith("jmp"):
            found = INDIRECT.match(operand)
            return bool(found) and int(found[1], 16) in slots
    return False


def is_ours(operand, ours, slots):
    direct, indirect = DIRECT.match(operand), INDIRECT.match(operand)
    return bool(direct and int(direct[1], 16) in ours) or bool(indirect and int(indirect[1], 16) in slots)


def symbolizer(path, points):
    """Point to chain, innermost first, by LLVM."""
    said = subprocess.run(["llvm-symbolizer-19", f"--obj={path}", "--output-style=JSON", "--no-demangle"], text=True,
                          input="".join(f"{p - 1:#x}\n" for p in points), capture_output=True, check=True).stdout
    found = json.loads("[" + ",".join(line for line in said.splitlines() if line) + "]")
    if len(found) != len(points):
        raise Failed(f"llvm-symbolizer-19 says {len(found)} answers for {len(points)} addresses of {path}")
    return {point: tuple(Frame(f["FunctionName"], normal(f["FileName"]), f["Line"], normal(f["StartFileName"]))
                         for f in entry["Symbol"]) for point, entry in zip(points, found)}


def addr2line(path, points):
    """The same, by GNU."""
    said = subprocess.run(["addr2line", "-a", "-f", "-i", "-e", path], text=True, check=True, capture_output=True,
                          input="".join(f"{p - 1:#x}\n" for p in points)).stdout.splitlines()
    chains, frames, function = [], None, None
    for line in said:
        if line.startswith("0x") and function is None:
            frames = []
            chains.append(frames)
        elif function is None:
            function = line
        else:
            file, _, number = re.sub(r" \(discriminator \d+\)$", "", line).rpartition(":")
            frames.append(Frame(function, normal(file), int(number) if number.isdigit() else 0))
            function = None
    return dict(zip(points, map(tuple, chains)))


def normal(path):
    # rustc's own code has no file but the name of its unit.
    return "" if path in ("", "??") or UNIT.search(path) else os.path.normpath(path)


@functools.lru_cache(4)
def names_at(path):
    """Address to the names of functions that begin there."""
    names = collections.defaultdict(set)
    for row in run(["nm", path]).splitlines():
        words = row.split()
        if len(words) == 3 and words[1] in "tTwWi":
            names[int(words[0], 16)].add(words[2])
    return names


def traced(program, arguments, preload, trace):
    """Output, and the places that were executed: (offset, path) in order, "" is the program."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("KCOV_", "LD_"))}
    environment["TOOLCHAINS_TRACE"] = trace
    if preload:
        environment["LD_PRELOAD"] = preload
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode or not os.path.exists(trace):
        raise Failed(f"{program} with the other callback ends with {done.returncode}: {done.stderr}")
    with open(trace) as file:
        places = [(int(row.split(" ", 1)[0], 16), row.rstrip("\n").split(" ", 1)[1]) for row in file]
    return done.stdout, places
