# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
The user-space library with one mutant in it, and the one test that is to notice:
a fault of tests/planted that has a test. Objects are those that make built, but for
those that the mutant is in; with the same ones made again without it the test
must pass. Unit tests have no library: there the mutant is in their headers.
"""
import errno
import glob
import os
import subprocess

import mutants
import workshop

# As make calls the compiler (tests/mutation/rules.mk).
BUILD = os.environ.get("KCOV_BUILD", "build")
CC = os.environ.get("CC", "cc").split()
LIB_CFLAGS = os.environ.get("LIB_CFLAGS", "").split()
CALLBACK_CFLAGS = os.environ.get("CALLBACK_CFLAGS", "").split()
HARNESS = os.environ.get("HARNESS", "").split()
# Both, as what differs between them is what such a mutant is about.
WIDTHS = (["-m64"], ["-m32", "-idirafter", "/usr/include/x86_64-linux-gnu"])
SKIPPED = 77
NOT_HERE = "its test cannot be compiled or run here"


def run(command, **more):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more).returncode


def object_of(source):
    return f"{BUILD}/obj/{source[:-2]}.o"


def depends_on(source, file):
    with open(f"{object_of(source)[:-2]}.d") as rules:
        return file in rules.read().replace("\\\n", " ").split()


class Library:
    """Says who notices, as a Workshop does."""

    def __init__(self, folder, name):
        self.folder = f"{folder}/{name}"
        # Those that make compiled for this machine.
        self.sources = sorted(name for name in glob.glob("core/*.c") + glob.glob("port/posix/**/*.c", recursive=True)
                              if os.path.exists(object_of(name)))

    def verdict(self, mutant):
        """The test, if it notices; None if it does not; else why it cannot."""
        with open(mutant.file) as file:
            text = file.read()
        widths = WIDTHS if mutant.by.startswith("unit/") else ([],)
        verdict = None
        for width in widths:
            plain = self.status(mutant, text, width)
            if plain:
                return "fails without a mutant"
            found = self.status(mutant, mutants.apply(mutant, text), width) if plain == 0 else None
            if found:
                return mutant.by
            if found is None:
                verdict = NOT_HERE if plain is None else "does not compile"
        return verdict

    def status(self, mutant, text, width):
        """The test's exit status with this text in the mutant's file; None: it does not compile, or not run here."""
        path = f"{self.folder}/{mutant.file}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        kind, name = mutant.by.split("/")
        test = [f"tests/{mutant.by}.c"] if kind == "unit" else self.linked(mutant.file, f"tests/{kind}/obj/{name}.o")
        built = None not in test and not self.cc(*width, "-pthread", *test, "-o", f"{self.folder}/test")
        os.remove(path)
        if not built:
            return None
        # In a domain of its own.
        try:
            status = run([f"{self.folder}/test"], stdin=subprocess.DEVNULL, preexec_fn=workshop.limit,
                         env={**os.environ, "KCOV_DOMAIN": f"{self.folder}/domain"})
        except OSError as error:
            # A kernel may run no programs of the other width.
            if error.errno != errno.ENOEXEC:
                raise
            return None
        return None if status == SKIPPED else status

    def cc(self, *arguments):
        folders = [f"-I{self.folder}{place}" for place in ("", "/uapi", "/port/posix")]
        return run([*CC, "-D_GNU_SOURCE", *folders, "-I.", "-Iuapi", *arguments])

    def linked(self, changed, test):
        return [f"{BUILD}/{test}", *HARNESS, *(self.object(source, changed) for source in self.sources)]

    def object(self, source, changed):
        """Made again where the file that changed is in it; None if it does not compile."""
        if source != changed and not depends_on(source, changed):
            return object_of(source)
        to = f"{self.folder}/{source.replace('/', '-')}.o"
        more = CALLBACK_CFLAGS if source.startswith("core/callbacks") else []
        path = f"{self.folder}/{source}" if source == changed else source
        return None if self.cc("-O1", *LIB_CFLAGS, *more, "-c", path, "-o", to) else to
