# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Private memory that the extended part keeps beside an area: structs whose fields
hold what was stored in them last, counters, and the set of unique PCs, of which
one thing must be known beyond its bounds: as many places are taken as the list
of used places has entries. So where a place is free, the list has room.
"""
import z3

from places import Place, number, part, wide
from x86 import Unsupported, fresh


class Fields(Place):
    """
    name -> (offset, bytes), as the compiler lays them out, with what is in them
    in the beginning. Only those in `changing` may be stored in; those of
    `shared` are anybody's, so each load is news.
    """

    def __init__(self, name, word, fields, values, changing=(), shared=()):
        super().__init__(name, word)
        self.fields, self.values, self.changing, self.shared = fields, values, changing, shared

    def start(self, state):
        for name, (_, size) in self.fields.items():
            value = self.values.get(name)
            state.fields[self.name, name] = fresh(name, 8 * size) if value is None else value

    def get(self, state, name):
        return state.fields[self.name, name]

    def field_at(self, offset, size):
        at = number(offset)
        for name, (first, bytes_) in self.fields.items():
            if at is not None and first <= at and at + size <= first + bytes_:
                return name, at - first
        return None, None

    def load(self, state, offset, size):
        name, at = self.field_at(offset, size)
        if name is None and size > 1 and number(offset) is not None:
            # Two fields at once.
            halves = [self.load(state, z3.simplify(offset + n), size // 2) for n in (size // 2, 0)]
            return z3.simplify(z3.Concat(*halves))
        if name is None:
            raise Unsupported(f"a load of {size} bytes from {self.name} at {offset}")
        if name in self.shared:
            return fresh(name, 8 * size)
        return part(self.get(state, name), at, size)

    def store(self, state, offset, size, value):
        name, at = self.field_at(offset, size)
        self.memory.require(state, z3.BoolVal(name in self.changing or name in self.shared),
                            f"what is constant in {self.name} stays", offset=offset)
        if name in self.shared:
            return
        old = self.get(state, name)
        pieces = [part(old, 0, at)] if at else []
        pieces.append(value)
        if 8 * (at + size) < old.size():
            pieces.append(part(old, at + size, old.size() // 8 - at - size))
        pieces.reverse()
        state.fields[self.name, name] = z3.simplify(z3.Concat(*pieces) if len(pieces) > 1 else pieces[0])
        self.memory.claim.field_stored(state, self, name)


class Counter(Place):
    """A number of 64 bits that others may write too."""

    def load(self, state, offset, size):
        self.require_inside(state, offset, size)
        return fresh(self.name, 8 * size)

    def store(self, state, offset, size, value):
        self.require_inside(state, offset, size)

    def require_inside(self, state, offset, size):
        inside = z3.And(z3.ULE(offset, 8), z3.ULE(size, 8 - offset))
        self.memory.require(state, inside, f"the counter {self.name} is one of 64 bits", offset=offset)


class Words(Place):
    """Words that nobody changes meanwhile, read and not written."""

    def __init__(self, name, word, size, unit):
        super().__init__(name, word)
        self.size, self.unit = size, unit

    def load(self, state, offset, size):
        at = wide(offset)
        inside = z3.And(z3.ULE(at, self.size), z3.ULE(size, self.size - at))
        self.memory.require(state, inside, f"loads from the {self.name} stay inside", offset=offset)
        return fresh(self.name, 8 * size)


class Seen:
    """
    The set: its table of PCs, and the list of used places. `owner` has the field
    that says how many are used. A change is looked at when all of it is there;
    the table is not asked anything before.
    """

    def __init__(self, word, bits, owner, field):
        self.word, self.bits, self.owner, self.field = word, bits, owner, field
        self.places = z3.BitVecVal(1, 64) << wide(bits)
        self.table, self.list = Array("set", word, word, self), Array("used", word, 4, self)

    def used(self, state):
        return wide(self.owner.get(state, self.field))

    def start(self, state):
        state.ghost["set"] = {}
        state.ghost["used"] = self.used(state)

    def invariant(self, state):
        """Of a state in which no change is under way."""
        return z3.And(z3.ULE(self.used(state), self.places), z3.BoolVal(not state.ghost["set"]),
                      state.ghost["used"] == self.used(state))

    def require_settled(self, state):
        self.table.memory.require(state, self.invariant(state), "the set and its list are as many")

    def note(self, state, **what):
        state.ghost["set"] = {**state.ghost["set"], **what}
        self.settle(state)

    def settle(self, state):
        """Is a change complete? Then it has to be one of those that there are."""
        change, before, now = state.ghost["set"], state.ghost["used"], self.used(state)
        if "table" not in change or z3.eq(before, now):
            return
        (at, value), cleared = change["table"], z3.is_bv_value(change["table"][1])
        if cleared:
            entry, place = state.ghost.get("popped", (before, before))
            right = z3.And(value == 0, now == before - 1, entry == now, at == place)
        elif "list" in change:
            (entry, place), (looked, found) = change["list"], state.ghost["looked"]
            right = z3.And(value != 0, now == before + 1, entry == before, at == place, looked == at, found == 0)
        else:
            return
        self.table.memory.require(state, right, "a place that is taken is on the list, one that is given up is not",
                                  before=before, now=now)
        state.ghost.update(set={}, used=now)

    def loaded(self, state, array, index):
        if array is self.table:
            self.require_settled(state)
            value = fresh("pc", 8 * self.word)
            # Not all places are taken, so not all entries of the list are.
            state.known.append(z3.Implies(value == 0, z3.ULT(self.used(state), self.places)))
            state.ghost["looked"] = index, value
            return value
        value = fresh("place", 32)
        state.known.append(z3.ULT(wide(value), self.places))
        state.ghost["popped"] = index, wide(value)
        return value

    def stored(self, state, array, index, value):
        if array is self.table:
            return self.note(state, table=(index, value))
        self.list.memory.require(state, z3.ULT(wide(value), self.places), "an entry of the list is a place")
        return self.note(state, list=(index, wide(value)))


class Array(Place):
    """As many elements of so many bytes as the set has places."""

    def __init__(self, name, word, unit, seen):
        super().__init__(name, word)
        self.unit, self.seen = unit, seen

    def index(self, state, offset, size):
        if size != self.unit:
            raise Unsupported(f"{size} bytes of {self.name}, whose elements have {self.unit}")
        index = z3.simplify(z3.LShR(wide(offset), self.unit.bit_length() - 1))
        self.memory.require(state, z3.And(z3.ULT(index, self.seen.places), wide(offset) == index * self.unit),
                            f"what is looked at of the array \"{self.name}\" is inside", offset=offset)
        return index

    def load(self, state, offset, size):
        return self.seen.loaded(state, self, self.index(state, offset, size))

    def store(self, state, offset, size, value):
        self.seen.stored(state, self, self.index(state, offset, size), value)
