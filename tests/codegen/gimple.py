# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
What gcc was asked for, from the last form in which it still knows the program's
own names (-fdump-tree-optimized): the functions of a dump, every path through
them, and on it each access to a task or an area, each fence and each value that
is wanted now. An access is `count`, `record`, or a member of the task; with `=`
behind it it is a store. A release is a fence before its store.
"""
import re
from collections import namedtuple

FENCE, NOW = "|", "now"
# A call of what core/refused.h declares: the callback ends there.
ELSEWHERE = "elsewhere"
Function = namedtuple("Function", "name header blocks")
Block = namedtuple("Block", "statements nexts")

NAME = r"\w[\w.]*(?:\(D\))?"
# [cast NAME + 8B], with members behind it; NAME->members; *NAME.
ACCESS = re.compile(
    rf"MEM(?: <[^>]*>)? ?\[\((?P<type>[^()]*)\)(?P<mem>{NAME})(?: \+ (?P<offset>[^\]]+))?\](?P<of_mem>(?:\.\w+)*)"
    rf"|(?P<arrow>{NAME})->(?P<of_arrow>\w+(?:\.\w+)*)"
    rf"|(?<![\w)] )\*(?P<star>{NAME})")
CALL = re.compile(rf"(?P<what>__atomic_store_\d|__atomic_thread_fence|(?:__builtin_)?mem(?:cpy|set)) "
                  rf"\((?:(?P<to>{NAME}), .*, )?(?P<last>[^,()]*(?:\(D\))?)\);")
RELEASES = ("3", "4", "5")  # __ATOMIC_RELEASE, _ACQ_REL, _SEQ_CST
AREAS = {"pc.area", "cmp.area", "session.area"}
WHOLE = {kind: tuple(f"{kind}.{word}" for word in ("area", "limit", "feedback")) for kind in ("pc", "cmp")}


class Unread(Exception):
    """A form that this reader does not understand."""


def functions(text):
    """name -> Function; a clone has its original's name."""
    found = {}
    for part in re.split(r"^;; Function ", text, flags=re.M)[1:]:
        name = re.match(r"\w+", part)[0]
        found[name] = read(name, part)
    return found


def read(name, text):
    header, blocks, labels = text[:text.index("{")], {}, {}
    parts = re.split(r"^  <bb (\d+)>.*$", text[text.index("{"):], flags=re.M)
    for number, body in zip(map(int, parts[1::2]), parts[2::2]):
        body = body.rsplit("\n}", 1)[0]
        lines = [line.strip() for line in body.splitlines() if line.strip()]
        for label in (re.match(r"<(L\d+)>", line) for line in lines):
            if label:
                labels[label[1]] = number
        # A switch goes over several lines.
        statements = re.findall(r"[^;]+;", " ".join(l for l in lines if not re.match(r"<L\d+>|#", l)))
        phis = [line for line in lines if line.startswith("#")]
        blocks[number] = Block(phis + [s.strip() for s in statements], [])
    order = sorted(blocks)
    for number, after in zip(order, order[1:] + [None]):
        blocks[number].nexts.extend(leave(name, blocks[number].statements, after, labels))
    return Function(name, header, blocks)


def leave(name, statements, after, labels):
    """Where a block may go."""
    text = " ".join(statements)
    if re.search(r"(^| )(return\b[^;]*|__builtin_unreachable \(\)|resx \d+);$", text):
        return []
    found = [int(n) for n in re.findall(r"goto <bb (\d+)>", text)]
    for label in re.findall(r"<(L\d+)>", text) if "switch (" in text else ():
        found.append(labels[label])
    if not found and after is None:
        raise Unread(f"{name}: its last block goes nowhere")
    return found or [after]


class Accesses:
    """What the pointers of a function point at, and what its statements touch."""

    def __init__(self, function, layout):
        self.layout = layout
        # What they point at; others are no concern of ours.
        self.parameters = {name: "task" for name in re.findall(r"struct kcov_task \* (\w+)", function.header)}
        self.parameters.update({name: "session" for name in re.findall(r"struct kcov_session \* (\w+)", function.header)})
        self.parameters.update({name: "area" for name in re.findall(r"uint\w+_t \* (to|area)\b", function.header)})
        self.definitions = {}
        for block in function.blocks.values():
            for statement in block.statements:
                match = re.match(rf"(?:# )?({NAME}) (?:=|=\{{v\}}|= PHI) (.*?);?$", statement)
                if match:
                    self.definitions[match[1]] = match[2]

    def points_at(self, name, seen=()):
        """("task" or "area" or None, whether beyond its start)"""
        if name in seen:
            return None, False
        if name.endswith("(D)"):
            return self.parameters.get(re.sub(r"_\d+\(D\)$", "", name)), False
        value = self.definitions.get(name, "")
        value = re.sub(r"^\{v\} ", "", value)
        seen = (*seen, name)
        if value == "fake_current":
            return "task", False
        if value.startswith(("PHI <", "<")):
            found = [self.points_at(other, seen) for other in re.findall(rf"({NAME})\(\d+\)", value)]
            found = [place for place in found if place[0]]
            return (found[0][0], any(beyond for _, beyond in found)) if found else (None, False)
        access = ACCESS.search(value)
        if access:
            return ("area", False) if set(self.names(access, seen)) & AREAS else (None, False)
        match = re.match(rf"(?:\([^()]*\) ?)?({NAME})( \+ .*)?$", value)
        if not match or not re.match(r"\w*_\d+", match[1]):
            return None, False
        kind, beyond = self.points_at(match[1], seen)
        return kind, beyond or bool(match[2])

    def names(self, access, seen=()):
        """What an access to memory is called here; empty: neither task nor area."""
        base = access["mem"] or access["arrow"] or access["star"]
        kind, beyond = self.points_at(base, seen)
        if kind == "area":
            at_start = not beyond and (access["offset"] or "0B") == "0B" and not access["of_arrow"]
            return ("count",) if at_start else ("record",)
        if kind == "session":
            return (f"session.{access['of_arrow']}",)
        if kind != "task":
            return ()
        member = access["of_arrow"] or (access["of_mem"] or "").lstrip(".")
        if not member:
            member = self.layout.get(access["offset"] or "0B", "")
            if "struct kcov_pc_slot" in access["type"] or "struct kcov_cmp_slot" in access["type"]:
                member = member.partition(".")[0]
        return WHOLE.get(member, (member,) if member else ())

    def of(self, statement):
        """The accesses of a statement, in their order."""
        if statement.startswith("#"):
            return
        if "__asm__" in statement:
            yield FENCE if '"memory"' in statement else NOW
            return
        if re.search(r"\b(check_kcov_mode|write_comp_data) \(", statement):
            yield ELSEWHERE
            return
        call = CALL.match(statement)
        if call:
            if not call["what"].endswith(("memcpy", "memset")) and call["last"] in RELEASES:
                yield FENCE
            kind, beyond = self.points_at(call["to"]) if call["to"] else (None, False)
            if kind == "area":
                yield "record=" if beyond else "count="
            return
        left, equals, right = statement.partition(" = ")
        if not equals:
            left, equals, right = statement.partition(" ={v} ")
        for access in ACCESS.finditer(right if equals else statement):
            yield from self.names(access)
        for access in ACCESS.finditer(left if equals else ""):
            yield from (name + "=" for name in self.names(access))


def paths(function, layout):
    """Every path, as a list of accesses; each way out of a block is taken once."""
    accesses = Accesses(function, layout)
    found = {number: [name for s in block.statements for name in accesses.of(s)]
             for number, block in function.blocks.items()}
    stack = [(min(function.blocks), (), [])]
    while stack:
        number, taken, so_far = stack.pop()
        so_far = so_far + found[number]
        nexts = [n for n in function.blocks[number].nexts if (number, n) not in taken]
        if not function.blocks[number].nexts:
            yield so_far
        stack += [(n, (*taken, (number, n)), so_far) for n in nexts]
