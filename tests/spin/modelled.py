# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""Which functions a model speaks of, and what their text was then."""
import hashlib
import re

LINE = re.compile(r"^ \* models (\S+) (\w+) (\S+)$", re.M)


def text_of(source, name):
    """A function without comments and without how it is laid out, or None."""
    source = re.sub(r"/\*.*?\*/|//[^\n]*", " ", source, flags=re.S)
    found = re.search(rf"^[a-zA-Z][^\n;]*?\b{name}\([^;{{]*\)\s*\{{.*?^\}}", source, re.M | re.S)
    return " ".join(re.findall(r"\w+|[^\w\s]", found[0])) if found else None


def mark(source, name):
    text = text_of(source, name)
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else None


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def functions(model):
    """(file, name, mark) of every function that the model's text names."""
    return LINE.findall(model)


def accept(path):
    """Records the text that the functions have today."""
    model = read(path)

    def renew(line):
        file, name, _ = line.groups()
        return f" * models {file} {name} {mark(read(file), name)}"

    with open(path, "w", encoding="utf-8") as file:
        file.write(LINE.sub(renew, model))
