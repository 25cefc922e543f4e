# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
The rules about the text of files: no conditionals in the core, names, sizes,
licence lines, ordering comments in pairs, layout.
"""
import os
import re
import shutil
import subprocess

from tree import uncommented

FORMATTER = "clang-format-19"
LINES, FUNCTION = 400, 60
# Of the smallest port, to be read before one's own is written.
SMALLEST, PORT_LINES = "port/bare/kcov_port_types.h port/bare/kcov_port_inline.h port/bare/host.c".split(), 120
# Of README: what a stranger reads in five minutes.
SCREEN, ROWS = 140, 10
# Of the first comment of a source: what is here, who calls, what may be assumed.
HEAD_WORDS = 4
ORDER = re.compile(r"(?:/\*|//|^[ \t]*\*) order: (.*)", re.M)


def conditionals(tree, files):
    """A guard is "#ifndef X", "#define X" as a header's first directives."""
    for path in files:
        found = tree.directives(path)
        if path.endswith(".h") and found[:1] and found[0][1] == "ifndef":
            line, _, guard = found[0]
            if [f[1:] for f in found[1:2]] != [("define", guard)]:
                yield f"{path}:{line}: no guard: #ifndef {guard}"
            found = found[1:]
        for line, name, rest in found:
            if name.startswith(("if", "el")):
                yield f"{path}:{line}: #{name} {rest}"


def in_one_condition(tree, files):
    """Sources of which nothing is left where a condition is false: lists choose between files."""
    for path in files:
        depth, outside = 0, []
        for line in uncommented(tree.text(path)).split("\n"):
            directive = re.match(r"[ \t]*#[ \t]*(\w+)", line)
            if not directive:
                outside += [line] if not depth and line.strip() else []
            elif directive[1].startswith("if"):
                depth += 1
            elif directive[1] == "endif":
                depth -= 1
        if not outside:
            yield path


def badly_named(tree):
    return [path for path in tree.files if re.search(r"(^|/)(utils?|misc|common|defs)(\.|/|$)", path)]


def unlicensed(tree):
    """On the first line, or behind what the kernel, an interpreter or a picture wants there."""
    # A name of a format, and nothing else, is what such a file may hold.
    return [path for path in tree.files if path != "debian/source/format"
            and "SPDX-License-Identifier: " not in "\n".join(tree.text(path).split("\n", 4)[:4])]


def unmerged(tree):
    """Two texts of one place, as a merge leaves them for somebody to choose."""
    return [path for path in tree.files if re.search(r"^(<{7} |>{7} |={7}$)", tree.text(path), re.M)]


def long_readme(tree):
    lines = tree.text("README.md").splitlines()
    if len(lines) > SCREEN:
        yield f"{len(lines)} lines"
    for table in re.findall(r"(?:^\|.*\n)+", tree.text("README.md"), re.M):
        if table.count("\n") - 2 > ROWS:
            yield f"{table.count(chr(10)) - 2} rows below {table.splitlines()[0]}"


def headless(tree, files):
    """Sources without a comment between the licence and the code, of a sentence at least."""
    for path in files:
        head = re.match(r".*SPDX-License-Identifier.*\n/\*((?s:.*?))\*/\n", tree.text(path))
        words = re.findall(r"[A-Za-z]{2,}", head[1]) if head else []
        if len(words) < HEAD_WORDS:
            yield f"{path}: {f'{len(words)} words' if head else 'no comment'}"


def excused(tree):
    """FILE, or FILE: FUNCTION, with a reason: tests/layers/exceptions."""
    for line in tree.text("tests/layers/exceptions").splitlines():
        what, _, reason = re.sub(r"[ \t]*#[ \t]*", "#", line).partition("#")
        if what and reason:
            yield what


def without_exceptions(tree, found):
    """found: (FILE, FUNCTION or nothing, what of it)"""
    known = set(excused(tree))
    for path, function, what in found:
        if path not in known and f"{path}: {function}" not in known:
            yield ": ".join(filter(None, (path, function, what)))


def long_files(tree, files):
    return ((path, "", f"more than {LINES} lines") for path in files
            if len(tree.text(path).splitlines()) > LINES)


def long_functions(tree, files):
    for path in files:
        name, start = "", 0
        for number, line in enumerate(tree.text(path).splitlines()):
            if line[:1].isalpha() and "(" in line:
                name = re.split(r"[ *]", line.partition("(")[0])[-1]
            elif line[:1] == "{":
                start = number
            elif line[:1] == "}":
                if start and number - start - 1 > FUNCTION:
                    yield path, name, f"{number - start - 1} lines"
                start = 0


def code_lines(text):
    """What is neither empty, nor a comment, a directive, a brace."""
    lines = [line.strip() for line in uncommented(text).split("\n")]
    return sum(line not in ("", "{", "}", "};") and not line.startswith("#") for line in lines)


def not_small(tree):
    number = sum(code_lines(tree.text(path)) for path in SMALLEST)
    if not number or number >= PORT_LINES:
        yield f"{' '.join(SMALLEST)}: {number}"


def orders(tree, files):
    """What stands behind "order:" """
    return [order for path in files for order in ORDER.findall(tree.text(path))]


def without_side(found):
    return [order for order in found if not re.match(r"[a-z][a-z0-9-]* [AB]($|[^A-Za-z0-9])", order)]


def without_partner(found):
    sides = {}
    for order in found:
        name, _, side = order.partition(" ")
        sides.setdefault(name, set()).add(side[:1])
    for name, seen in sorted(sides.items()):
        if not seen >= {"A", "B"}:
            yield f"{name}: has only {'A' if 'A' in seen else 'B'}"


def without_row(tree, found):
    doc = tree.text("doc/concurrency.md")
    return sorted({order.split(" ")[0] for order in found if f"| `{order.split(' ')[0]}` |" not in doc})


def unformatted(tree, files):
    """Files of the folder are read by the formatter itself, those of a tree over it are given to it."""
    planted = [path for path in files if tree.below and path in tree.texts]
    plain = [] if tree.below else files
    calls = [([os.path.join(tree.root, path) for path in plain], None)] if plain else []
    calls += [([f"--assume-filename={path}"], tree.text(path)) for path in planted]
    for arguments, text in calls:
        done = subprocess.run([FORMATTER, "--dry-run", *arguments], input=text, capture_output=True, text=True)
        found = re.findall(r"^(.*): warning:", done.stderr, re.M)
        yield from found or ([done.stderr] if done.returncode else [])


def rules(tree):
    """(sentence, what returns the offenders, or why the rule cannot be asked) of each"""
    core, uapi = tree.pick("core/**.[ch]"), tree.pick("uapi/linux/*.h")
    port = tree.pick("port/**.[ch]")
    sized = core + port + tree.pick("tool/**.[ch]")
    laid_out = sized + uapi + tree.pick("client/**.[ch]", "bench/**.[ch]")
    found = orders(tree, uapi + core + port)
    yield "core/ has no conditionals but include guards", lambda: conditionals(tree, core)
    yield "no file is called util, misc, common or defs", lambda: badly_named(tree)
    yield "every file says its licence", lambda: unlicensed(tree)
    yield "no file has the marks of a merge", lambda: unmerged(tree)
    yield (f"README.md has no more than {SCREEN} lines, and no table of more than {ROWS} rows",
           lambda: long_readme(tree))
    yield ("every source of port/ and tool/ begins with what is there, who calls it and what may be assumed",
           lambda: headless(tree, tree.pick("port/**.c", "tool/**.c")))
    yield ("no source of port/posix and tool/ stands in one condition",
           lambda: in_one_condition(tree, tree.pick("port/posix/**.c", "tool/**.c")))
    yield (f"no file of core/, port/ and tool/ is longer than {LINES} lines",
           lambda: without_exceptions(tree, long_files(tree, sized)))
    yield (f"no function of core/, port/ and tool/ is longer than {FUNCTION} lines",
           lambda: without_exceptions(tree, long_functions(tree, sized)))
    yield f"the smallest port has fewer than {PORT_LINES} lines of code", lambda: not_small(tree)
    yield 'every ordering comment is "order: NAME A" or "order: NAME B"', lambda: without_side(found)
    yield "ordering comments come in pairs", lambda: without_partner(found)
    yield "every order has a row in doc/concurrency.md", lambda: without_row(tree, found)
    yield ("the text is formatted as .clang-format says",
           (lambda: unformatted(tree, laid_out)) if shutil.which(FORMATTER) else f"{FORMATTER} is not installed")
