# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
The rules about who may include whom (doc/architecture.md). An arrow is checked
twice: as spelled in the file, which is what a reader sees, and as the compiler
follows it, which finds a header behind a header.
"""
import re

from arrows import Arrows

FOLDERS = "bench|client|core|examples|port|scripts|tests|tool|uapi"
OURS = re.compile(rf"(\.\./|/)*({FOLDERS})/|.*/\.\./({FOLDERS})/")
HOT = "trace task buffer access port types handle frames refused unique edges beside counters slots".split()
HOT_NAMES = rf"core/({'|'.join(HOT)})\.h"
OF_PORTS = r"kcov_port_(types|inline)\.h"
SOURCES = {
    "uapi": ["uapi/linux/*.h"],
    "core": ["core/**.[ch]"],
    "hot": [f"core/{name}.h" for name in HOT] + ["core/callbacks*.c", "core/refused.c"],
    "conformance": ["tests/conformance/**.[ch]"],
    "kernel": ["tests/kernel/*.[ch]"],
    "posix": ["tests/posix/**.[ch]"],
    "examples": ["examples/*.[ch]"],
    "example kernel": ["examples/kernel/**.[ch]"],
    "client": ["client/**.[ch]"],
    "bench": ["bench/**.[ch]"],
}
# Which must not be empty: a rule about no file holds always.
KNOWN = "uapi/linux core port/linux port/posix tests/conformance tests/kernel tests/posix tests/port_fake examples " \
        "tool/base bench client".split()
# What a folder of the tool may include besides itself and tool/base.
TOOL = {
    "base": "", "index": "", "recording": "", "coverage": "index recording", "collect": "index recording",
    "report": "coverage index recording", "export": "coverage index recording",
    "trace": "index recording coverage collect", "import": "index recording",
    "agent": "fuzz", "fuzz": "index recording coverage report",
    "command": "index recording coverage collect report export trace fuzz import",
}
# The same for the rooms of user space: all those below, and what is in port/posix itself.
ROOMS = "os signals images device domain remote calls".split()


def spelled(tree, files, allowed):
    """The arrows of files that no pattern allows, as spelled."""
    for path in files:
        for name, _ in tree.includes(path):
            if not re.fullmatch(allowed, name):
                yield f"{path} {name}"


def reached(tree, folders, files, allowed):
    """The arrows to our files, near and far, that no pattern allows."""
    arrows = Arrows(tree, folders.split())
    for path in files:
        for name in sorted(arrows.reach(path)):
            if OURS.match(name) and not re.fullmatch(allowed, name):
                yield f"{path} {name}"


def hosts(tree, *more):
    return sorted({"/".join(path.split("/")[:2]) for path in tree.pick("port/*/**.[ch]", *more)})


def has_sources(tree):
    gone = [f"core/{name}.h" for name in HOT if f"core/{name}.h" not in tree.present]
    return [folder for folder in [*KNOWN, *(f"port/posix/{room}" for room in ROOMS)] if not tree.pick(f"{folder}/*.[ch]")] + gone


def unspelled(tree):
    """Includes that only the preprocessor can follow, or with a choice of its own."""
    for path in tree.sources:
        known = sum(1 for _ in tree.includes(path))
        mine = [(line, name, rest) for line, name, rest in tree.directives(path) if name.startswith(("inc", "import"))]
        if len(mine) != known:
            yield from (f"{path}:{line}: #{name} {rest}" for line, name, rest in mine
                        if name != "include" or not re.fullmatch(r'"[^">]+"|<[^">]+>', rest))
        if "__has_include" in tree.text(path):
            yield f"{path}: __has_include"


def ports(tree):
    for host in hosts(tree):
        name = host.removeprefix("port/")
        own = tree.pick(f"{host}/**.[ch]")
        yield (f"port/{name} includes no other port",
               lambda own=own, host=host: spelled(tree, own, rf"(?!(port|tests|tool|bench|examples)/).*|{host}/.*"))
        yield (f"port/{name} reaches no other port",
               lambda own=own, host=host: reached(tree, f". {host} {host}/include", own, rf"core/.*|uapi/.*|{host}/.*"))


def cores(tree, core, hot):
    for host in hosts(tree, "tests/port_fake/*.[ch]"):
        own = rf"uapi/linux/kcov(_extended)?\.h|{host}/(machine/)?[a-z_]+\.h|{host}/os/arch(/[a-z0-9_]+)?\.h"
        yield (f"hot files of core/ reach no cold ones through {host}",
               lambda host=host, own=own: reached(tree, f". {host}", hot, f"{HOT_NAMES}|{own}"))
        yield (f"core/ reaches only core/, uapi/ and, for a port, {host}",
               lambda host=host, own=own: reached(tree, f". {host}", core, rf"core/[a-z_]+\.h|{own}"))


def tools(tree):
    for folder, others in TOOL.items():
        own = tree.pick(f"tool/{folder}/**.[ch]")
        seen = "|".join(["base", folder, *others.split()])
        if own:
            yield (f"tool/{folder} reaches no more of the tool than {others or 'tool/base'}",
                   lambda own=own, seen=seen: reached(tree, ". uapi", own,
                                                      rf"tool/({seen})/[a-z0-9_]+\.h|uapi/linux/kcov(_extended)?\.h"))


def rooms(tree):
    host = r"port/posix/(posix|kcov_port_(types|inline))\.h|port/posix/include/kcov/[a-z]+\.h|(core|uapi/linux)/[a-z_]+\.h"
    for number, room in enumerate(ROOMS):
        seen = "|".join(ROOMS[:number + 1])
        yield (f"port/posix/{room} reaches no room above it",
               lambda room=room, seen=seen: reached(tree, ". port/posix port/posix/include",
                                                    tree.pick(f"port/posix/{room}/**.[ch]"),
                                                    rf"port/posix/({seen})/(arch/)?[a-z0-9_]+\.h|{host}"))


def rules(tree):
    """(sentence, what returns the offenders) of each"""
    group = {name: tree.pick(*globs) for name, globs in SOURCES.items()}
    yield "every folder with rules of its own has sources", lambda: has_sources(tree)
    yield ("uapi/ includes nothing but the kernel's types and ioctl macros",
           lambda: spelled(tree, group["uapi"], r"linux/(types|ioctl)\.h"))
    yield ("core/ includes only core/, uapi/ and the two headers of a port",
           lambda: spelled(tree, group["core"], rf"core/[a-z_]+\.h|uapi/linux/kcov(_extended)?\.h|{OF_PORTS}"))
    yield ("hot files of core/ include no cold ones",
           lambda: spelled(tree, group["hot"], rf"{HOT_NAMES}|uapi/linux/kcov(_extended)?\.h|{OF_PORTS}"))
    yield from ports(tree)
    yield from cores(tree, group["core"], group["hot"])
    for what, sentence, folders, allowed in (
            ("uapi", "uapi/ reaches nothing else of ours", "uapi", r"uapi/linux/[a-z_]+\.h"),
            ("conformance", "tests/conformance reaches only uapi/ and its own headers", "uapi",
             r"(uapi/linux|tests/conformance)/[a-z_-]+\.h"),
            ("kernel", "tests/kernel reaches only uapi/ and its own headers", "uapi",
             r"(uapi/linux|tests/kernel)/[a-z_-]+\.h"),
            ("posix", "tests/posix reaches only installed headers, its own and the harness",
             "uapi tests/conformance port/posix/include",
             r"(uapi/linux|tests/conformance|tests/posix(/[a-z]+)?|port/posix/include/kcov)/[a-z_-]+\.h"),
            ("examples", "examples reach only installed headers and their own", "uapi port/posix/include",
             r"(uapi/linux|examples|port/posix/include/kcov)/[a-z_-]+\.h"),
            ("example kernel", "examples/kernel reaches only the core, the port to copy, and examples",
             ". examples/kernel port/bare port/bare/include", r"(uapi/linux|core|port/bare(/[a-z/]+)?|examples(/kernel)?)/[a-z_]+\.h"),
            ("client", "client reaches only its own headers", "client/include", r"client/include/kcov/[a-z_-]+\.h"),
            ("bench", "bench reaches installed headers, its own and that of the test module only",
             ". uapi port/posix/include client/include",
             r"((uapi/linux|bench(/kernel|/runtime|/stability)?|(port/posix|client)/include/kcov)/[a-z_-]+"
             r"|tests/conformance/sections)\.h")):
        yield (sentence, lambda what=what, folders=folders, allowed=allowed:
               reached(tree, folders, group[what], allowed))
    yield from tools(tree)
    yield from rooms(tree)
    yield ("tests/conformance includes only uapi/, the system and its own headers",
           lambda: spelled(tree, group["conformance"], r"(linux|sys|asm)/[a-z0-9_/.]+|[a-z]+\.h"))
    yield ("no file includes a .c file",
           lambda: spelled(tree, tree.sources, r".*(?<!\.c)"))
    yield "every include spells out its file", lambda: unspelled(tree)
