# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Runs a function on all inputs at once: every path, each with the conditions that
lead to it. What memory answers and what must hold is asked of `places` and of a
claim; a statement that does not hold on a path ends the run with the inputs.
"""
import copy

import z3

from x86 import NAMES, Cpu, Unsupported, fresh, fresh_bool

WIDE = 64  # of counts, and of what we count ourselves
SHORT = 16  # rounds that are taken one by one, if a constant says that there are no more


# Everything is bit vectors of a known width, so there is always an answer.
DECIDE = z3.Then("simplify", "propagate-values", "solve-eqs", "simplify", "ackermannize_bv",
                 "bit-blast", "sat")


class Refuted(Exception):
    """A statement and inputs for which it does not hold."""

    def __init__(self, statement, inputs):
        super().__init__(statement)
        self.inputs = inputs


class State:
    """One path so far. `known` are its conditions, `ghost` is the claim's."""

    def __init__(self, word):
        self.regs = {name: z3.BitVec(name, 8 * word) for name in NAMES[word]}
        self.flags = {f: fresh_bool() for f in "czso"}
        self.stack = {}
        self.fields = {}  # of structs of our own, places.py
        self.known = []
        self.ghost = {}
        self.inputs = []
        self.visits = {}

    def fork(self, condition):
        other = copy.copy(self)
        for name in ("regs", "flags", "stack", "fields", "ghost", "visits"):
            setattr(other, name, dict(getattr(self, name)))
        other.inputs = list(self.inputs)
        other.known = self.known + [condition]
        return other

    def note(self, label, value):
        """An input that a reader of a counterexample wants to see."""
        self.inputs.append((label, value))
        return value


class Prover:
    def __init__(self):
        self.trial = False  # obligations are somebody else's business
        self.proved = 0

    def _check(self, state, *more):
        solver = DECIDE.solver()
        solver.add(*state.known, *more)
        answer = solver.check()
        if answer == z3.unknown:
            raise Unsupported(f"z3 gives up: {solver.reason_unknown()}")
        return solver.model() if answer == z3.sat else None

    def possible(self, state, condition):
        condition = z3.simplify(condition)
        if z3.is_true(condition) or z3.is_false(condition):
            return z3.is_true(condition)
        return self._check(state, condition) is not None

    def valid(self, state, statement):
        return not self.possible(state, z3.Not(statement))

    def require(self, state, statement, sentence, **also):
        if self.trial:
            return
        self.proved += 1
        if z3.is_true(z3.simplify(statement)):
            return
        model = self._check(state, z3.Not(statement))
        if model is None:
            return
        rows = state.inputs + list(also.items())
        raise Refuted(sentence, [(label, model.eval(value, model_completion=True))
                                 for label, value in rows])

    def constant(self, state, value):
        """The number that `value` must be if it is one; for the caller to prove."""
        value = z3.simplify(value)
        if not z3.is_bv_value(value):
            model = self._check(state)
            if model is None:
                return None
            value = model.eval(value, model_completion=True)
        return value.as_signed_long()


class Machine:
    def __init__(self, function, word, memory, claim, prover):
        self.function, self.memory, self.claim, self.prover = function, memory, claim, prover
        self.cpu = Cpu(word, memory)
        self.word = word
        self.heads, self.order = function.loops(), function.dominators()[0]
        self.paths, self.refuted = 0, None

    def run(self, state):
        """Every path; where the claim says so, those that come to a loop go on as one."""
        work, waiting = [(state, self.function.start)], {}
        while work or waiting:
            if not work:
                at = min(waiting, key=self.order.get)
                work += self.loop(self.join(waiting.pop(at)), at)
                continue
            state, at = work.pop()
            if at not in self.heads or not self.claim.counts_iterations(state):
                work += self.step(state, at)
            elif self.claim.joins and not state.visits.get(at):
                waiting.setdefault(at, []).append(state)
            else:
                work += self.loop(state, at)

    # Several states as one, of which less is known: what is not the same in all of
    # them is unknown, and the invariant, which holds in each, holds in it.

    def join(self, states):
        first, *others = states
        if not others:
            return first
        for state in states:
            self.prover.require(state, self.claim.invariant(state), "what holds between two loops")
        one = first.fork(z3.BoolVal(True))
        known = [{condition.get_id() for condition in other.known} for other in others]
        one.known = [condition for condition in first.known if all(condition.get_id() in ids for ids in known)]
        for name in ("regs", "flags", "stack", "fields"):
            setattr(one, name, self.same_of([getattr(state, name) for state in states]))
        one.ghost = {key: value for key, value in first.ghost.items()
                     if all(key in other.ghost and self.same(value, other.ghost[key]) for other in others)}
        one.visits = {}
        self.claim.joined(one)
        one.known.append(self.claim.invariant(one))
        each, values = [self.places_of(state) for state in states], self.places_of(one)
        unknown = {place: None for place, value in values.items() if not z3.eq(value, each[0][place])}
        one.known += [promise(values[place]) for place, promise in self.claim.promises(one, values, unknown)
                      if all(self.prover.valid(state, promise(there[place])) for state, there in zip(states, each))]
        return one

    def same_of(self, maps):
        """Of each place that all of them have: the value, or an unknown with the same base."""
        first, *others = maps
        return {key: value if all(self.same(value, other[key]) for other in others) else
                self.unknown([one[key] for one in maps])
                for key, value in first.items()
                if all(key in other and other[key].sort() == value.sort() for other in others)}

    def unknown(self, values):
        if z3.is_bool(values[0]):
            return fresh_bool()
        places = [self.memory.find(None, value)[0] for value in values]
        news = fresh("joined", values[0].size())
        return places[0].base + news if places[0] and all(place is places[0] for place in places) else news

    @staticmethod
    def same(a, b):
        if isinstance(a, z3.ExprRef):
            return isinstance(b, z3.ExprRef) and z3.eq(a, b)
        if isinstance(a, dict):
            return isinstance(b, dict) and a.keys() == b.keys() and all(Machine.same(a[key], b[key]) for key in a)
        if isinstance(a, tuple):
            return isinstance(b, tuple) and len(a) == len(b) and all(map(Machine.same, a, b))
        return a == b

    # One instruction: where to, and as what.

    def step(self, state, at):
        insn = self.function.insns.get(at)
        if insn is None:
            raise Unsupported(f"a jump to {at:#x}, outside the function")
        if at in self.heads:
            state.visits[at] = state.visits.get(at, 0) + 1
            if state.visits[at] > SHORT + 1:
                raise self.refuted or Unsupported(f"a loop without bound at {at:#x}")
        self.memory.insn = insn
        after = at + insn.size
        name = insn.mnemonic.split()[-1]
        if name == "ret":
            self.memory.at_return(state, insn)
            self.claim.at_return(state)
            self.paths += not self.prover.trial
            return []
        if name in ("jmp", "call") and self.elsewhere(insn):
            self.claim.at_elsewhere(state)
            self.paths += not self.prover.trial
            # Of a call nothing but the way back is left.
            self.clobber(state)
            return [] if name == "jmp" else [(state, after)]
        if name == "call":
            return [(state, after)] if self.call(state, insn) else []
        if name == "jmp":
            return [(state, self.target(insn))]
        if name[0] == "j":
            return self.branch(state, insn, name[1:], after)
        self.cpu.step(state, insn)
        return [(state, after)]

    def elsewhere(self, insn):
        """Where a callback ends that goes on in what core/refused.h declares."""
        return self.function.callee(insn) in ("check_kcov_mode", "write_comp_data")

    def target(self, insn):
        if self.function.callee(insn) not in (None, self.function.name):
            raise Unsupported(f"a jump to another function: {insn.mnemonic} {insn.op_str}")
        return insn.operands[0].imm

    def branch(self, state, insn, suffix, after):
        taken = self.cpu.condition(state, suffix)
        ways = [(taken, self.target(insn)), (z3.Not(taken), after)]
        ways = [(c, a) for c, a in ways if self.prover.possible(state, c)]
        if len(ways) == 1:
            return [(state, ways[0][1])]
        return [(state.fork(c), a) for c, a in ways]

    def call(self, state, insn):
        relocation = self.function.relocation(insn)
        if not relocation:
            raise Unsupported("a call that names no function")
        goes_on = self.claim.at_call(state, relocation[0], self.argument)
        self.clobber(state)
        return goes_on

    def clobber(self, state):
        """What a function may leave behind."""
        for name in ("rax rcx rdx rsi rdi r8 r9 r10 r11" if self.word == 8 else
                     "eax ecx edx").split():
            state.regs[name] = fresh(name, 8 * self.word)
        state.flags = {f: fresh_bool() for f in "czso"}

    def argument(self, state, n):
        """The n-th word that a call passes."""
        if self.word == 8:
            return state.regs["rdi rsi rdx rcx r8 r9".split()[n]]
        at = z3.simplify(state.regs["esp"] + 4 * n)
        return self.memory.load(state, self.memory.insn, at, 4)

    # Loops, by induction over the number of rounds. What changes by the same
    # amount in every round is that many times further after k of them, what
    # changes otherwise is unknown, and k is below a bound. All of it is a guess
    # that is then proved: in round 0, and from round k to round k + 1.

    def loop(self, state, head):
        body = self.heads[head]
        if self.claim.has_short_loops and state.visits.get(head):
            return self.step(state, head)
        backs, _ = self.round(state, head, body, trial=True)
        if not backs:
            return self.step(state, head)
        steps = self.guess_steps(state, backs)
        if self.counts(state, steps, -1):
            return self.step(state, head)
        may_be_short = self.counts(state, steps, 1)
        for bound in self.claim.bounds(state):
            for fact in self.claim.loop_facts(state):
                try:
                    exits = self.induct(state, head, body, dict(steps), bound, fact)
                except Refuted as wrong:
                    if not may_be_short:
                        raise
                    # Unless it is not short after all.
                    self.refuted, exits = wrong, None
                if exits is not None:
                    return exits
        if may_be_short:
            return self.step(state, head)
        self.unroll(state, head, body)
        raise Unsupported(f"no bound for the loop at {head:#x}")

    def counts(self, state, steps, by):
        """Does a constant count a few rounds, down or up to one that is not seen?"""
        values = self.places_of(state)
        return self.claim.has_short_loops and any(
            step == by and z3.is_bv_value(values[place]) and values[place].as_long() <= SHORT
            for place, step in steps.items())

    def round(self, state, head, body, trial=False):
        """
        Once through the body: the states that come back, those that leave. A
        loop in the body is one of its own.
        """
        before, self.prover.trial = self.prover.trial, self.prover.trial or trial
        work, backs, exits = self.step(state.fork(z3.BoolVal(True)), head), [], []
        while work:
            state, at = work.pop()
            if at == head:
                backs.append(state)
            elif at not in body:
                exits.append((state, at))
            elif trial and self.function.insns[at].mnemonic.startswith("ret"):
                continue
            elif at in self.heads and self.claim.has_short_loops:
                work += self.loop(state, at)
            else:
                work += self.step(state, at)
        self.prover.trial = before
        return backs, exits

    def places_of(self, state):
        found = {("register", name): value for name, value in state.regs.items()}
        for at, value in state.stack.items():
            if value.size() == 8 * self.word:
                found["stack", at] = value
        for name, value in state.fields.items():
            found["field", name] = value
        found["ghost", "done"] = state.ghost["done"]
        return found

    def put(self, state, place, value):
        kind, name = place
        value = z3.simplify(value)
        if kind == "register":
            state.regs[name] = value
        elif kind == "ghost":
            state.ghost[name] = value
        elif kind == "field":
            state.fields[name] = value
        else:
            state.stack[name] = value

    def guess_steps(self, state, backs):
        old, steps = self.places_of(state), {}
        for back in backs:
            for place, value in self.places_of(back).items():
                if place in old and z3.eq(old[place], value):
                    continue
                steps[place] = None
                if place in old:
                    step = self.prover.constant(back, value - old[place])
                    if step is not None and self.prover.valid(back, value - old[place] == step):
                        steps[place] = step
        return steps

    def after(self, old, steps, place, k):
        step = steps.get(place, 0)
        return old[place] + z3.Extract(old[place].size() - 1, 0, k) * step

    def renew(self, state, some, fact):
        """
        What was loaded before the loop, or in the round before: the same unknown
        wherever it stands, of which nothing is known but the fact. Where it stands.
        """
        stands = {}
        if not fact:
            return stands
        for at, value in state.ghost["loaded"].items():
            news = fresh("loaded", value.size())
            some.ghost["loaded"] = {**some.ghost["loaded"], at: news}
            for place, there in self.places_of(state).items():
                if z3.eq(there, value):
                    stands[place] = at
                    self.put(some, place, news)
        some.known.append(fact(some))
        return stands

    def still_stands(self, back, stands, fact):
        places = self.places_of(back)
        return not fact or self.prover.valid(back, fact(back)) and all(
            place in places and z3.eq(places[place], back.ghost["loaded"][at]) for place, at in stands.items())

    def induct(self, state, head, body, steps, bound, fact):
        """The states that leave the loop, or None if the guess does not hold."""
        # Without a bound nothing is known of how many rounds there are.
        if not self.prover.valid(state, z3.And(z3.UGE(bound, 1) if bound is not None else True,
                                               fact(state) if fact else True)):
            return None
        old = self.places_of(state)
        promises = [(place, promise) for place, promise in self.claim.promises(state, old, steps)
                    if self.prover.valid(state, promise(old[place]))]
        while True:
            k = fresh("round", WIDE)
            some = state.fork(z3.ULT(k, bound) if bound is not None else z3.BoolVal(True))
            some.flags = {f: fresh_bool() for f in "czso"}
            for place, step in steps.items():
                self.put(some, place, self.after(old, steps, place, k) if step is not None else
                         fresh("any", old[place].size() if place in old else 8 * self.word))
            self.claim.at_head(some)
            there = self.places_of(some)
            some.known += [promise(there[place]) for place, promise in promises]
            stands = self.renew(state, some, fact)
            backs, _ = self.round(some, head, body, trial=True)
            wrong = self.wrong_guesses(old, steps, backs, k)
            kept = [one for one in promises if all(self.keeps(back, *one) for back in backs)]
            if not wrong and len(kept) == len(promises):
                break
            promises = kept
            steps.update({place: None for place in wrong})
            if ("ghost", "done") in wrong:
                return None
        if not all((bound is None or self.prover.valid(back, z3.ULT(k + 1, bound))) and self.still_stands(back, stands, fact)
                   for back in backs):
            return None
        backs, exits = self.round(some, head, body)
        for back in backs:
            self.claim.same_at_head(back, state, self.after(old, steps, ("ghost", "done"), k + 1))
        return exits

    def keeps(self, back, place, promise):
        value = self.places_of(back).get(place)
        return value is not None and self.prover.valid(back, promise(value))

    def wrong_guesses(self, old, steps, backs, k):
        wrong = set()
        for back in backs:
            for place, value in self.places_of(back).items():
                if place not in old or place in steps and steps[place] is None:
                    continue
                if not self.prover.valid(back, value == self.after(old, steps, place, k + 1)):
                    wrong.add(place)
        return wrong

    def unroll(self, state, head, body, rounds=4):
        """Looks for inputs that break the claim in the first rounds."""
        states = [state]
        for _ in range(rounds):
            following = []
            for some in states:
                backs, exits = self.round(some, head, body)
                following += backs
                for left, at in exits:
                    self.run_from(left, at)
            states = following

    def run_from(self, state, at):
        work = [(state, at)]
        while work:
            state, at = work.pop()
            work += self.step(state, at)
