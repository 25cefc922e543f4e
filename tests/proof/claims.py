# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
What has to hold of the functions that write records. The claims are stated
here, from the clauses of the interface (L-P3, L-P4, L-C1 to L-C5, L-X4), and not taken
from the code: which bytes are written, in which order, with which values, and
that refusing has a reason. Where bytes may be is the business of places.py.
"""
import z3

from places import joined, wide
from x86 import Unsupported


def size_of(pieces):
    return sum(value.size() // 8 for value in pieces.values())


def one():
    return z3.BitVecVal(1, 64)


def least(*values):
    smallest = values[0]
    for value in values[1:]:
        smallest = z3.If(z3.ULT(value, smallest), value, smallest)
    return smallest


class Claim:
    """Nothing loops, nothing is called, nothing is stored."""
    # Loops in loops, and loops of which a constant says that they are short.
    has_short_loops = False
    # What comes to a loop on several ways goes on as one state, of which no more is
    # known than an invariant of the claim says.
    joins = False

    def __init__(self, memory):
        self.memory = memory
        self.prover = self.memory.prover

    def require(self, state, statement, sentence, **also):
        self.memory.require(state, statement, sentence, **also)

    def start(self, state):
        state.ghost.update(loaded={}, limit={}, stored={}, done=z3.BitVecVal(0, 64),
                           bytes=frozenset())

    def counts_iterations(self, state):
        return False

    def loop_facts(self, state):
        """
        What may be known, at the head of a loop, of what was loaded last; None:
        no round loads it again.
        """
        return [None]

    def promises(self, state, values, steps):
        """
        (place, statement of its value) that may hold in every round, of those
        that change, place -> by how much, or None.
        """
        return []

    def at_head(self, state):
        """A round of a loop begins, of which not all is known that was."""

    def at_call(self, state, name, argument):
        raise Unsupported(f"a call of {name}")

    def at_return(self, state):
        pass

    def at_elsewhere(self, state):
        raise Unsupported("a callback that goes on elsewhere")

    def loaded(self, state, area, at, size, value):
        # Decisions are made with what was loaded first.
        if at is not None and at + size <= area.count and at not in state.ghost["loaded"]:
            state.ghost["loaded"] = {**state.ghost["loaded"], at: value}

    def loaded_limit(self, state, value):
        pass

    def stored(self, state, area, offset, size, value):
        self.require(state, z3.BoolVal(False), "nothing is stored in an area")


def slots(area):
    """
    Byte `at` of record `n` of those that are claimed behind `count` is in the
    area, if the count `after` that is stored is not above the limit. Callbacks
    are shown to store such bytes only; that these are inside is shown once, for
    all numbers, in two steps.
    """
    count, after, n, at, slot = z3.BitVecs("count after n at slot", 64)
    limit = wide(area.limit)
    yield z3.Implies(z3.And(z3.ULE(after, limit), z3.ULT(count, after), z3.ULT(n, after - count)),
                     z3.ULT(count + n, limit))
    offset = z3.Extract(area.bits - 1, 0, area.count + slot * area.record + at)
    yield z3.Implies(z3.And(z3.ULT(slot, limit), z3.ULT(at, area.record)),
                     z3.And(area.inside(offset, 1), z3.Not(area.idle)))


class Callback(Claim):
    """
    Records as many as wanted and as there is room for. The count is stored
    first, once, and says how many; then the records are, whole and in order.
    """

    def __init__(self, memory, area, wanted, record):
        super().__init__(memory)
        self.area, self.wanted, self.record = area, wanted, record

    def start(self, state):
        super().start(state)
        self.area.note(state)

    def count(self, state):
        return wide(joined(state.ghost["loaded"]))

    def claimed(self, state):
        """How many records the count word says there are more."""
        return state.ghost.get("claimed")

    def counts_iterations(self, state):
        return self.claimed(state) is not None

    def bounds(self, state):
        """Rounds that a loop over records may make, unrolled or not."""
        n = self.claimed(state)
        return [n] + [f(n) for u in (2, 4, 8) for f in
                      (lambda n: n & (u - 1), lambda n: z3.LShR(n, u.bit_length() - 1))]

    def room(self, state):
        """What fits behind the count, by the private limit."""
        count = self.count(state)
        limit = wide(self.area.limit)
        return z3.If(z3.ULT(count, limit), limit - count, z3.BitVecVal(0, 64))

    def stored(self, state, area, offset, size, value):
        if area is not self.area:
            self.require(state, z3.BoolVal(False), "only the mode that is traced is recorded")
        elif self.claimed(state) is None:
            self.stored_count(state, offset, size, value)
        else:
            self.stored_record(state, offset, size, value)

    def stored_count(self, state, offset, size, value):
        at = offset.as_signed_long() if z3.is_bv_value(offset) else None
        count_first = at is not None and 0 <= at and at + size <= self.area.count
        self.area.require_inside(state, offset, size)
        self.require(state, z3.BoolVal(count_first), "the count is stored before records",
                     offset=offset)
        pieces = {**state.ghost["stored"], at: value}
        state.ghost["stored"] = pieces
        if size_of(pieces) < self.area.count:
            return
        self.claim(state, wide(joined(pieces)))

    def claim(self, state, after):
        state.ghost["claimed"] = z3.simplify(after - self.count(state))
        self.require(state, z3.ULE(after, wide(self.area.limit)),
                     "the count that is stored is not above the limit", stored=after)
        self.require(state, z3.UGT(after, self.count(state)), "the count grows", stored=after)
        self.require(state, self.claimed(state) == least(self.wanted, self.room(state)),
                     "as many records are claimed as wanted, or as there is room for",
                     claimed=self.claimed(state), room=self.room(state))

    def stored_record(self, state, offset, size, value):
        record = self.area.record
        first = self.area.count + (self.count(state) + state.ghost["done"]) * record
        first = z3.Extract(offset.size() - 1, 0, first)
        at = self.prover.constant(state, offset - first)
        self.require(state, offset - first == at, "a record is stored where the count says",
                     offset=offset, expected=first)
        if at is None or not 0 <= at < 16 * record or at % record + size > record:
            return self.require(state, z3.BoolVal(False), "records are stored in order",
                                offset=offset, expected=first)
        # With what was required of the count this is one of slots().
        n = state.ghost["done"] + at // record
        self.require(state, z3.ULT(n, self.claimed(state)), "only what was claimed is stored",
                     claimed=self.claimed(state), record=n)
        self.require(state, value == self.expected(n, at % record, size),
                     "a record holds what was executed", stored=value,
                     expected=self.expected(n, at % record, size))
        self.advance(state, state.ghost["bytes"] | set(range(at, at + size)))

    def expected(self, n, at, size):
        word = self.record(n)[at // 8]
        return z3.simplify(z3.Extract(8 * (at % 8 + size) - 1, 8 * (at % 8), word))

    def advance(self, state, written):
        record = self.area.record
        while written.issuperset(range(record)):
            written = frozenset(b - record for b in written if b >= record)
            state.ghost["done"] = z3.simplify(state.ghost["done"] + 1)
        state.ghost["bytes"] = frozenset(written)

    def same_at_head(self, back, before, done):
        self.require(back, back.ghost["done"] == done, "every round stores as many records")
        if back.ghost["bytes"] != before.ghost["bytes"]:
            raise Unsupported("a loop that leaves records half-way")

    def at_return(self, state):
        n = self.claimed(state)
        if n is not None:
            self.require(state, z3.And(state.ghost["done"] == n, not state.ghost["bytes"]),
                         "all that was claimed is stored", claimed=n, stored=state.ghost["done"])
        elif state.ghost["stored"]:
            self.require(state, z3.BoolVal(False), "the whole count is stored")
        elif state.ghost["loaded"]:
            wiped = [value == 0 for value in state.ghost["limit"].values()]
            self.require(state, z3.Or(least(self.wanted, self.room(state)) == 0, *wiped),
                         "nothing is refused but for lack of room", room=self.room(state))
        else:
            self.require(state, z3.BoolVal(False), "the count is looked at")

    def at_elsewhere(self, state):
        """Nothing is stored, and the count equals the limit that it was compared with."""
        self.require(state, z3.BoolVal(self.claimed(state) is None and not state.ghost["stored"]),
                     "who goes on elsewhere has stored nothing")
        same = [self.count(state) == wide(value) for value in state.ghost["limit"].values()]
        self.require(state, z3.Or(*same), "who goes on elsewhere found a count that equals the limit")
        state.ghost["elsewhere"] = True

    def loaded_limit(self, state, value):
        limits = state.ghost["limit"]
        state.ghost["limit"] = {**limits, len(limits): value}


class Switch(Callback):
    """
    A record a case: each is claimed by a count of its own, one above the count
    that was loaded last, which the record before it is finished for.
    """

    def counts_iterations(self, state):
        """Jumps back before that are no loop."""
        return state.ghost.get("again", False)

    def bounds(self, state):
        left = self.wanted - state.ghost["done"]
        # Where a round begins that may find that there is none.
        return [left, left + 1]

    def loop_facts(self, state):
        return [lambda state: z3.ULT(self.count(state), wide(self.area.limit)), lambda state: z3.BoolVal(True)]

    def loaded(self, state, area, at, size, value):
        if at is None or at + size > area.count:
            return
        if self.claimed(state) is not None:
            self.require(state, z3.BoolVal(False), "a record is finished before the next is thought of")
        again = at in state.ghost["loaded"]
        state.ghost["loaded"] = {**({} if again else state.ghost["loaded"]), at: value}
        state.ghost["again"] = again or state.ghost.get("again", False)

    def claim(self, state, after):
        state.ghost["claimed"] = one()
        self.require(state, z3.And(after == self.count(state) + 1, z3.ULE(after, wide(self.area.limit)),
                                   after != 0),
                     "the count that is stored is the next, and not above the limit", stored=after)
        self.require(state, z3.ULT(state.ghost["done"], self.wanted), "no record beyond the cases")

    def stored_record(self, state, offset, size, value):
        record, count = self.area.record, self.count(state)
        first = z3.Extract(offset.size() - 1, 0, self.area.count + count * record)
        at = self.prover.constant(state, offset - first)
        self.require(state, offset - first == at, "a record is stored where the count says",
                     offset=offset, expected=first)
        if at is None or not 0 <= at or at + size > record:
            return self.require(state, z3.BoolVal(False), "only what was claimed is stored", offset=offset)
        wanted = self.expected(state.ghost["done"], at, size)
        self.require(state, value == wanted, "a record holds what was executed", stored=value, expected=wanted)
        self.finish(state, state.ghost["bytes"] | set(range(at, at + size)))

    def finish(self, state, written):
        state.ghost["bytes"] = frozenset(written)
        if written.issuperset(range(self.area.record)):
            state.ghost.update(done=z3.simplify(state.ghost["done"] + 1), bytes=frozenset(),
                               stored={}, claimed=None)

    def same_at_head(self, back, before, done):
        self.require(back, back.ghost["done"] == done, "every round stores one record")
        if back.ghost["bytes"] or self.claimed(back) is not None:
            raise Unsupported("a loop that leaves a record half-way")

    def at_return(self, state):
        self.require(state, z3.BoolVal(self.claimed(state) is None and not state.ghost["stored"]),
                     "all that was claimed is stored")
        if not state.ghost["loaded"]:
            return self.require(state, z3.BoolVal(False), "the count is looked at")
        full = z3.UGE(self.count(state), wide(self.area.limit))
        wiped = [value == 0 for value in state.ghost["limit"].values()]
        self.require(state, z3.Or(state.ghost["done"] == self.wanted, full, *wiped),
                     "nothing is refused but for lack of room", stored=state.ghost["done"])


class Append(Claim):
    """
    Copies records behind those that are there, as many as the section has and
    as there is room for, and only then stores the new count.
    """

    def __init__(self, memory, area, source):
        super().__init__(memory)
        self.area, self.source = area, source

    def start(self, state):
        super().start(state)
        self.area.note(state)
        state.note("words of the section's area", self.source.words)
        state.note("limit of the section", self.source.limit)
        state.note("count of the section", self.source.held)

    def at_call(self, state, name, argument):
        if name != "memcpy":
            return super().at_call(state, name, argument)
        to, source, size = (argument(state, n) for n in range(3))
        find = self.memory.find
        self.copied(state, find(state, to), find(state, source), size)
        return True

    def copied(self, state, to, source, size):
        where = z3.BoolVal(to[0] is self.area and source[0] is self.source)
        self.require(state, where, "records are copied from the section to the device")
        for place, offset in (to, source):
            self.require(state, place.inside(offset, size),
                         f"the copy stays inside the {place.name}", offset=offset, bytes=size)
        if "copy" in state.ghost or state.ghost["stored"]:
            raise Unsupported("more than one copy, or one after the count")
        state.ghost["copy"] = to[1], source[1], size

    def stored(self, state, area, offset, size, value):
        at = offset.as_signed_long() if z3.is_bv_value(offset) else None
        right = area is self.area and at is not None and 0 <= at and at + size <= area.count
        area.require_inside(state, offset, size)
        self.require(state, z3.BoolVal(right and "copy" in state.ghost),
                     "nothing is stored but the count, after the records", offset=offset)
        state.ghost["stored"] = {**state.ghost["stored"], at: value}
        if size_of(state.ghost["stored"]) == area.count:
            self.check(state, wide(joined(state.ghost["stored"])))

    def check(self, state, after):
        count, limit = wide(joined(state.ghost["loaded"])), wide(self.area.limit)
        more = least(wide(self.source.held), wide(self.source.limit), limit - count)
        self.require(state, z3.And(z3.ULT(count, limit), after == count + more),
                     "the new count is what there was and what was taken", stored=after)
        to, source, size = state.ghost["copy"]
        first, record = self.area.count, self.area.record
        self.require(state, z3.And(wide(to) == first + count * record,
                                   wide(source) == first, wide(size) == more * record),
                     "what is copied is the records", to=to, source=source, bytes=size)

    def at_return(self, state):
        if size_of(state.ghost["stored"]) == self.area.count:
            return
        count = wide(joined(state.ghost["loaded"]))
        self.require(state, z3.And(not state.ghost["stored"],
                                   z3.UGE(count, wide(self.area.limit))),
                     "nothing is refused but for lack of room")


class Result(Claim):
    """A pure function: the value it returns."""

    def __init__(self, memory, bits, statement):
        super().__init__(memory)
        self.bits, self.statement = bits, statement

    def at_return(self, state):
        value = state.regs["rax" if self.memory.word == 8 else "eax"]
        if self.bits > value.size():
            value = z3.Concat(state.regs["edx"], value)
        value = z3.Extract(self.bits - 1, 0, value)
        self.require(state, self.statement(value), "the result is the one that is stated",
                     result=value)


class SetSize(Claim):
    """INIT_TRACE makes areas of the sizes that the rest is proved for."""

    def __init__(self, memory, least_words, most_words):
        super().__init__(memory)
        self.least, self.most = least_words, most_words

    def at_call(self, state, name, argument):
        if name != "kcov_port_area_alloc":
            return super().at_call(state, name, argument)
        words = argument(state, 1)
        self.require(state, z3.And(z3.UGE(words, self.least), z3.ULE(words, self.most)),
                     "an area has a legal size", words=words)
        return False
