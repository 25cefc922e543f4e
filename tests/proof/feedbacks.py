# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
What becomes of a record that a plain slot does not take (core/refused.c): for
each kind of area, every count in it, every size of its map or set and every PC
the statement that all that is stored is in its place.
"""
import z3

from claims import Claim
from front import COUNTS, EDGES, TRACE, UNIQUE, Comparisons, Front
from function import run
from places import wide
from private import Counter, Words

NO_COMPARISON = 0xff


class InPlace(Claim):
    """All of it is said of the places; here is what holds in between and in the end."""
    has_short_loops = True

    def __init__(self, memory, front):
        super().__init__(memory)
        self.front = front

    def start(self, state):
        super().start(state)
        self.front.start(state)

    def counts_iterations(self, state):
        return True

    def bounds(self, state):
        used = wide(self.front.get(state, "used"))
        return [used, used + 1, used & 3, z3.LShR(used, 2), None]

    def at_head(self, state):
        if self.front.feedback == UNIQUE:
            state.ghost["used"] = self.front.seen.used(state)

    def loop_facts(self, state):
        return [self.front.invariant]

    def same_at_head(self, back, before, done):
        pass

    def loaded(self, state, area, at, size, value):
        pass

    def field_stored(self, state, fields, name):
        if self.front.feedback == UNIQUE and name == "used":
            self.front.seen.settle(state)

    def at_return(self, state):
        self.require(state, self.front.invariant(state), "what is used is as much as there is room for, at most")


class BesidePcs(InPlace):
    """Rounds are as many as a switch has cases that are left."""

    def __init__(self, memory, front, cases):
        super().__init__(memory, front)
        self.cases = cases

    def bounds(self, state):
        return [self.cases]

    def loop_facts(self, state):
        return [None]


class Passes(InPlace):
    """check_kcov_mode(), which may go on in the other function, with all that it was given."""

    def __init__(self, memory, front, wanted):
        super().__init__(memory, front)
        self.wanted = wanted

    def at_elsewhere(self, state):
        self.at_return(state)
        same = [there == value for there, value in zip(self.passed(state), self.wanted)]
        self.require(state, z3.And(*same), "what goes on elsewhere is what came")

    def passed(self, state):
        """What there is where arguments are, by the sizes of those that are wanted."""
        if self.memory.word == 8:
            return [state.regs[name] for name in "rdi rsi rdx rcx r8 r9".split()]
        values, at = [z3.Concat(state.regs["edx"], state.regs["eax"])], state.regs["esp"]
        at += 4 if self.memory.insn.mnemonic == "jmp" else 0
        for value in self.wanted[1:]:
            size = value.size() // 8
            values.append(self.memory.load(state, self.memory.insn, z3.simplify(at), size))
            at += size
        return values


def places_of(front):
    word = front.word
    counters = [Counter(name, word) for name in ("lost", "repeated", "cmp-lost")]
    return [front, front.seen.table, front.seen.list, *counters]


def arguments_of(front, feedback):
    """PC, count and area as a callback passes them on."""
    bits = 8 * front.word
    pc, full = z3.BitVec("pc", bits), z3.BitVec("full", bits)
    if feedback == TRACE:
        return pc, full, front.area, [z3.ULE(full, front.layout["largest area"])]
    # No code is at 0.
    return pc, z3.BitVecVal(COUNTS[feedback], bits), front.pc_count, [pc != 0]


def prove_check(obj, layout, feedback):
    front = Front(obj.word, layout, feedback)
    pc, count, area, known = arguments_of(front, feedback)
    passed = [wide(pc), wide(count), area, z3.BitVecVal(0, 64), z3.BitVecVal(0, 8 * obj.word),
              z3.BitVecVal(NO_COMPARISON, 64)]
    return run(obj, "check_kcov_mode", [pc, count, area], lambda memory: Passes(memory, front, passed),
               places_of(front), None, known, by_registers=3)


def prove_refused_pc(obj, layout, feedback):
    front = Front(obj.word, layout, feedback)
    pc, count, area, known = arguments_of(front, feedback)
    zero = z3.BitVecVal(0, 8 * obj.word)
    arguments = [wide(pc), wide(count), area, wide(zero), zero, z3.BitVecVal(NO_COMPARISON, 64)]
    return run(obj, "write_comp_data", arguments,
               lambda memory: InPlace(memory, front), places_of(front), None, known, by_registers=3)


def prove_comparison(obj, layout, feedback, is_switch):
    """One, or those of a switch that are left; beside PCs, or where a full area has no room."""
    word, beside = obj.word, Comparisons(obj.word, layout)
    front = Front(word, layout, feedback, beside)
    count, cases, kind = z3.BitVecs("full cases type", 64)
    pc = z3.BitVec("pc", 8 * word)
    table = Words("table", word, cases * 8, 8)
    # What is in memory, and of what callbacks pass on: the type has 8 bits.
    known = [z3.UGE(cases, 1), z3.ULT(cases, 1 << (48 if word == 8 else 29)), z3.ULT(kind, NO_COMPARISON)]
    known.append(z3.ULE(count, layout["largest area"]) if feedback == TRACE else count == -1)
    arguments = [wide(table.base) if is_switch else z3.BitVec("arg1", 64), z3.BitVec("arg2", 64),
                 front.area if feedback == TRACE else front.cmp_count, count, pc,
                 kind | cases << 8 if is_switch else kind]
    return run(obj, "write_comp_data", arguments, lambda memory: BesidePcs(memory, front, cases),
               [beside, table, *places_of(front)], None, known, by_registers=3)


def statements(objects, layout):
    """sentence -> its proof"""
    refused = objects["refused"]
    for feedback, kind in ((TRACE, "full area"), (UNIQUE, "area of unique PCs"), (EDGES, "map of edges")):
        yield (f"a PC stays inside the {kind}",
               lambda feedback=feedback: prove_check(refused, layout, feedback))
        yield (f"a PC stays inside the {kind} where it is new",
               lambda feedback=feedback: prove_refused_pc(refused, layout, feedback))
    for feedback, where in ((TRACE, "a full area"), (UNIQUE, "the part for comparisons")):
        for is_switch, what in enumerate(("a comparison stays", "the cases of a switch stay")):
            yield (f"{what} inside {where}",
                   lambda feedback=feedback, is_switch=is_switch:
                       prove_comparison(refused, layout, feedback, is_switch))
