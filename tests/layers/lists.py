# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
The rules about what stands in several places: who adds to one list is told of
the others (doc/changing.md).
"""
import re

from tree import uncommented


def whole(name, text):
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)


def calls(tree):
    """Every ioctl of the core: documented, frozen, and known to what interposes ioctl()."""
    places = ["doc/behaviour.md", "doc/man/kcov.4", "tests/unit/abi.c", "tests/conformance/ioctl-numbers-are-frozen.c",
              "tool/trace/flags.c"]
    interposed = [path for path in tree.pick("port/posix/**.c") if "is_kcov_command(" in tree.text(path)]
    texts = {path: tree.text(path) for path in places}
    for path in interposed:
        found = re.search(r"is_kcov_command\([^)]*\)\n\{.*?\n\}", tree.text(path), re.S)
        if found:
            texts[path] = found[0]
    for name in re.findall(r"^\tcase (KCOV_\w+):", tree.text("core/ioctl.c"), re.M):
        yield from (f"{path}: {name}" for path, text in texts.items() if not whole(name, text))


def formats(tree):
    """Every format of export: in its help, on both pages, in a test."""
    text = tree.text("tool/command/export.c")
    table = re.search(r"\} formats\[\] = \{(.*?)\n\};", text, re.S)
    texts = {"tool/command/export.c, the help": text.replace(table[0], "") if table else "",
             "tests/tool": "".join(map(tree.text, tree.pick("tests/tool/*")))}
    for page in ("tool/man/kcovctl-export.1", "tool/man/kcov-formats.5"):
        texts[page] = "".join(re.findall(r"^\.It .*\n", tree.text(page), re.M))
    names = re.findall(r'\{ "([a-z-]+)"', table[1]) if table else []
    if not names:
        yield "tool/command/export.c: no table of formats"
    for name in names:
        yield from (f"{place}: {name}" for place, where in texts.items() if not whole(name, where))


def subcommands(tree):
    """Every subcommand has a source, is in the table of main, and has a page."""
    table = tree.text("tool/command/kcovctl.c")
    for path in tree.pick("tool/command/*.c"):
        for name in re.findall(r"^const struct command (\w+)_command\b", tree.text(path), re.M):
            if f"&{name}_command" not in table:
                yield f"tool/command/kcovctl.c: {name}"
            if f"tool/man/kcovctl-{name}.1" not in tree.present:
                yield f"tool/man/kcovctl-{name}.1"


def services(tree):
    """Every function that a host has to have: in the table of who writes one."""
    rows = "\n".join(re.findall(r"^\|.*", tree.text("doc/porting.md"), re.M))
    text = uncommented(tree.text("core/port.h"))
    names = set(re.findall(r"\b(kcov_port_\w+)\([^;{]*\);", text))
    yield from sorted(name for name in names if not re.search(rf"^\| .*`{name}`.* \|.*\|.*\|.*\|$", rows, re.M))
    yield from sorted(set(re.findall(r"`(kcov_port_\w+)`", "\n".join(re.findall(r"^\| `kcov_port_.*", rows, re.M)))) - names)


def rules(tree):
    yield "every call stands in the documents, in the tests of numbers, and where ioctl() is interposed", lambda: calls(tree)
    yield "every format of export stands in its help, on its pages and in a test", lambda: formats(tree)
    yield "every subcommand stands in the table of kcovctl and has a page", lambda: subcommands(tree)
    yield "every function of core/port.h, and no other, has a row in doc/porting.md", lambda: services(tree)
