# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
What an address means. Every place is a base, which is a number nobody knows,
and an offset: the function's own stack, the task's block, an area, the table of
a switch. An address that belongs to no place is outside of all.
"""
import z3
from capstone.x86_const import X86_OP_MEM

from x86 import NAMES, Unsupported, fresh, fresh_bool


def variables(expr, seen=None):
    seen = set() if seen is None else seen
    if expr.get_id() in seen:
        return set()
    seen.add(expr.get_id())
    if z3.is_const(expr):
        return {expr.decl().name()} if expr.decl().kind() == z3.Z3_OP_UNINTERPRETED else set()
    return set().union(*(variables(child, seen) for child in expr.children()))


def part(value, offset, size):
    """`size` bytes of a number, as memory holds it."""
    return z3.simplify(z3.Extract(8 * (offset + size) - 1, 8 * offset, value))


def number(offset):
    return offset.as_signed_long() if z3.is_bv_value(offset) else None


def wide(value):
    return z3.ZeroExt(64 - value.size(), value) if value.size() < 64 else value


def joined(pieces):
    """offset -> value, as one number; the pieces follow each other from 0."""
    at, parts = 0, []
    for offset, value in sorted(pieces.items()):
        if offset != at:
            raise Unsupported(f"a count in pieces: {sorted(pieces)}")
        parts.insert(0, value)
        at += value.size() // 8
    return z3.simplify(z3.Concat(*parts) if len(parts) > 1 else parts[0])


class Place:
    in_segment = False

    def __init__(self, name, word):
        self.name, self.word, self.bits = name, word, 8 * word
        self.base = z3.BitVec(name, 8 * word)

    def load(self, state, offset, size):
        raise Unsupported(f"a load from {self.name}{offset}")

    def store(self, state, offset, size, value):
        self.memory.require(state, z3.BoolVal(False), f"nothing is stored in {self.name}")


class Stack(Place):
    """Values as they were stored. What the caller has there is unknown."""

    def load(self, state, offset, size):
        at = self.known(offset)
        value = state.stack.get(at)
        if value is None or value.size() != 8 * size:
            parts = [self.byte(state, i) for i in reversed(range(at, at + size))]
            value = z3.simplify(z3.Concat(*parts) if size > 1 else parts[0])
        return value

    def byte(self, state, i):
        for at in range(i - 7, i + 1):
            value = state.stack.get(at)
            if value is not None and i < at + value.size() // 8:
                return part(value, i - at, 1)
        if i < 0:
            raise Unsupported(f"a load from the stack at {i} before any store")
        state.stack[i] = fresh("caller", 8)
        return state.stack[i]

    def store(self, state, offset, size, value):
        at = self.known(offset)
        # Arguments that came on the stack belong to the function too.
        own = at + size <= 0 or self.word == 4 and self.word <= at < self.arguments
        self.memory.require(state, z3.BoolVal(own), "the stack is left alone above the frame")
        self.put(state, at, value)

    def put(self, state, at, value):
        end = at + value.size() // 8
        for old in range(at - 7, end):
            there = state.stack.get(old)
            if there is None or old + there.size() // 8 <= at:
                continue
            del state.stack[old]
            for i in range(there.size() // 8):
                if not at <= old + i < end:
                    state.stack[old + i] = part(there, i, 1)
        state.stack[at] = value

    def known(self, offset):
        at = number(offset)
        if at is None:
            raise Unsupported(f"a place on the stack that varies: {offset}")
        return at


class Task(Place):
    """The task's block: its slots hold an area, and its limit in some ports."""

    def __init__(self, word, layout, areas, in_segment):
        super().__init__("task", word)
        self.layout, self.areas, self.in_segment = layout, areas, in_segment

    def load(self, state, offset, size):
        at = number(offset)
        for kind, area in self.areas.items():
            if at == self.layout[kind + ".area"] and size == self.word:
                return area.base
            first = self.layout[kind + ".limit"]
            if at is not None and first <= at < first + area.limit.size() // 8:
                return part(area.limit, at - first, size)
        return fresh("task", 8 * size)


class Area(Place):
    """
    A shared area of `size` bytes, with room for `limit` records after a count
    word of `count` bytes. Whatever is loaded from it is news. A limit beside
    the area is its own or, in a forked child, 0.
    """

    def __init__(self, kind, word, layout, limits_beside):
        super().__init__(kind + "-area", word)
        self.kind, self.layout, self.limits_beside = kind, layout, limits_beside
        self.count = word if kind == "pc" else 8
        self.record = word if kind == "pc" else 32
        self.words = z3.BitVec(f"{kind}-words", self.bits)
        self.limit = z3.BitVec(f"{kind}-limit", 8 * self.count)
        self.idle = z3.Bool(f"{kind}-idle")
        # The idle area is one count word of 8 bytes, which nobody may write.
        self.size = z3.If(self.idle, z3.BitVecVal(8, self.bits), self.words * word)

    def assumptions(self):
        most = self.layout["largest area"]
        limit = z3.ZeroExt(64 - self.limit.size(), self.limit) if self.limit.size() < 64 else self.limit
        size = z3.ZeroExt(64 - self.bits, self.size) if self.bits < 64 else self.size
        return [z3.UGE(self.words, 2), z3.ULE(self.words, most), self.base != 0,
                # as kcov_area_limit() computes it, which is proved by itself
                z3.ULE(limit, z3.UDiv(size - self.count, z3.BitVecVal(self.record, 64))),
                z3.Implies(self.idle, self.limit == 0)]

    def note(self, state):
        state.note(f"words of the {self.kind} area", self.words)
        state.note(f"{self.kind} limit", self.limit)

    def inside(self, offset, size):
        return z3.And(z3.ULE(offset, self.size), z3.ULE(size, self.size - offset))

    def load(self, state, offset, size):
        at = number(offset)
        if at is not None and at < 0 and self.limits_beside:
            return self.load_limit(state, at, size)
        self.memory.require(state, self.inside(offset, size),
                            f"loads from the {self.kind} area stay inside", offset=offset)
        value = fresh(f"{self.kind}-loaded", 8 * size)
        if at is not None:
            state.note(f"{self.kind} area, {size} bytes at {at}, as loaded", value)
        self.memory.claim.loaded(state, self, at, size, value)
        return value

    def load_limit(self, state, at, size):
        first = self.layout["limit.records"] - self.layout["limit"]
        if first <= at and at + size <= first + 8:
            limit = z3.ZeroExt(64 - self.limit.size(), self.limit) \
                if self.limit.size() < 64 else self.limit
            wiped = state.note("limit is wiped by a fork", fresh_bool())
            value = z3.simplify(z3.If(wiped, z3.BitVecVal(0, 8 * size),
                                      part(limit, at - first, size)))
            self.memory.claim.loaded_limit(state, value)
            return value
        self.memory.require(state, z3.BoolVal(False), "only the limit before an area is looked at")
        return fresh("before the limit", 8 * size)

    def store(self, state, offset, size, value):
        """The claim says what may be stored where; all of it is inside."""
        self.memory.claim.stored(state, self, offset, size, value)

    def require_inside(self, state, offset, size):
        self.memory.require(state, self.inside(offset, size),
                            f"stores to the {self.kind} area stay inside", offset=offset)
        self.memory.require(state, z3.Not(self.idle), "nothing is stored in the idle area")


class Table(Place):
    """What a compiler passes to trace_switch: cases, bits, then the cases."""

    def __init__(self, word):
        super().__init__("table", word)
        self.cases, self.width = z3.BitVecs("table-cases table-bits", 64)
        self.half = z3.Function("table-case", z3.BitVecSort(self.bits), z3.BitVecSort(32))

    def assumptions(self):
        """It is in memory, with as many cases as it says."""
        return [z3.ULT(self.cases, z3.BitVecVal((1 << self.bits) // 8 - 2, 64))]

    def word_at(self, offset):
        return z3.Concat(self.half(offset + 4), self.half(offset))

    def load(self, state, offset, size):
        at = number(offset)
        if at is not None and at < 16:
            return part((self.cases, self.width)[at // 8], at % 8, size)
        wide = z3.ZeroExt(64 - self.bits, offset) if self.bits < 64 else offset
        ends = [z3.ULT(z3.LShR(wide - 16 + i, 3), self.cases) for i in (0, size - 1)]
        self.memory.require(state, z3.And(z3.UGE(wide, 16), *ends),
                            "loads from the table stay inside", offset=offset)
        return self.half(offset) if size == 4 else self.word_at(offset)


class Memory:
    """Finds the place of an address. Symbols are places of the port's."""

    def __init__(self, function, word, places, symbols, prover):
        self.function, self.word, self.prover = function, word, prover
        self.stack = Stack("stack", word)
        self.places = {p.name: p for p in [self.stack] + places}
        self.symbols = symbols
        for place in self.places.values():
            place.memory = self
        self.insn = None

    def start(self, state, arguments, by_registers=0):
        """The frame of a caller: return address, arguments."""
        self.stack.arguments = self.word
        registers = "rdi rsi rdx rcx r8 r9".split()
        small = "eax edx ecx".split()[:by_registers]
        state.regs[NAMES[self.word][4]] = self.stack.base
        self.return_address = state.note("return address", z3.BitVec("caller-pc", 8 * self.word))
        self.stack.put(state, 0, self.return_address)
        for value in arguments:
            if self.word == 8:
                wide = z3.Concat(fresh("upper", 64 - value.size()), value) \
                    if value.size() < 64 else value
                state.regs[registers.pop(0)] = wide
                continue
            # Small arguments are extended by the caller.
            wide = z3.ZeroExt(32 - value.size(), value) if value.size() < 32 else value
            if 4 * len(small) >= wide.size() // 8:
                for at in range(0, wide.size() // 8, 4):
                    state.regs[small.pop(0)] = part(wide, at, 4)
                continue
            # One that does not fit ends them.
            small = []
            for at in range(0, wide.size() // 8, 4):
                self.stack.put(state, self.stack.arguments + at, part(wide, at, 4))
            self.stack.arguments += wide.size() // 8
        self.saved = {r: state.regs[r] for r in
                      ("rbx rbp r12 r13 r14 r15" if self.word == 8 else "ebx ebp esi edi").split()}

    def at_return(self, state, insn):
        pc = self.stack.load(state, z3.BitVecVal(0, 8 * self.word), self.word)
        same = [state.regs[NAMES[self.word][4]] == self.stack.base, pc == self.return_address]
        same += [state.regs[r] == value for r, value in self.saved.items()]
        self.require(state, z3.And(*same), "the caller gets back what it had")

    def require(self, state, statement, sentence, **also):
        at = self.insn.address - self.function.start
        where = f"{sentence} [{self.function.name}+{at:#x}: {self.insn.mnemonic} {self.insn.op_str}]"
        self.prover.require(state, statement, where, **also)

    def no_symbol(self, insn):
        if self.function.relocation(insn):
            raise Unsupported(f"an address as a number: {insn.mnemonic} {insn.op_str}")

    def is_address(self, value):
        return any(name in self.places for name in variables(value))

    def known(self, state, condition):
        """True or false, where it cannot be otherwise."""
        for sure in (True, False):
            if self.prover.valid(state, condition == sure):
                return z3.BoolVal(sure)
        return condition

    def find(self, state, address):
        found = [self.places[name] for name in variables(address) if name in self.places]
        if len(found) != 1:
            return None, None
        offset = z3.simplify(address - found[0].base)
        if found[0].name in variables(offset):
            return None, None
        return found[0], offset

    def load(self, state, insn, address, size):
        relocation = self.function.relocation(insn)
        if relocation and insn.mnemonic != "call":
            return self.symbols(state, relocation, size)
        place, offset = self.find(state, address)
        if any(o.type == X86_OP_MEM and o.mem.segment for o in insn.operands) != (
                place is not None and place.in_segment):
            raise Unsupported(f"a segment: {insn.mnemonic} {insn.op_str}")
        if place is None:
            self.require(state, z3.BoolVal(False), "nothing is loaded from elsewhere",
                         address=address)
            return fresh("elsewhere", 8 * size)
        return place.load(state, offset, size)

    def store(self, state, insn, address, size, value):
        self.no_symbol(insn)
        place, offset = self.find(state, address)
        if place is None:
            self.require(state, z3.BoolVal(False), "nothing is stored elsewhere", address=address)
        else:
            place.store(state, offset, size, value)

    def string_copy(self, state, insn, unit):
        to, source, count = (state.regs[r] for r in (
            ("rdi", "rsi", "rcx") if self.word == 8 else ("edi", "esi", "ecx")))
        bytes_ = z3.simplify(count * unit)
        self.claim.copied(state, self.find(state, to), self.find(state, source), bytes_)
        state.regs["rdi" if self.word == 8 else "edi"] = z3.simplify(to + bytes_)
        state.regs["rsi" if self.word == 8 else "esi"] = z3.simplify(source + bytes_)
        state.regs["rcx" if self.word == 8 else "ecx"] = z3.BitVecVal(0, 8 * self.word)
