# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Builds the core with one mutant in it and says who notices. The core is a
library of one translation unit; the tests are linked to it once and run with
each mutant's library. A mutant's folder holds the one changed file, which is
found before the real one.
"""
import glob
import os
import resource
import subprocess

import mutants

STEPS = "20000"
PURE = ("append", "counters", "frames", "handle")
FLAGS = "-g0 -w -std=gnu11 -D_GNU_SOURCE -Iuapi".split()
# As tests see the core: first what compiles fastest, and for what survives
# that, who looks at every access, and who moves what no fence keeps.
BUILDS = {
    "plain": ["gcc", "-O0"],
    "checked": ["gcc", "-O1", "-fsanitize=address"],
    "moved": ["gcc", "-O2"],
    "moved by clang": ["clang-19", "-O2"],
}
# As it ships: hooks of two hosts, both widths, two compilers. -m32 looks for
# <asm/...> only where gcc-multilib would have put it.
SHIPPED = [[cc, *width, f"-I{port}"] for cc in ("gcc", "clang-19")
           for port in ("port/posix", "tests/port_fake")
           for width in (["-m64"], ["-m32", "-idirafter", "/usr/include/x86_64-linux-gnu"])]
# Seconds of processor time for a test that takes a fraction of one: whoever
# needs more does not end.
PATIENCE = 5
# Statements of the proof (tests/proof/prove) that could notice.
PROOF = {"core/access.h": "trace_[!s]*", "core/trace.h": "trace_[!s]*", "core/buffer.h": "trace_[!s]*",
         "core/append.c": "append*", "core/callbacks_cmp.c": "trace_*", "core/handle.h": "handle*", "core/feedback.c": "a choice*",
         "core/refused.c": "* inside the *", "core/edges.h": "a PC *map*", "core/unique.h": "a PC *unique*",
         "core/beside.h": "* inside the part*"}
PROOF_FLAGS = ("-O2 -fPIC -fvisibility=hidden -fno-stack-protector -fomit-frame-pointer -fcf-protection=none "
               "-fno-optimize-sibling-calls -fno-jump-tables -mgeneral-regs-only").split()
PROVED = ("core/callbacks", "core/callbacks_cmp", "core/append", "core/device", "core/refused", "core/feedback",
          "core/delivery", "tests/proof/probe")

# Where accesses stand whose order the compiler is asked for (tests/codegen/asked).
ORDERED = ("core/access.h", "core/append.c", "core/buffer.h", "core/delivery.c", "core/enable.c", "core/section.c",
           "core/session.c", "core/task.h", "core/trace.h")

# Tests of inline functions have a copy of them. All others are compiled once,
# so that they know the constants as they are meant to be.
LOOK_INSIDE = {"core/counters.h": ["counters"], "core/frames.h": ["frames"], "core/handle.h": ["handle"], "core/buffer.h": ["devices"],
               "core/task.h": ["slots-are-seen-whole"], "core/access.h": ["slots-are-seen-whole"],
               "core/types.h": ["sections"]}


def sources_of_tests():
    """name -> its sources beside core/ and the host"""
    found = {name: [f"tests/unit/{name}.c"] for name in PURE}
    for path in sorted(glob.glob("tests/core/*.c")) + ["tests/model/dead-owners.c", "tests/model/proxies.c"]:
        found[os.path.basename(path)[:-2]] = [path]
    found["random-sequences"] = sorted(glob.glob("tests/model/[rs]*.c"))
    return found


TESTS = sources_of_tests()


def run(command, **more):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more).returncode == 0


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def unity(folder):
    """The core as one translation unit."""
    path = f"{folder}/unity.c"
    if not os.path.exists(path):
        with open(path, "w") as file:
            file.writelines(f'#include "{name}"\n' for name in sorted(glob.glob("core/*.c")))
    return path


class Build:
    """The tests, compiled one way and linked to a library yet to come."""

    def __init__(self, folder, name):
        # Of files that can be taken one by one: where code does not move over them anyway.
        self.objects = {}
        self.command = BUILDS[name]
        self.top = folder
        self.folder = f"{folder}/{name.replace(' ', '-')}"
        os.makedirs(self.folder, exist_ok=True)
        host = sorted(glob.glob("tests/port_fake/*.c"))
        self.host = f"{self.folder}/host.o"
        if not (self.compile([*host, "-r"], self.host) and self.library(self.folder)):
            raise RuntimeError(f"{name}: the core does not compile")
        if "-O0" in self.command:
            self.objects = {source: f"{self.folder}/{os.path.basename(source)[:-2]}.o"
                            for source in sorted(glob.glob("core/*.c"))}
        if not all(self.compile(["-fPIC", "-c", source], path) for source, path in self.objects.items()):
            raise RuntimeError(f"{name}: a file of core/ does not compile")
        for test in TESTS:
            if not self.test(test, self.folder) or not self.passes(test, self.folder):
                raise RuntimeError(f"{name}: {test} fails without a mutant")

    def compile(self, sources, to, overlay="."):
        # A test is another module here, and calls what is each module's own.
        return run([*self.command, *FLAGS, "-Dvisibility(which)=", "-Itests/port_fake", f"-I{overlay}", "-I.", *sources, "-o", to])

    def library(self, to, changed=None):
        """Of the folder's files before ours; of the others the objects, if all that is other is in one of them."""
        if changed not in self.objects:
            return self.compile(["-fPIC", "-shared", "-Wl,-soname,libcore.so", unity(self.top)], f"{to}/libcore.so", to)
        path = f"{to}/{changed}"
        objects = {**self.objects, changed: f"{to}/changed.o"}
        return (self.compile(["-fPIC", "-c", path], objects[changed], to)
                and run(["ld", "-shared", "-soname", "libcore.so", *objects.values(), "-o", f"{to}/libcore.so"]))

    def test(self, name, to):
        # -fPIC: no copies of the library's data, which nobody could check.
        return self.compile(["-fPIC", "-rdynamic", *TESTS[name], self.host, f"{to}/libcore.so"], f"{to}/run-{name}", to)

    def passes(self, name, library, program=None):
        arguments = [STEPS] if name == "random-sequences" else []
        return run([f"{program or self.folder}/run-{name}", *arguments], preexec_fn=limit,
                   # Before the sanitizer's runtime, which has callbacks too.
                   env={**os.environ, "LD_PRELOAD": os.path.realpath(f"{library}/libcore.so"),
                        "ASAN_OPTIONS": "verify_asan_link_order=0", "KCOV_FIGURES": library})

    def killer(self, folder, changed, order, inside):
        """The test that fails with the library that is made of the folder, where one file is other."""
        if not self.library(folder, changed):
            return "does not compile"
        for name in order:
            if name in inside and not self.test(name, folder):
                return "does not compile"
            if not self.passes(name, folder, folder if name in inside else None):
                return name
        return None


class Workshop:
    """One mutant at a time, in a folder of its own."""

    with_proof = True
    # Statements that were proved without a mutant.
    sound = set()

    def __init__(self, folder, name, builds, kills):
        self.top, self.folder, self.builds, self.kills = folder, f"{folder}/{name}", builds, kills
        os.makedirs(f"{self.folder}/core", exist_ok=True)
        self.plain = None

    def verdict(self, mutant):
        """Why it is dead, or None."""
        with open(mutant.file) as file:
            text = mutants.apply(mutant, file.read())
        path = f"{self.folder}/{mutant.file}"
        with open(path, "w") as file:
            file.write(text)
        try:
            return self.test(mutant) or self.orders(mutant) or self.machine_code() or self.proof(mutant)
        finally:
            os.remove(path)

    def test(self, mutant):
        # Who is known to notice comes first, then who killed most in this file.
        order = sorted(TESTS, key=lambda test: (test != mutant.by, -self.kills.get((mutant.file, test), 0)))
        for build in self.builds:
            by = build.killer(self.folder, mutant.file, order, LOOK_INSIDE.get(mutant.file, ()))
            if by:
                self.kills[mutant.file, by] = self.kills.get((mutant.file, by), 0) + 1
                return by
        return None

    def orders(self, mutant):
        """What compilers do today does not show what they are asked for."""
        if mutant.file not in ORDERED:
            return None
        told = subprocess.run(["tests/codegen/orders", self.folder], capture_output=True, text=True)
        if told.returncode and "\nnot ok " not in f"\n{told.stdout}":
            raise RuntimeError("the orders cannot be read: " + told.stderr)
        return "orders" if told.returncode else None

    def machine_code(self):
        self.plain = self.plain or [self.object(way, self.top) for way in SHIPPED]
        same = all(self.object(way, self.folder) == plain for way, plain in zip(SHIPPED, self.plain))
        return "same code" if same else None

    def object(self, way, overlay):
        """The machine code of the core, compiled one of the ways it ships."""
        path = f"{self.folder}/shipped.o"
        if not run([way[0], *FLAGS, *way[1:], "-O2", f"-I{overlay}", "-I.", "-fno-pic", "-fno-ident",
                    "-c", unity(self.top), "-o", path]):
            raise RuntimeError("the core does not compile: " + " ".join(way))
        with open(path, "rb") as file:
            return file.read()

    def proof(self, mutant):
        statements = PROOF.get(mutant.file)
        if not statements or not self.with_proof:
            return None
        if statements not in self.sound and not self.proves(statements, self.top):
            raise RuntimeError(f"the proof of {statements} fails without a mutant")
        self.sound.add(statements)
        return None if self.proves(statements, self.folder) else "proof"

    def proves(self, statements, overlay):
        folder = f"{self.folder}/proof"
        os.makedirs(folder, exist_ok=True)
        for name in PROVED:
            changed = f"{overlay}/{name}.c"
            run(["gcc", f"-I{overlay}", "-I.", "-Iport/posix", *FLAGS, *PROOF_FLAGS,
                 "-c", changed if os.path.exists(changed) else f"{name}.c",
                 "-o", f"{folder}/{os.path.basename(name)}.o"])
        return run(["tests/proof/prove", folder], env={**os.environ, "ONLY": statements})
