# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""The functions of an unlinked x86 object: instructions and relocations."""
import bisect

import capstone
from elftools.elf.elffile import ELFFile
from elftools.elf.relocation import RelocationSection

# Fields that are a symbol's address, or hold the place of its TLS offset.
TLS = {"R_X86_64_GOTTPOFF", "R_386_TLS_IE"}


class Function:
    """Instructions by offset; insn -> the relocation in it, if any."""

    def __init__(self, name, insns, relocations, others):
        self.name, self._others = name, others
        self.insns = {i.address: i for i in insns}
        self.start = insns[0].address
        self._relocations = relocations

    def relocation(self, insn):
        places, values = self._relocations
        i = bisect.bisect_left(places, insn.address)
        if i < len(places) and places[i] < insn.address + insn.size:
            return values[i]
        return None

    def callee(self, insn):
        """The function that a call or a jump names, or None."""
        relocation = self.relocation(insn)
        if relocation:
            return relocation[0]
        operand = insn.operands[0]
        return self._others.get(operand.imm) if operand.type == capstone.x86.X86_OP_IMM else None

    def ways(self, at):
        """Where the instruction may go on in this function."""
        insn = self.insns[at]
        name, after = insn.mnemonic.split()[-1], at + insn.size
        if name == "ret" or name == "jmp" and self.callee(insn) not in (None, self.name):
            return []
        jumps = name[0] == "j" and insn.operands[0].type == capstone.x86.X86_OP_IMM
        ways = [insn.operands[0].imm] if jumps else []
        return [way for way in ways + ([] if name == "jmp" else [after]) if way in self.insns]

    def loops(self):
        """
        head -> the instructions of the loop: whoever comes back to the head has
        passed it before. Compilers make no others.
        """
        order, above = self.dominators()
        back = [(at, way) for at in order for way in self.ways(at) if order[way] <= order[at]]
        before, found = {}, {}
        for at in order:
            for way in self.ways(at):
                before.setdefault(way, []).append(at)
        for at, head in back:
            over = at
            while order[over] > order[head]:
                over = above[over]
            if over != head:
                raise ValueError(f"{self.name}: a loop with two entries at {head:#x}")
            body, work = found.setdefault(head, {head}), [at]
            while work:
                at = work.pop()
                if at not in body:
                    body.add(at)
                    work += before[at]
        return found

    def dominators(self):
        """place -> its number, front to back; place -> the nearest that every way there has passed"""
        after, seen, stack = [], {self.start}, [(self.start, iter(self.ways(self.start)))]
        while stack:
            at, ways = stack[-1]
            way = next((way for way in ways if way not in seen), None)
            if way is None:
                after.append(at)
                stack.pop()
            else:
                seen.add(way)
                stack.append((way, iter(self.ways(way))))
        order = {at: n for n, at in enumerate(reversed(after))}
        before = {at: [] for at in order}
        for at in order:
            for way in self.ways(at):
                before[way].append(at)
        above, changed = {self.start: self.start}, True
        while changed:
            changed = False
            for at in list(order)[1:]:
                new = None
                for one in (one for one in before[at] if one in above):
                    new = one if new is None else self._meet(order, above, new, one)
                changed |= above.get(at) != new
                above[at] = new
        return order, above

    @staticmethod
    def _meet(order, above, a, b):
        while a != b:
            while order[a] > order[b]:
                a = above[a]
            while order[b] > order[a]:
                b = above[b]
        return a


class Object:
    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.elf = ELFFile(file)
            self.word = self.elf.elfclass // 8
            self._read()

    def _read(self):
        mode = capstone.CS_MODE_64 if self.word == 8 else capstone.CS_MODE_32
        self.decoder = capstone.Cs(capstone.CS_ARCH_X86, mode)
        self.decoder.detail = True
        self.symbols = self.elf.get_section_by_name(".symtab")
        relocations = self._relocations()
        self.functions, self.data = {}, {}
        begins = {}  # section -> {place: function}, for jumps that need no relocation
        for symbol in self.symbols.iter_symbols():
            index, kind = symbol["st_shndx"], symbol["st_info"]["type"]
            if not isinstance(index, int) or not symbol["st_size"]:
                continue
            section = self.elf.get_section(index)
            start, end = symbol["st_value"], symbol["st_value"] + symbol["st_size"]
            if kind == "STT_FUNC":
                insns = list(self.decoder.disasm(section.data()[start:end], start))
                begins.setdefault(index, {})[start] = symbol.name
                self.functions[symbol.name] = Function(
                    symbol.name, insns, relocations.get(index, ([], [])), begins[index])
            elif kind == "STT_OBJECT" and section["sh_type"] == "SHT_PROGBITS":
                self.data[symbol.name] = section.data()[start:end]

    def _relocations(self):
        """section -> (places, (symbol, is_tls)), sorted by place"""
        found = {}
        for section in self.elf.iter_sections():
            if not isinstance(section, RelocationSection):
                continue
            rows = sorted((r["r_offset"], self._target(r)) for r in section.iter_relocations())
            found[section["sh_info"]] = ([r[0] for r in rows], [r[1] for r in rows])
        return found

    def _target(self, relocation):
        from elftools.elf.descriptions import describe_reloc_type
        kind = describe_reloc_type(relocation["r_info_type"], self.elf)
        return self.symbols.get_symbol(relocation["r_info_sym"]).name, kind in TLS

    def words(self, name):
        """A constant array of 32-bit numbers."""
        data = self.data[name]
        return [int.from_bytes(data[i:i + 4], "little") for i in range(0, len(data), 4)]
