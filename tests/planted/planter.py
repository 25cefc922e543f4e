# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Reads the list of faults (its head says its grammar) and plants them: into a text,
or into a copy of the tree. The engines ask for those that they must see. Python
programs import this, others call `plant`.
"""
import glob
import os
import re
from collections import namedtuple

HERE = os.path.dirname(os.path.realpath(__file__))
LIST = os.path.join(HERE, "faults")

# edits: what is changed together; engines: who must see it, and what each is told.
Fault = namedtuple("Fault", "name engines edits what")
Edit = namedtuple("Edit", "file function old new")

DEFINITION = r"^(?:[A-Za-z_](?:[^\n;{{}}=#]|\n(?=[ \t]))*?\b|){}\((?:[^;{{}}])*\)\s*\{{"


class Unplantable(Exception):
    """The list quotes what is not there, or not there once."""


def read(path=LIST):
    """Every fault, by its name."""
    faults = {}
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    for row in rows:
        if len(row) != 7:
            raise Unplantable(f"{row[0]}: {len(row)} columns of 7")
        name, engines, file, function, old, new, what = row
        edit = Edit(file, "" if function == "-" else function, old, new)
        if name == "and":
            last.edits.append(edit)
            continue
        if name in faults or not old:
            raise Unplantable(f"{name}: {'stands there twice' if old else 'changes nothing'}")
        told = [engine.partition(": ")[::2] for engine in engines.split("; ")]
        last = faults[name] = Fault(name, told, [edit], what or name)
    return faults


def of(engine):
    """(fault, what the engine is told of it) of all that it must see"""
    return [(fault, told) for fault in read().values() for name, told in fault.engines if name == engine]


def body(text, function):
    """Where the function begins and ends in the text, or None."""
    for start in re.finditer(DEFINITION.format(re.escape(function)), text, re.M):
        end = re.compile(r"^\}", re.M).search(text, start.end())
        if end:
            return start.start(), end.end()
    return None


def contents(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def home(tree, edit):
    """The file where the function stands now, which may have moved beside the one that is named."""
    path = os.path.join(tree, edit.file)
    if os.path.isfile(path) and (not edit.function or body(contents(path), edit.function)):
        return edit.file
    folder = os.path.dirname(edit.file)
    found = [other for other in sorted(glob.glob(f"{glob.escape(os.path.join(tree, folder))}/**/*.[ch]", recursive=True))
             if edit.function and body(contents(other), edit.function)]
    if len(found) != 1:
        raise Unplantable(f"{edit.file} has no {edit.function or 'such file'}, and {len(found)} files beside it have")
    return os.path.relpath(found[0], tree)


def place(text, edit):
    """Where the old text begins and ends."""
    start, end = body(text, edit.function) if edit.function else (0, len(text))
    found = list(re.compile(r"\s+".join(map(re.escape, edit.old.split()))).finditer(text, start, end))
    if len(found) != 1:
        where = f"{edit.function}() of {edit.file}" if edit.function else edit.file
        raise Unplantable(f"`{edit.old}' is in {where} {len(found)} times")
    return found[0].span()


def changed(text, edit):
    start, end = place(text, edit)
    return text[:start] + edit.new.replace(r" \n ", "\n") + text[end:]


def texts(fault, tree="."):
    """path -> the text with the fault in it"""
    found = {}
    for edit in fault.edits:
        path = home(tree, edit)
        if path not in found:
            found[path] = contents(os.path.join(tree, path))
        found[path] = changed(found[path], edit)
    return found


def plant(fault, tree, to=None):
    """Into the tree itself, or into another folder that is laid out so; what was changed."""
    found = texts(fault, tree)
    for path, text in found.items():
        target = os.path.join(to or tree, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as file:
            file.write(text)
    return list(found)
