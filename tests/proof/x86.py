# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
What an x86 instruction does to registers, flags and memory, in bit vectors, for
the integer instructions that compilers use in our objects, 64 and 32 bit. An
instruction that is not here ends the proof with an error: nothing is skipped.
"""
import operator
from functools import partialmethod

import z3
from capstone import x86_const as x86

NAMES = {8: "rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15".split(),
         4: "eax ecx edx ebx esp ebp esi edi".split()}


class Unsupported(Exception):
    """An instruction, operand or address that the proof has no rules for."""


def fresh(name, bits, _made=[0]):
    _made[0] += 1
    return z3.BitVec(f"{name}!{_made[0]}", bits)


def fresh_bool(_made=[0]):
    _made[0] += 1
    return z3.Bool(f"flag!{_made[0]}")


def sub_registers(word):
    """name -> (register, first bit, bits)"""
    table = {}
    for name in NAMES[word]:
        if name[1:].isdigit() or name in ("r8", "r9"):
            table.update({name: (name, 0, 64), name + "d": (name, 0, 32),
                          name + "w": (name, 0, 16), name + "b": (name, 0, 8)})
            continue
        short = name[1:]
        if word == 8:
            table.update({name: (name, 0, 64), "e" + short: (name, 0, 32)})
        else:
            table[name] = (name, 0, 32)
        table[short] = (name, 0, 16)
        table[short[0] + "l" if short[1] == "x" else short + "l"] = (name, 0, 8)
        if short[1] == "x":
            table[short[0] + "h"] = (name, 8, 8)
    return table


class Cpu:
    """Rules; all state is in what is passed in, all memory behind `memory`."""

    def __init__(self, word, memory):
        self.word = word
        self.bits = 8 * word
        self.memory = memory
        self.sub = sub_registers(word)
        self.sp = NAMES[word][4]

    # operands

    def get_register(self, state, name):
        full, low, bits = self.sub[name]
        return z3.simplify(z3.Extract(low + bits - 1, low, state.regs[full]))

    def set_register(self, state, name, value):
        full, low, bits = self.sub[name]
        old = state.regs[full]
        if bits == 32 and self.word == 8:
            value = z3.ZeroExt(32, value)
        elif bits < self.bits:
            parts = [z3.Extract(self.bits - 1, low + bits, old), value]
            if low:
                parts.append(z3.Extract(low - 1, 0, old))
            value = z3.Concat(*parts)
        state.regs[full] = z3.simplify(value)

    def address(self, state, insn, op):
        """The effective address; the segment is left to `memory`."""
        mem = op.mem
        total = z3.BitVecVal(mem.disp, self.bits)
        if mem.base and insn.reg_name(mem.base) in self.sub:
            total = total + self.get_register(state, insn.reg_name(mem.base))
        if mem.index and insn.reg_name(mem.index) in self.sub:
            total = total + self.get_register(state, insn.reg_name(mem.index)) * mem.scale
        return z3.simplify(total)

    def read(self, state, insn, op):
        if op.type == x86.X86_OP_REG:
            return self.get_register(state, insn.reg_name(op.reg))
        if op.type == x86.X86_OP_IMM:
            # With a memory operand beside it the symbol is that one's.
            if all(o.type != x86.X86_OP_MEM for o in insn.operands):
                self.memory.no_symbol(insn)
            return z3.BitVecVal(op.imm, 8 * op.size)
        return self.memory.load(state, insn, self.address(state, insn, op), op.size)

    def write(self, state, insn, op, value):
        if op.type == x86.X86_OP_REG:
            self.set_register(state, insn.reg_name(op.reg), value)
        else:
            self.memory.store(state, insn, self.address(state, insn, op), op.size,
                              z3.simplify(value))

    # flags

    def set_flags(self, state, result, cf, of):
        top = result.size() - 1
        state.flags = {"c": z3.simplify(cf), "o": z3.simplify(of),
                       "z": z3.simplify(result == 0),
                       "s": z3.simplify(z3.Extract(top, top, result) == 1)}

    def condition(self, state, suffix):
        flag = state.flags
        c, z, s, o = flag["c"], flag["z"], flag["s"], flag["o"]
        positive = {"b": c, "c": c, "e": z, "z": z, "s": s, "o": o,
                    "be": z3.Or(c, z), "na": z3.Or(c, z), "l": s != o,
                    "le": z3.Or(z, s != o)}
        negative = {"ae": "b", "nb": "b", "nc": "b", "ne": "e", "nz": "e", "ns": "s",
                    "no": "o", "a": "be", "ge": "l", "g": "le"}
        if suffix in negative:
            return z3.simplify(z3.Not(positive[negative[suffix]]))
        if suffix not in positive:
            raise Unsupported(f"condition {suffix}")
        return z3.simplify(positive[suffix])

    def add(self, state, a, b, carry):
        wide = z3.ZeroExt(1, a) + z3.ZeroExt(1, b) + z3.ZeroExt(a.size(), carry)
        top = a.size() - 1
        result = z3.Extract(top, 0, wide)
        sign = [z3.Extract(top, top, x) for x in (a, b, result)]
        self.set_flags(state, result, z3.Extract(top + 1, top + 1, wide) == 1,
                       z3.And(sign[0] == sign[1], sign[0] != sign[2]))
        return result

    def subtract(self, state, a, b, borrow):
        wide = z3.ZeroExt(1, a) - z3.ZeroExt(1, b) - z3.ZeroExt(a.size(), borrow)
        top = a.size() - 1
        result = z3.Extract(top, 0, wide)
        sign = [z3.Extract(top, top, x) for x in (a, b, result)]
        self.set_flags(state, result, z3.Extract(top + 1, top + 1, wide) == 1,
                       z3.And(sign[0] != sign[1], sign[0] != sign[2]))
        return result

    def carry_bit(self, state):
        return z3.If(state.flags["c"], z3.BitVecVal(1, 1), z3.BitVecVal(0, 1))

    # instructions

    def step(self, state, insn):
        """Executes all but control flow."""
        name, ops = insn.mnemonic, insn.operands
        if name.startswith("rep movs"):
            return self.memory.string_copy(state, insn, ops[0].size)
        for prefix in ("cmov", "set"):
            if name.startswith(prefix):
                return getattr(self, "i_" + prefix)(state, insn, ops, name[len(prefix):])
        rule = getattr(self, "i_" + name, None)
        if rule is None:
            raise Unsupported(f"{insn.mnemonic} {insn.op_str}")
        return rule(state, insn, ops)

    def i_nop(self, state, insn, ops):
        pass

    def i_mov(self, state, insn, ops):
        self.write(state, insn, ops[0], self.read(state, insn, ops[1]))

    i_movabs = i_mov

    def i_movzx(self, state, insn, ops):
        value = self.read(state, insn, ops[1])
        self.write(state, insn, ops[0], z3.ZeroExt(8 * ops[0].size - value.size(), value))

    def i_movsx(self, state, insn, ops):
        value = self.read(state, insn, ops[1])
        self.write(state, insn, ops[0], z3.SignExt(8 * ops[0].size - value.size(), value))

    i_movsxd = i_movsx

    def i_lea(self, state, insn, ops):
        self.memory.no_symbol(insn)
        value = self.address(state, insn, ops[1])
        self.write(state, insn, ops[0], z3.Extract(8 * ops[0].size - 1, 0, value))

    def i_xchg(self, state, insn, ops):
        a, b = self.read(state, insn, ops[0]), self.read(state, insn, ops[1])
        if insn.op_str not in ("ax, ax", "eax, eax", "rax, rax"):
            self.write(state, insn, ops[0], b)
            self.write(state, insn, ops[1], a)

    def arithmetic(self, state, insn, ops, rule, carry=False, keep=True):
        a, b = self.read(state, insn, ops[0]), self.read(state, insn, ops[1])
        if b.size() < a.size():
            b = z3.SignExt(a.size() - b.size(), b)
        bit = self.carry_bit(state) if carry else z3.BitVecVal(0, 1)
        result = rule(self, state, a, b, bit)
        if keep:
            self.write(state, insn, ops[0], result)

    i_add = partialmethod(arithmetic, rule=add)
    i_adc = partialmethod(arithmetic, rule=add, carry=True)
    i_sub = partialmethod(arithmetic, rule=subtract)
    i_sbb = partialmethod(arithmetic, rule=subtract, carry=True)
    i_cmp = partialmethod(arithmetic, rule=subtract, keep=False)

    def logic(self, state, insn, ops, rule, keep=True):
        a, b = self.read(state, insn, ops[0]), self.read(state, insn, ops[1])
        if b.size() < a.size():
            b = z3.SignExt(a.size() - b.size(), b)
        result = rule(a, b)
        self.set_flags(state, result, z3.BoolVal(False), z3.BoolVal(False))
        if keep:
            self.write(state, insn, ops[0], result)

    i_and = partialmethod(logic, rule=operator.and_)
    i_test = partialmethod(logic, rule=operator.and_, keep=False)
    i_or = partialmethod(logic, rule=operator.or_)
    i_xor = partialmethod(logic, rule=operator.xor)

    def i_not(self, state, insn, ops):
        self.write(state, insn, ops[0], ~self.read(state, insn, ops[0]))

    def i_neg(self, state, insn, ops):
        a = self.read(state, insn, ops[0])
        zero = z3.BitVecVal(0, a.size())
        self.write(state, insn, ops[0], self.subtract(state, zero, a, z3.BitVecVal(0, 1)))

    def i_imul(self, state, insn, ops):
        if len(ops) == 1:
            raise Unsupported("a product of two registers")
        a, b = (self.read(state, insn, op) for op in ops[-2:])
        state.flags = {f: fresh_bool() for f in "czso"}
        # Which number it is does not matter, but that the same two make the same.
        product = z3.Function(f"product-{a.size()}", *3 * [z3.BitVecSort(a.size())])
        self.write(state, insn, ops[0], product(a, z3.SignExt(a.size() - b.size(), b) if b.size() < a.size() else b))

    def one(self, state, insn, ops, rule):
        carry = state.flags["c"]  # inc and dec leave it alone
        a = self.read(state, insn, ops[0])
        result = rule(self, state, a, z3.BitVecVal(1, a.size()), z3.BitVecVal(0, 1))
        state.flags["c"] = carry
        self.write(state, insn, ops[0], result)

    i_inc = partialmethod(one, rule=add)
    i_dec = partialmethod(one, rule=subtract)

    def shift(self, state, insn, ops, rule, source=None):
        a = self.read(state, insn, ops[0])
        count = self.read(state, insn, ops[-1]) if len(ops) > 1 else z3.BitVecVal(1, 8)
        count = count & (63 if a.size() == 64 else 31)
        count = z3.ZeroExt(a.size() - count.size(), count) if count.size() < a.size() \
            else z3.Extract(a.size() - 1, 0, count)
        result = rule(a, count)
        # A count of 0 changes no flag; what others do to C and O is not needed.
        old = state.flags
        self.set_flags(state, result, fresh_bool(), fresh_bool())
        state.flags = {f: z3.simplify(z3.If(count == 0, old[f], state.flags[f])) for f in "czso"}
        self.write(state, insn, ops[0], result)

    i_shl = i_sal = partialmethod(shift, rule=operator.lshift)
    i_shr = partialmethod(shift, rule=z3.LShR)
    i_sar = partialmethod(shift, rule=operator.rshift)

    def i_shld(self, state, insn, ops):
        low = self.read(state, insn, ops[1])
        self.shift(state, insn, ops, lambda a, n: z3.If(
            n == 0, a, a << n | z3.LShR(low, a.size() - n)))

    def i_shrd(self, state, insn, ops):
        high = self.read(state, insn, ops[1])
        self.shift(state, insn, ops, lambda a, n: z3.If(
            n == 0, a, z3.LShR(a, n) | high << (a.size() - n)))

    def rotate(self, state, insn, ops, rule):
        a = self.read(state, insn, ops[0])
        count = ops[1].imm if len(ops) > 1 else 1
        state.flags = dict(state.flags, c=fresh_bool(), o=fresh_bool())
        self.write(state, insn, ops[0], rule(a, count))

    i_rol = partialmethod(rotate, rule=z3.RotateLeft)
    i_ror = partialmethod(rotate, rule=z3.RotateRight)

    def i_cmov(self, state, insn, ops, suffix):
        # Reads its source in any case.
        value = self.read(state, insn, ops[1])
        old = self.read(state, insn, ops[0])
        taken = self.condition(state, suffix)
        if self.memory.is_address(value) or self.memory.is_address(old):
            # Of two addresses one is meant, if that is known.
            taken = self.memory.known(state, taken)
        self.write(state, insn, ops[0], z3.If(taken, value, old))

    def i_set(self, state, insn, ops, suffix):
        self.write(state, insn, ops[0], z3.If(
            self.condition(state, suffix), z3.BitVecVal(1, 8), z3.BitVecVal(0, 8)))

    def i_push(self, state, insn, ops):
        value = self.read(state, insn, ops[0])
        state.regs[self.sp] = z3.simplify(state.regs[self.sp] - self.word)
        self.memory.store(state, insn, state.regs[self.sp], self.word, value)

    def i_pop(self, state, insn, ops):
        value = self.memory.load(state, insn, state.regs[self.sp], self.word)
        state.regs[self.sp] = z3.simplify(state.regs[self.sp] + self.word)
        self.write(state, insn, ops[0], value)
