# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""One function of an object, run on all inputs with its claim."""
from machine import Machine, Prover, State
from places import Memory
from x86 import Unsupported


def run(obj, name, arguments, claim_of, places=(), symbols=None, assumptions=(), by_registers=0):
    """
    Proves one function; `claim_of` makes its claim for a memory. `by_registers`:
    so many words of arguments are, where others are on the stack.
    """
    function, prover = obj.functions[name], Prover()
    state = State(obj.word)
    memory = Memory(function, obj.word, list(places), symbols, prover)
    claim = memory.claim = claim_of(memory)
    for n, value in enumerate(arguments):
        state.note(f"argument {n + 1}", value)
    memory.start(state, arguments, by_registers)
    state.known += assumptions
    claim.start(state)
    machine = Machine(function, obj.word, memory, claim, prover)
    machine.run(state)
    if not machine.paths or not prover.proved:
        raise Unsupported("nothing was proved")
    return prover.proved, machine.paths
