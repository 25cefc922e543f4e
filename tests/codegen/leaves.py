# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""The rules that tests/codegen/hotpath tells, as points."""
import bisect
import fnmatch
import os
import re

import objects

PREFIX = "__sanitizer_cov_"
BUDGETS = os.path.join(os.path.dirname(os.path.realpath(__file__)), "budgets")
LINE = 6  # 64 bytes
# What no instruction may match.
RULES = [
    ("call", r"^([a-z0-9.]+ +)*l?call"),
    ("stack frame", r"^(push|pop|enter|leave)|,%[er]sp$"),
    ("access to the stack", r"\(%[er](sp|bp)|,%[er](sp|bp),"),
    ("stack protector", r"%[fg]s:(0x28|0x14)\b"),
    ("vector register", r"%[xyz]?mm[0-9]|%st\b"),
    ("jump to elsewhere", r"^j|^(loop|xbegin)"),
]
# Where a callback may go on in the end: core/refused.h.
ELSEWHERE = re.compile(r"\b(check_kcov_mode|write_comp_data)\b")
OF_STACK = ("stack frame", "access to the stack")


def excused(rule, line, function):
    """What a rule's pattern may match after all: UML finds `current` from the stack
    pointer without a look at the stack, and the return address is what we record."""
    if rule == "access to the stack":
        return re.match(r"lea |mov +\(%[er]sp\),%", line)
    if rule == "jump to elsewhere":
        return goes_on(line, function) or re.fullmatch(rf"j[a-z]+ +[0-9a-f]+ <{re.escape(function.label)}\+0x[0-9a-f]+>", line)
    return None


def goes_on(line, function):
    """The last thing that a callback does, by name or, in code that may lie anywhere, by a register."""
    register = re.fullmatch(r"jmp +\*(%\w+)", line)
    if register:
        before = function.body[:function.body.index(line)]
        return any(re.match(r"movabs? .*" + register[1] + r"\b", one) for one in before)
    return re.match(r"j[a-z]+ ", line) and ELSEWHERE.search(line.replace(f"<{function.label}+", "<"))


def longest(function):
    """Instructions of the longest way to a return: what is recorded takes it. A way that goes on
    elsewhere is none."""
    known = {}

    def from_line(number):
        if number >= len(function.body):
            return None
        if number not in known:
            known[number] = None
            known[number] = best(number, function.body[number])
        return known[number]

    def best(number, line):
        if line.startswith(("ret", "repz ret", "bnd ret")):
            return 1
        jump = re.fullmatch(rf"(j[a-z]+) +[0-9a-f]+ <{re.escape(function.label)}\+0x([0-9a-f]+)>", line)
        ways = []
        if jump:
            ways.append(from_line(bisect.bisect_left(function.offsets, int(jump[2], 16))))
        if not line.startswith("jmp") and not goes_on(line, function):
            ways.append(from_line(number + 1))
        ways = [way for way in ways if way is not None]
        return 1 + max(ways) if ways else None
    return from_line(0) or 0


def may_save_registers(name):
    """64-bit operands want more registers than a 32-bit machine has to give, and
    User-Mode Linux finds its thread by the address of a local variable."""
    return "um-i386" in name or (not name.endswith("trace_pc") and ("m32" in name or name.endswith("trace_switch")))


def budget_of(path):
    with open(BUDGETS, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if words and not words[0].startswith("#") and fnmatch.fnmatchcase(path, words[0]):
                return int(words[1])
    return None


def of_rules(name, function):
    for rule, pattern in RULES:
        if rule in OF_STACK and may_save_registers(name):
            continue
        found = [line for line in function.body
                 if re.search(pattern, line) and not excused(rule, line, function) and not
                 (rule == "call" and may_save_registers(name) and ELSEWHERE.search(line))]
        yield not found, f"{name} has no {rule}", found[:3]


def of_budget(path, name, count):
    budget = budget_of(path)
    if budget is None:
        return False, f"{name} has a budget ({count} instructions, no line in budgets)", ()
    return 0 < count <= budget, f"{name} has {count} instructions of {budget}", ()


def starts_a_line(function):
    """In an unlinked object the address counts from the start of a section, which is
    as aligned as its header says."""
    return function.address % (1 << LINE) == 0 and (function.align is None or function.align >= LINE)


def of_function(path, function):
    name = f"{path.rpartition('/codegen/')[2]} {function.name.removeprefix(PREFIX)}"
    if not function.body:
        yield False, f"{name} can be disassembled", ()
        return
    yield from of_rules(name, function)
    if function.name in (PREFIX + "trace_pc", "check_kcov_mode"):
        yield of_budget(path, name, longest(function))
    # Floating-point comparisons are not recorded; linked kernels choose their own alignment.
    if not re.search(r"_cmp[fd]$", function.name):
        yield path.endswith("linux") or starts_a_line(function), f"{name} starts a cache line", ()


def points(paths):
    """(good, sentence, remarks) of each"""
    refused = [path for path in paths if path.endswith("/refused.o")]
    found, budgeted = objects.functions([path for path in paths if path not in refused], PREFIX + "trace_"), 0
    found.update(objects.functions(refused, "check_kcov_mode") if refused else ())
    for path in paths:
        if path not in found:
            yield False, f"{path} is an x86 object", ()
        if not found.get(path):
            yield False, f"{path} has a callback", ()
        for function in found.get(path, ()):
            budgeted += function.name == PREFIX + "trace_pc"
            yield from of_function(path, function)
    # Checking nothing is what a broken build or a renamed symbol looks like.
    if not budgeted:
        yield False, f"a {PREFIX}trace_pc was among the objects", ()
