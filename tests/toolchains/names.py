# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
When two readers mean the same function or file. Readers spell a name with or
without its parameters, template arguments and return type, mangled or not; the
scopes it is in and its last word are what has to be the same.
"""
import os
import re
import subprocess

# What compilers append to a copy of a function.
COPY = re.compile(r"( \[clone [^\]]*\]|\.(constprop|isra|part|cold|lto_priv|llvm|localalias|__uniq|outline)"
                  r"(\.\d+)*|\.\d+)+$")
OPERATOR = re.compile(r"operator *(\(\)|<=>|<<|>>|->\*?|<=|>=|<|>|\[\]| [\w:]+|[^\w\s(]+)")
# What is left of scopes that have no name, and Rust's hash.
UNNAMED = re.compile(r"^(\$_\d+|'lambda\d*'|_anonymous_namespace_|h[0-9a-f]{16}|)$")
MODULE = re.compile(r"^__(\w+?)_MOD_(\w+)$")


class Names:
    """Demangles once, all that is asked of it together."""

    def __init__(self):
        self.known = {}

    def learn(self, names):
        wanted = sorted({COPY.sub("", name) for name in names} - self.known.keys())
        said = subprocess.run(["c++filt"], input="".join(f"{n}\n" for n in wanted), text=True, check=True,
                              capture_output=True).stdout.splitlines()
        self.known.update((name, scopes(text)) for name, text in zip(wanted, said))

    def scopes(self, name):
        name = COPY.sub("", name)
        if name not in self.known:
            self.learn([name])
        return self.known[name]

    def same(self, ours, theirs):
        """Ours has the last word and, of the scopes, no fewer than theirs."""
        ours, theirs = self.scopes(ours), self.scopes(theirs)
        if ours == theirs:
            return True
        if not ours or not theirs or ours[-1] != theirs[-1]:
            return False
        rest = iter(ours)
        return all(scope in rest for scope in theirs)


def scopes(text):
    """("a", "Shape", "get") of "int a::Shape<int>::get(int) const"."""
    module = MODULE.match(text)
    if module:
        return module.groups()
    text = re.sub(r"\) (const|volatile)\b", ")", text)
    operator = OPERATOR.search(text)
    if operator:
        text = text[:operator.start()] + "\0" + text[operator.end():]
    words, i = [""], 0
    while i < len(text):
        if text[i] in "<({[":
            i = matching(text, i)
        elif text.startswith("::", i):
            words.append("")
            i += 2
        elif text[i] == " ":
            words = [""]
            i += 1
        else:
            words[-1] += text[i]
            i += 1
    words = [w for w in words if not UNNAMED.match(w)]
    if operator:
        words = [w.replace("\0", operator[0].replace(" ", "")) for w in words]
    return tuple(words)


def matching(text, start):
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] in "(<{[") - (text[i] in ")>}]")
        if depth == 0:
            return i + 1
    return len(text)


def same_file(ours, theirs):
    """The end of the other's path, by whole folders."""
    ours, theirs = os.path.normpath(ours or ""), os.path.normpath(theirs or "")
    ours = re.sub(r"^(\.\./)+", "", ours)
    return ours == theirs or theirs.endswith("/" + ours)
