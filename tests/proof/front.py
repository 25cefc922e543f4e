# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
An area of which not all is a plain trace, and what stands before it: the fields
of struct kcov_feedback and the limit, as core/feedback.c leaves them (which is
proved by itself), then the part of PCs. What may be stored where, by what the
area holds.
"""
import z3

from places import Place, joined, number, wide
from private import Fields, Seen
from x86 import fresh

TRACE, UNIQUE, EDGES = range(3)
COUNTS = {UNIQUE: -1, EDGES: -8}
BITS = {UNIQUE: (8, 20), EDGES: (12, 20)}
POINTERS = {"lost": "lost", "repeated": "repeated", "cmp_lost": "cmp-lost"}


class Comparisons(Place):
    """The part of an area that is set apart for comparisons."""

    def __init__(self, word, layout):
        super().__init__("comparisons", word)
        self.words, self.layout = z3.BitVec("cmp-words", 8 * word), layout
        self.size = wide(self.words) * word
        self.room = z3.BitVec("cmp-room", 64)

    def assumptions(self):
        return [z3.ULE(self.words, self.layout["largest area"]), z3.UGE(self.size, 8),
                self.room == z3.UDiv(self.size - 8, z3.BitVecVal(32, 64))]

    def load(self, state, offset, size):
        at = wide(offset)
        self.memory.require(state, z3.And(z3.ULE(at, self.size), z3.ULE(size, self.size - at)),
                            "loads from the part for comparisons stay inside", offset=offset)
        return state.note(f"part for comparisons, {size} bytes, as loaded", fresh("comparisons", 8 * size))

    def store(self, state, offset, size, value):
        at = number(offset)
        if at is not None and at < 8:
            return self.store_count(state, at, value)
        first = wide(offset) - 8
        self.memory.require(state, z3.And(z3.ULT(first, 32 * self.room), first & (size - 1) == 0),
                            "a comparison is one of its part", offset=offset)
        return None

    def store_count(self, state, at, value):
        pieces = {**state.ghost.get("pieces", {}), at: value}
        if sum(piece.size() for piece in pieces.values()) < 64:
            state.ghost["pieces"] = pieces
            return
        count, state.ghost["pieces"] = joined(pieces), {}
        self.memory.require(state, z3.And(z3.UGE(count, 1), z3.ULE(count, self.room)),
                            "the count of comparisons is not above what there is room for", stored=count)


class SharedOut:
    """
    The words that PCs are in, of an area of edges as many at least as
    kcov_choice_fits() wants. Places are counted from the count word on.
    """

    def __init__(self, word, layout, feedback):
        self.word, self.feedback, self.layout = word, feedback, layout
        self.words, self.log2 = z3.BitVec("words", 8 * word), z3.BitVec("bits", 32)
        self.map = z3.BitVecVal(1, 64) << wide(self.log2)
        self.limit = self.map if feedback == EDGES else wide(self.words) - 1

    def start(self, state):
        state.note("words of the part of PCs", self.words)
        state.note("bits", self.log2)
        least, most = BITS.get(self.feedback, (0, 0))
        size = wide(self.words) * self.word
        fits = z3.UGE(size, self.word + 5 * self.map) if self.feedback == EDGES else z3.UGE(self.words, 2)
        state.known += [z3.ULE(self.words, self.layout["largest area"]), fits,
                        z3.UGE(self.log2, least), z3.ULE(self.log2, most)]

    def load(self, state, at, size):
        end = wide(self.words) * self.word
        self.memory.require(state, z3.And(z3.ULE(at, end), z3.ULE(size, end - at)),
                            "loads from the area stay inside", place=at)
        return state.note(f"area, {size} bytes, as loaded", fresh("area", 8 * size))

    def store(self, state, at, size, value):
        if number(at) == 0 and size == self.word:
            self.memory.require(state, z3.And(z3.UGE(wide(value), 1), z3.ULE(wide(value), self.limit)),
                                "the count that is stored is above 0, and not above the limit", stored=value)
        else:
            sentence, right = self.may_be_stored(at, size)
            self.memory.require(state, right, sentence, place=at)

    def may_be_stored(self, at, size):
        if self.feedback == EDGES and size == 1:
            return "a counter is one of the map", z3.ULT(at - self.word, self.map)
        if self.feedback == EDGES and size == 4:
            first = self.word + self.map
            return "an entry is one of the list", z3.And(z3.ULT(at - first, 4 * self.map), (at - first) & 3 == 0)
        if self.feedback == UNIQUE and size == self.word:
            return "a record is one of the area", z3.And(z3.UGE(at, size), z3.ULE(at, self.limit * size),
                                                         at & (size - 1) == 0)
        return "nothing else is stored in the area", z3.BoolVal(False)


class Sharer(Fields):
    """What is private beside an area, the words that are not, and for unique PCs the set."""

    def __init__(self, name, word, layout, fields, feedback, changing):
        super().__init__(name, word, fields, {}, changing)
        self.feedback, self.shared_out = feedback, SharedOut(word, layout, feedback)
        self.seen = Seen(word, self.shared_out.log2, self, "used")

    def start(self, state):
        log2 = self.shared_out.log2
        self.shared_out.memory = self.memory
        self.values.update(shift=32 - log2, bits=log2, pcs=self.seen.table.base, list=self.seen.list.base)
        super().start(state)
        self.shared_out.start(state)
        state.note("used", self.get(state, "used"))
        if self.feedback == UNIQUE:
            self.seen.start(state)
        state.known.append(self.invariant(state))

    def invariant(self, state):
        """Between two callbacks, and between two rounds of a loop."""
        return self.seen.invariant(state) if self.feedback == UNIQUE else z3.BoolVal(True)


class Front(Sharer):
    """Offsets count from struct kcov_feedback on."""

    def __init__(self, word, layout, feedback, comparisons=None):
        super().__init__("front", word, layout, layout["feedback"], feedback, ("previous", "used"))
        self.comparisons, self.size, self.layout = comparisons, layout["front"], layout
        self.area = self.base + self.size
        self.pc_count, self.cmp_count = (self.base + layout["feedback"][name][0] for name in ("pc_count", "cmp_count"))

    def start(self, state):
        word = 8 * self.word
        self.values.update((field, z3.BitVec(name, word)) for field, name in POINTERS.items())
        self.values.update(limit=z3.Extract(word - 1, 0, self.shared_out.limit))
        if self.comparisons:
            self.values.update(cmp_area=self.comparisons.base, cmp_room=self.comparisons.room)
            state.known += self.comparisons.assumptions()
            state.note("words of the part for comparisons", self.comparisons.words)
        super().start(state)

    def invariant(self, state):
        if self.feedback == EDGES:
            return z3.ULE(wide(self.get(state, "used")), self.shared_out.limit)
        return super().invariant(state)

    def place(self, offset):
        """In the area, or None."""
        at = number(offset)
        return z3.simplify(wide(offset - self.size)) if at is None or at >= self.size else None

    def load(self, state, offset, size):
        at = self.place(offset)
        return super().load(state, offset, size) if at is None else self.shared_out.load(state, at, size)

    def store(self, state, offset, size, value):
        at = self.place(offset)
        if at is None:
            super().store(state, offset, size, value)
        else:
            self.shared_out.store(state, at, size, value)
