# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Sources as one text: a machine then costs one start of its compiler, and not one
for each file. Functions of one name in several files keep out of each other's
way by a macro, as only calls and definitions are followed by a parenthesis.
one_text.py FILE...: prints it.
"""
import os
import re
import sys
from collections import Counter

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "../layers"), os.path.join(HERE, "../planted")]
sys.dont_write_bytecode = True

from names import functions  # noqa: E402


def contents(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def own(path):
    """The functions of the file that no other file sees."""
    return sorted({match["name"] for match in functions(contents(path))
                   if match["end"] == "{" and re.search(r"\bstatic\b", match["before"])})


def of(paths):
    found = [(path, own(path)) for path in paths]
    times = Counter(name for _, names in found for name in names)
    lines = []
    for path, all_names in found:
        names = [name for name in all_names if times[name] > 1]
        lines += [f"#define {name}(...) {re.sub(r'[^a-z]', '_', path)}_{name}(__VA_ARGS__)" for name in names]
        lines += [f'#include "{path}"', *(f"#undef {name}" for name in names)]
    return "\n".join(lines) + "\n"


def listed(*variables):
    """What make's lists of sources say: core/sources.mk, port/bare/sources.mk."""
    found = {}
    for path in ("core/sources.mk", "port/bare/sources.mk"):
        text = re.sub(r"\\\n", " ", contents(path))
        found.update(re.findall(r"^([a-z-]+) := (.*)$", text, re.M))
    names = [name for variable in variables for name in found[variable].split()]
    return [f"core/{name[:-1]}c" if name.endswith(".o") else name for name in names]


if __name__ == "__main__":
    print(of(sys.argv[1:]), end="")
