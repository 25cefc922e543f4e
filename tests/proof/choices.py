# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Which choices fit into which area (core/feedback.c), for every choice and every
size: exactly those of doc/extended.md. What front.py takes for granted of areas
is what follows.
"""
import z3

from claims import Result
from function import run
from front import BITS, EDGES, TRACE, UNIQUE
from places import wide
from private import Fields

FIELDS = {"feedback": 4, "flags": 4, "map_bits": 4, "set_bits": 4, "cmp_words": 8}


class Choice(Fields):
    """Of anybody, and copied once."""

    def __init__(self, word, layout):
        super().__init__("choice", word, layout["choice"], {})
        self.values = {name: z3.BitVec(name, 8 * size) for name, size in FIELDS.items()}
        self.words = z3.BitVec("words", 8 * word)

    def known(self, layout):
        return [z3.UGE(self.words, 2), z3.ULE(self.words, layout["largest area"])]

    def pc_words(self):
        return wide(self.words) - self.values["cmp_words"]

    def fits(self):
        of, right = self.values, []
        for feedback in (TRACE, UNIQUE, EDGES):
            least, most = BITS.get(feedback, (0, 0))
            mine, other = ("set_bits", "map_bits") if feedback == UNIQUE else ("map_bits", "set_bits")
            right.append(z3.And(of["feedback"] == feedback, z3.UGE(of[mine], least), z3.ULE(of[mine], most),
                                of[other] == 0))
        size, part = self.pc_words() * self.word, of["cmp_words"] * self.word
        beside = z3.And(z3.ULE(of["cmp_words"], wide(self.words) - 2), z3.UGE(part, 40), size & 7 == 0)
        room = z3.UGE(size, self.word + (z3.BitVecVal(5, 64) << wide(of["map_bits"])))
        return z3.And(z3.Or(*right), z3.Or(of["cmp_words"] == 0, beside), z3.Or(of["feedback"] != EDGES, room))

    def limit(self):
        one = z3.BitVecVal(1, 64)
        return z3.If(self.values["feedback"] == EDGES, one << wide(self.values["map_bits"]), self.pc_words() - 1)


class Answer(Result):
    """A function of a choice, which it leaves as it is."""

    def __init__(self, memory, choice, bits, statement):
        super().__init__(memory, bits, statement)
        self.choice = choice

    def start(self, state):
        super().start(state)
        self.choice.start(state)
        for name, value in self.choice.values.items():
            state.note(name, value)


def prove(obj, layout, name, bits, statement, more=()):
    choice = Choice(obj.word, layout)
    return run(obj, name, [choice.base, choice.words],
               lambda memory: Answer(memory, choice, bits, lambda value: statement(choice, value)), [choice], None,
               choice.known(layout) + [fact(choice) for fact in more])


def statements(objects, layout):
    """sentence -> its proof"""
    obj, word = objects["feedback"], 8 * objects["feedback"].word
    yield ("a choice fits as the document says, for every choice and size",
           lambda: prove(obj, layout, "kcov_choice_fits", 8, lambda choice, value:
                         value == z3.If(choice.fits(), z3.BitVecVal(1, 8), z3.BitVecVal(0, 8))))
    for name, what in (("limit", Choice.limit), ("pc_words", Choice.pc_words)):
        yield (f"a choice that fits has the right {name}",
               lambda name=name, what=what: prove(obj, layout, f"kcov_choice_{name}", word, lambda choice, value:
                                                  wide(value) == what(choice), [Choice.fits]))
