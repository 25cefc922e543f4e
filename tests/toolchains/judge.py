# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Two oracles, one verdict. Where they disagree, a row of `disagreements` says who
is right and why; a place that no row is about fails the combination.
"""
import collections
import fnmatch

import oracles
from builder import Failed
from names import Names, same_file

Row = collections.namedtuple("Row", "combination kind right reason")


def kind_of(names, first, second, path):
    """How two chains differ, None if they do not."""
    def alike(one, two):
        return names.same(one.function, two.function) or names.same(two.function, one.function)

    if len(first) != len(second):
        inner_lost = len(second) == 1 and alike(first[-1], second[0]) and first[0][1:3] == second[0][1:3]
        return "no-inlines" if inner_lost else "depth"
    wrong = [i for i, (one, two) in enumerate(zip(first, second)) if not alike(one, two)]
    if wrong:
        symbols = oracles.names_at(path).values() if wrong == [0] else ()
        return "by-symbol" if any(second[0].function in names for names in symbols) else "function"
    for one, two in zip(first, second):
        if one.line != two.line:
            return "line"
        if not same_file(one.file, two.file):
            return "file"
    return None


def spelled(chain):
    return " < ".join(f"{f.function} {f.file}:{f.line}" for f in chain)


class Judge:
    def __init__(self, path, preload):
        self.names, self.preload = Names(), preload
        self.rows, self.used, self.disagreements = [], set(), 0
        self.combination = None
        with open(path) as file:
            for line in file.read().splitlines():
                if line and not line.startswith("#"):
                    row = Row(*line.split("\t"))
                    if row.right not in ("first", "second"):
                        raise ValueError(f"{path}: {row.right} is neither first nor second")
                    self.rows.append(row)

    def settle(self, image, points, first, second):
        """Point to the chain that is right."""
        found = {}
        for point in points:
            kind = kind_of(self.names, first[point], second[point], image.oracle)
            found[point] = first[point]
            if kind:
                row = self.row(kind)
                if not row:
                    raise Failed(f"{image.oracle}: oracles disagree ({kind}) at {point:#x}: "
                                 f"{spelled(first[point])}; {spelled(second[point])}")
                self.used.add(row)
                self.disagreements += 1
                found[point] = first[point] if row.right == "first" else second[point]
                if kind == "function":  # where it begins may be said of the other one
                    found[point] = tuple(frame._replace(start="") for frame in found[point])
        return found

    def row(self, kind):
        name = "/".join(self.combination)
        return next((r for r in self.rows if r.kind == kind and fnmatch.fnmatchcase(name, r.combination)), None)
