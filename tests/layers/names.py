# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Names say which way a call goes (doc/architecture.md): kcov_x() into the core,
kcov_port_x() out of it, and a host's own functions carry the host's name.
"""
import re

from includes import hosts
from tree import uncommented

ATTRIBUTE = re.compile(r"__attribute__\(\((?:[^()]|\([^()]*\))*\)\)")
FUNCTION = re.compile(r"^(?P<before>[A-Za-z_][^\n;{}=]*?)\b(?P<name>\w+)\([^;{}]*\)\s*(?P<end>[;{])", re.M)


def functions(text):
    return FUNCTION.finditer(ATTRIBUTE.sub("", uncommented(text)))


def public(text):
    """What others may call of what is defined there."""
    for match in functions(text):
        if match["end"] == "{" and not re.search(r"\bstatic\b", match["before"]):
            yield match["name"]


def exported(text):
    return {match["name"] for match in functions(text) if "KCOV_EXPORT" in match["before"]}


def of_host(tree, host):
    """Functions that are neither a service, nor the host's by name, nor its face to programs or to the kernel."""
    own = host.rpartition("/")[2]
    face = {name for path in tree.pick(f"{host}/include/**.h") for name in re.findall(r"\b(\w+)\(", tree.text(path))}
    for path in tree.pick(f"{host}/**.c"):
        shown = face | exported(tree.text(path)) | {"main"}
        yield from (f"{path} {name}()" for name in public(tree.text(path))
                    if not re.match(rf"(kcov_port|{own})_", name) and name not in shown)


def of_core(tree):
    for path in tree.pick("core/*.c"):
        yield from (f"{path} {name}()" for name in public(tree.text(path))
                    if not re.match(r"kcov_(?!port_)|__sanitizer_cov_|CALLBACK|(check_kcov_mode|write_comp_data)$", name))


def rules(tree):
    yield "functions of core/ are called kcov_, and not kcov_port_", lambda: of_core(tree)
    for host in hosts(tree):
        yield (f"functions of {host} are services, carry its name, or are its public face",
               lambda host=host: of_host(tree, host))
