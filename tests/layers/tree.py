# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
The files of the tree as check-layers sees them: each is read and parsed once.
A tree may lie over another one, with some texts replaced, added or removed;
what is known of the files below is shared. That is how faults are planted.
"""
import os
import re

# What no rule is about, and what Python leaves beside its modules.
OUTSIDE = {"./.git", "./build", "./LICENSES", "./tests/fuzz/corpus"}
LEFT = {"__pycache__"}

# Texts keep their quotes, comments become a blank, as in a compiler.
TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?(?:\*/|\Z)|//[^\n]*', re.S)
DIRECTIVE = re.compile(r"^[ \t]*(?:#|%:)[ \t]*(\w+)[ \t]*(.*?)[ \t]*$", re.M)
SPELLED = re.compile(r'"([^">]+)"|<([^">]+)>')


def uncommented(text):
    """The text after the second and third phase of translation, lines kept."""
    def blank(match):
        token = match[0]
        return token if token[0] in "\"'" else " " + "\n" * token.count("\n")

    # A joined line ends as many lines later.
    text = re.sub(r"(?:[^\n]*\\\n)+[^\n]*", lambda m: m[0].replace("\\\n", "") + "\n" * m[0].count("\\\n"), text)
    return TOKEN.sub(blank, text)


def directives(text):
    """(line, name, rest) of each; line counts from 1."""
    code = uncommented(text)
    line, at = 1, 0
    for match in DIRECTIVE.finditer(code):
        # Blanks of the beginning may be lines of their own.
        start = match.start(1)
        line += code.count("\n", at, start)
        at = start
        yield line, match[1], match[2]


class Tree:
    def __init__(self, root="."):
        self.root = root
        self.texts, self.parsed, self.below = {}, {}, None
        self.files = sorted(self.walk())
        self.present = set(self.files)

    def over(self, changes):
        """This tree with other texts: {path: text, or None where it is gone}"""
        tree = object.__new__(Tree)
        tree.root, tree.below = self.root, self
        tree.texts, tree.parsed = dict(changes), {}
        tree.present = (self.present | set(changes)) - {p for p, text in changes.items() if text is None}
        tree.files = sorted(tree.present)
        return tree

    def walk(self):
        for folder, folders, names in os.walk(self.root):
            place = os.path.relpath(folder, self.root)
            place = "" if place == "." else place + "/"
            folders[:] = [f for f in folders if "./" + place + f not in OUTSIDE and f not in LEFT]
            for name in names:
                path = os.path.join(folder, name)
                if name not in (".gitignore", ".git") and not os.path.islink(path) and os.path.isfile(path):
                    yield place + name

    @property
    def sources(self):
        return [path for path in self.files if path.endswith((".c", ".h"))]

    def text(self, path):
        if path not in self.texts:
            if self.below:
                return self.below.text(path)
            with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
                self.texts[path] = file.read()
        return self.texts[path]

    def directives(self, path):
        """What uncommented directives the file has."""
        if self.below and path not in self.texts:
            return self.below.directives(path)
        if path not in self.parsed:
            self.parsed[path] = list(directives(self.text(path)))
        return self.parsed[path]

    def includes(self, path):
        """(name, whether in quotes) of each include that spells out its file"""
        for _, name, rest in self.directives(path):
            spelled = SPELLED.fullmatch(rest) if name == "include" else None
            if spelled:
                yield spelled[1] or spelled[2], bool(spelled[1])

    def pick(self, *globs):
        """The files that match, in order; a * stays in its folder, a ** does not."""
        pattern = "|".join(re.sub(r"\*\*?", lambda m: ".*" if m[0] == "**" else "[^/]*", re.sub(r"([.+])", r"\\\1", glob))
                           for glob in globs)
        return [path for path in self.files if re.fullmatch(pattern, path)]
