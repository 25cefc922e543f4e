# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Circles of files: x.c and x.h are one, an arrow is an include or a call of what
stands in the other. A circle is a set of files none of which can be read, or
tested, before the others. And what x.c defines for others, x.h declares.
"""
import re

from arrows import Arrows
from tree import uncommented

DECLARED = re.compile(r"^[A-Za-z][^\n;{}=]*?\([^;{}]*\);", re.M)
DEFINED = re.compile(r"^(?!static\b)[A-Za-z][^\n;{}=]*?\b(\w+)\([^;{}]*\)\s*\{", re.M)


def unit(path):
    return path.rpartition(".")[0]


def graph(tree, files):
    """unit -> {unit it needs: why}"""
    arrows = Arrows(tree, ["."])
    codes = {path: DECLARED.sub("", uncommented(tree.text(path))) for path in files}
    home = {name: unit(path) for path, code in codes.items() for name in DEFINED.findall(code)}
    needs = {unit(path): {} for path in files}
    for path, code in codes.items():
        for other in arrows.of(path) & set(files):
            needs[unit(path)].setdefault(unit(other), f"includes {other}")
        for name in set(re.findall(r"\b\w+\b", code)) & set(home):
            needs[unit(path)].setdefault(home[name], f"calls {name}()")
    return needs


def reach(needs, start):
    seen, left = set(), [start]
    while left:
        new = set(needs[left.pop()]) - seen
        seen |= new
        left.extend(new)
    return seen


def circles(tree, files):
    """A line for each set of files that need each other, with the arrows between them."""
    needs = {name: {other: why for other, why in found.items() if other != name}
             for name, found in graph(tree, files).items()}
    reached = {name: reach(needs, name) for name in needs}
    told = set()
    for name in sorted(needs):
        circle = {other for other in reached[name] if name in reached[other]}
        if circle and name not in told:
            told |= circle
            yield ", ".join(sorted(circle)) + ": " + "; ".join(
                f"{one} {why}" for one in sorted(circle) for other, why in sorted(needs[one].items()) if other in circle)


def undeclared(tree, files):
    """What a .c file defines for others and its own header does not declare."""
    for path in files:
        own = uncommented(tree.text(unit(path) + ".h")) if unit(path) + ".h" in tree.present else ""
        declared = set(re.findall(r"\b(\w+)\(", " ".join(DECLARED.findall(own))))
        for name in DEFINED.findall(DECLARED.sub("", uncommented(tree.text(path)))):
            if name not in declared:
                yield f"{path} {name}()"


def rules(tree):
    yield "no files of core/ need each other", lambda: circles(tree, tree.pick("core/*.[ch]"))
    yield ("every .c file of core/ has a header of its own for what others call",
           lambda: undeclared(tree, [path for path in tree.pick("core/*.c") if not path.startswith("core/callbacks")]))
