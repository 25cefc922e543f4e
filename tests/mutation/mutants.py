# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Mutants: small faults in the text of core/, one each. A mutant is a file, the
line where it starts, the old text of some lines and the new one; a name if it
is one of those that are asked for by name, and the test that is to notice: one of
a folder for the user-space library's, else one of ours that is asked first.
"""
import glob
import os
import re
import sys
from collections import namedtuple

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "../planted"))

import planter  # noqa: E402

Mutant = namedtuple("Mutant", "file line old new name by", defaults=["", ""])

SWAPS = [
    # relations, connections, arithmetic
    (r"==", ["!="]), (r"!=", ["=="]), (r"(?<![<\-])<(?![<=])", ["<=", ">="]),
    (r"<=", ["<", ">"]), (r"(?<![->])>(?![>=])", [">=", "<="]), (r"(?<!>)>=", [">", "<"]),
    (r"&&", ["||"]), (r"\|\|", ["&&"]), (r" \+ ", [" - "]), (r" - ", [" + "]),
    (r"\+\+", ["--"]), (r"--", ["++"]), (r"\+=", ["-=", "="]), (r"-=", ["+="]),
    (r" \* (?=[a-z(K])", [" + "]), (r"<<", [">>"]), (r">>", ["<<"]), (r" % ", [" / "]),
    (r"(?<=[\w)]) & (?=[\w(~])", [" | "]), (r" \| ", [" & "]), (r" \^ ", [" | "]),
    (r"\|=", ["&=", "="]), (r"&= ~", ["|= "]), (r"~", [""]),
    # conditions and constants
    (r"!(?=[\w(*])", [""]), (r"\btrue\b", ["false"]), (r"\bfalse\b", ["true"]),
    (r"\bKCOV_MODE_PC\b", ["KCOV_MODE_CMP"]), (r"\bKCOV_MODE_CMP\b", ["KCOV_MODE_PC"]),
    (r"\bKCOV_STATE_INIT\b", ["KCOV_STATE_NEW", "KCOV_STATE_LOCAL"]),
    (r"\bKCOV_STATE_NEW\b", ["KCOV_STATE_INIT"]),
    (r"\bKCOV_STATE_LOCAL\b", ["KCOV_STATE_REMOTE"]),
    (r"\bKCOV_STATE_REMOTE\b", ["KCOV_STATE_LOCAL"]),
    (r"\bKCOV_TRACE_PC\b", ["KCOV_TRACE_CMP"]), (r"\bKCOV_TRACE_CMP\b", ["KCOV_TRACE_PC"]),
    (r"\bKCOV_CONTEXT_TASK\b", ["KCOV_CONTEXT_INTERRUPT"]),
    (r"\bKCOV_CONTEXT_INTERRUPT\b", ["KCOV_CONTEXT_TASK"]),
    (r"\bKCOV_CONTEXT_NONE\b", ["KCOV_CONTEXT_TASK"]),
    (r"-EINVAL\b", ["-EBUSY", "0"]), (r"-(?:EBUSY|EEXIST|ENOMEM|EFAULT|ENOTTY)\b", ["-EINVAL", "0"]),
    (r"-KCOV_ENOTSUPP\b", ["-EINVAL"]),
    (r"\bKCOV_(?:MIN_WORDS|MAX_\w+|CMP_RECORD_WORDS|REMOTE_MAX_HANDLES)\b", ["(\\g<0> + 1)", "(\\g<0> - 1)"]),
    # a lock that is not taken
    (r"kcov_port_\w+_lock\(.*?\)(?=;)", ["0"]), (r"kcov_port_irq_save\(\)", ["0"]),
    # one more, one less
    (r"(?<![\w.x])(\d+)(?![\w.x])", ["(\\1 + 1)", "(\\1 - 1)"]),
]

ORDERED = {f"core/{name}" for name in
           ("access.h", "append.c", "buffer.h", "task.h", "trace.h")}

# What a statement begins with that cannot just be left out.
KEPT = re.compile(r"\t+(return|break|case|default|else|for|while|switch|if|do|goto|struct|const|"
                  r"enum|unsigned|static|extern|typedef|bool|int|long|size_t|void|u?int\w*_t|\})\b|\t+\}")


def code_lines(path):
    """(number, text) of lines that are code: no comments, no directives."""
    inside = False
    with open(path) as file:
        for number, text in enumerate(file.read().split("\n")):
            was = inside
            inside = (inside or "/*" in text) and "*/" not in text[text.rfind("/*") + 2 if not was else 0:]
            stripped = text.strip()
            skip = was or stripped.startswith(("/*", "//", "#", "*")) or not stripped
            if not skip:
                yield number, text


def in_line(path, number, text):
    code = text.split("/*")[0]
    for pattern, news in SWAPS:
        for match in re.finditer(pattern, code):
            for new in news:
                yield Mutant(path, number, text,
                             text[:match.start()] + match.expand(new) + text[match.end():])
    match = re.search(r"\b(if|while) \((.*)\)( \{)?$", code)
    if match:
        yield Mutant(path, number, text, text[:match.start(2)] + f"!({match[2]})" + text[match.end(2):])


def statements(path):
    """(number, text) of statements, which may go over several lines."""
    with open(path) as file:
        lines = file.read().split("\n")
    numbers = {number for number, _ in code_lines(path)}
    for number in sorted(numbers):
        text = lines[number]
        before = lines[number - 1].rstrip()
        if KEPT.match(text) or not text.startswith("\t") or not re.search(r"[;{})*/:]$|else$", before):
            continue
        end = number
        while end in numbers and not lines[end].endswith((";", "{", "}")):
            end += 1
        whole = "\n".join(lines[number:end + 1])
        if end in numbers and whole.endswith(";"):
            yield number, whole


def of_statements(path):
    rows = list(statements(path))
    for number, text in rows:
        indent = re.match(r"\t+", text)[0]
        yield Mutant(path, number, text, indent + ";")
    # Where order is what an interrupt or a client sees. Elsewhere a lock
    # covers it, and no test of one thread can tell.
    for (a, first), (b, second) in zip(rows, rows[1:]) if path in ORDERED else ():
        same = re.match(r"\t+", first)[0] == re.match(r"\t+", second)[0]
        if same and b == a + first.count("\n") + 1:
            yield Mutant(path, a, first + "\n" + second, second + "\n" + first)
    # Two that a fence stands between.
    for (a, first), (b, middle), (c, last) in zip(rows, rows[1:], rows[2:]):
        if "fence" in middle and c == a + 2:
            yield Mutant(path, a, "\n".join((first, middle, last)), "\n".join((last, middle, first)))


def rows_of(name):
    """The rows of a list beside this file, as words between tabs."""
    with open(f"{HERE}/{name}") as file:
        return [row.split("\t") for row in file.read().splitlines() if row and not row.startswith("#")]


def named_mutants():
    """Those of tests/planted/faults that we must see, one place each."""
    for fault, by in planter.of("mutation"):
        [edit] = fault.edits
        path = planter.home(".", edit)
        text = planter.contents(path)
        first, last = planter.place(text, edit)
        start, end = text.rfind("\n", 0, first) + 1, text.find("\n", last)
        yield Mutant(path, text.count("\n", 0, start), text[start:end],
                     text[start:first] + edit.new + text[last:end], fault.name, by)


def all_mutants():
    named = [mutant for mutant in named_mutants() if "/" not in mutant.by]
    yield from named
    seen = {mutant._replace(name="", by="") for mutant in named}
    for path in sorted(glob.glob("core/*.c") + glob.glob("core/*.h")):
        for number, text in code_lines(path):
            if re.match(r"^(KCOV_INLINE|static|struct|int|long|void|bool|unsigned|const|uint)", text):
                continue
            for mutant in in_line(path, number, text):
                if mutant.old != mutant.new and mutant not in seen:
                    seen.add(mutant)
                    yield mutant
        for mutant in of_statements(path):
            if mutant not in seen:
                seen.add(mutant)
                yield mutant


def apply(mutant, source):
    lines = source.split("\n")
    count = mutant.old.count("\n") + 1
    assert "\n".join(lines[mutant.line:mutant.line + count]) == mutant.old
    lines[mutant.line:mutant.line + count] = mutant.new.split("\n")
    return "\n".join(lines)
