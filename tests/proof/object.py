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

    def __init__(self, name, insns, relocations):
        self.name = name
        self.insns = {i.address: i for i in insns}
        self.start = insns[0].address
        self._relocations = relocations

    def relocation(self, insn):
        places, values = self._relocations
        i = bisect.bisect_left(places, insn.address)
        if i < len(places) and places[i] < insn.address + insn.size:
            return values[i]
        return None

    def backward_targets(self):
        """target -> the last instruction that jumps back to it"""
        found = {}
        for insn in self.insns.values():
            if insn.mnemonic.startswith("j") and insn.operands[0].type == capstone.x86.X86_OP_IMM:
                target = insn.operands[0].imm
                if target <= insn.address and not self.relocation(insn):
                    found[target] = max(found.get(target, 0), insn.address)
        return found


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
        for symbol in self.symbols.iter_symbols():
            index, kind = symbol["st_shndx"], symbol["st_info"]["type"]
            if not isinstance(index, int) or not symbol["st_size"]:
                continue
            section = self.elf.get_section(index)
            start, end = symbol["st_value"], symbol["st_value"] + symbol["st_size"]
            if kind == "STT_FUNC":
                insns = list(self.decoder.disasm(section.data()[start:end], start))
                self.functions[symbol.name] = Function(
                    symbol.name, insns, relocations.get(index, ([], [])))
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
