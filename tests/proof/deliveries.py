# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
How what sections collected gets into an area that is no plain trace
(core/delivery.c): for every section, every count and list that clients and
other processes left, and every size of a map or a set, what is stored is in its
place, and what is read of the section belongs to it.
"""
import z3

from feedbacks import InPlace
from front import EDGES, UNIQUE, Sharer
from function import run
from places import Place, number, wide
from private import Fields, Words

MOST = 1 << 24  # words of a section, KCOV_MAX_SECTION_WORDS


class DevicesArea(Place):
    """The area of the device that sections deliver to."""

    def __init__(self, word, shared_out):
        super().__init__("device-area", word)
        self.shared_out = shared_out

    def load(self, state, offset, size):
        value = self.shared_out.load(state, z3.simplify(wide(offset)), size)
        if number(offset) == 0:
            state.ghost.setdefault("have", value)
        return value

    def store(self, state, offset, size, value):
        self.shared_out.store(state, z3.simplify(wide(offset)), size, value)


class Session(Sharer):
    """What the session says is its own; the device is shared with others."""

    def __init__(self, word, layout, feedback):
        super().__init__("session", word, layout, layout["session"], feedback,
                         ("used", "repeated", "records", "rewound", "is_old"))
        self.device = Fields("device", word, layout["device"], {}, shared=tuple(layout["device"]))
        self.area = DevicesArea(word, self.shared_out)

    def start(self, state):
        self.values.update(device=self.device.base, area=self.area.base, limit=self.shared_out.limit,
                           feedback=z3.BitVecVal(self.feedback, 32), map_bits=self.shared_out.log2)
        super().start(state)
        self.device.start(state)


class Left(Fields):
    """What is left of a section, all of which is in its own area."""

    def __init__(self, word, layout, section):
        super().__init__("delivery", word, layout["delivery"], {}, ("next", "left", "previous"))
        self.section, self.first = section, z3.BitVec("next", 8 * word)

    def start(self, state):
        self.values = {"next": self.section.base + self.first}
        super().start(state)
        state.note("bytes of the section's area", self.section.size)
        state.note("left of the section", self.get(state, "left"))
        state.known += [z3.ULE(self.section.size, MOST * self.word), self.invariant(state)]

    def invariant(self, state):
        at = wide(z3.simplify(self.get(state, "next") - self.section.base))
        left = wide(self.get(state, "left"))
        end = at + left * self.word
        return z3.And(z3.ULE(left, MOST), z3.ULE(at, self.section.size), z3.ULE(end, self.section.size))


class GoesOn(InPlace):
    """`front` is the session here."""
    joins = True

    def __init__(self, memory, session, left=None):
        super().__init__(memory, session)
        self.left = left

    def start(self, state):
        super().start(state)
        if self.left:
            self.left.start(state)

    def invariant(self, state):
        mine = self.front.invariant(state)
        return z3.And(mine, self.left.invariant(state)) if self.left else mine

    def joined(self, state):
        """None of them had a change of the set under way."""
        if self.front.feedback == UNIQUE:
            state.ghost.update(set={}, used=self.front.seen.used(state))

    def bounds(self, state):
        """What is left, and the count, say enough in each round."""
        return [None]

    def loop_facts(self, state):
        return [self.invariant]

    def promises(self, state, values, steps):
        """What counts records is the count that was there, or above it, or not above the limit."""
        limit, have = self.front.shared_out.limit, state.ghost.get("have")
        for place, step in steps.items():
            value = values.get(place)
            if value is None or place[0] == "field" or value.size() != 8 * self.memory.word or \
                    step not in (None, 1, -1) or self.memory.is_address(value):
                continue
            yield place, lambda value: z3.ULE(wide(value), limit)
            if have is not None:
                yield place, lambda value: z3.UGT(value, have)
                yield place, lambda value: z3.Or(value == have, z3.And(z3.ULE(wide(value), limit), value != 0))

    def at_call(self, state, name, argument):
        if name != "memset":
            return super().at_call(state, name, argument)
        to, byte, size = (argument(state, n) for n in range(3))
        place, offset = self.memory.find(state, to)
        self.require(state, z3.And(z3.BoolVal(place is self.front.area), wide(offset) == self.memory.word,
                                   z3.ULE(wide(size), self.front.shared_out.map), z3.Extract(7, 0, byte) == 0),
                     "what is cleared is the map", bytes=size)
        return True

    def at_return(self, state):
        self.require(state, self.invariant(state), "what is left is of the section, and the set as its list says")


def prove_piece(obj, layout, feedback):
    session = Session(obj.word, layout, feedback)
    section = Words("section", obj.word, z3.BitVec("section-size", 64), obj.word)
    left = Left(obj.word, layout, section)
    places = [session, session.device, session.area, session.seen.table, session.seen.list, section, left]
    return run(obj, "kcov_delivery_go_on_locked", [session.base, left.base],
               lambda memory: GoesOn(memory, session, left), places)


def prove_ready(obj, layout, feedback):
    session = Session(obj.word, layout, feedback)
    return run(obj, "kcov_delivery_ready_locked", [session.base], lambda memory: GoesOn(memory, session),
               [session, session.device, session.area])


def statements(objects, layout):
    """sentence -> its proof"""
    for feedback, kind in ((UNIQUE, "an area of unique PCs"), (EDGES, "a map of edges")):
        yield (f"a session finds {kind} and stays inside",
               lambda feedback=feedback: prove_ready(objects["delivery"], layout, feedback))
        yield (f"a piece of a section stays inside {kind}",
               lambda feedback=feedback: prove_piece(objects["delivery"], layout, feedback))
