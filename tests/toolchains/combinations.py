# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
What can be combined: compilers, linkers, kinds of link, forms of debug
information; what of it cannot be, with the reason; and the few combinations of
the small dose, which cover every value, and every pair of the values that meet
in code of kcovctl.
"""
import fnmatch
import itertools
import shutil

# Compiler to (language, its C compiler).
COMPILERS = {
    "gcc-12": ("c", "gcc-12"),
    "clang-14": ("c", "clang-14"),
    "clang-19": ("c", "clang-19"),
    "g++-12": ("cxx", "gcc-12"),
    "clang++-14": ("cxx", "clang-14"),
    "clang++-19": ("cxx", "clang-19"),
    "gfortran-12": ("fortran", "gcc-12"),
    "rustc": ("rust", "gcc-12"),
}
# The linker's name for -fuse-ld to its program.
LINKERS = {"bfd": "ld.bfd", "gold": "ld.gold", "lld": "ld.lld-19", "mold": "mold"}
LINKS = ("no-pie", "pie", "static", "static-pie", "shared", "dlopen")
FORMS = ("dwarf4", "dwarf5", "O0", "split", "dwp", "gz", "zstd", "dwz", "debuglink", "gc", "icf", "lto", "cold")

# (compiler, linker, link, form) as patterns, and why that cannot be.
IMPOSSIBLE = (
    ("*", "bfd", "*", "icf", "ld.bfd folds no code"),
    ("gcc*", "lld", "*", "lto", "lld reads no code of gcc's"),
    ("g++*", "lld", "*", "lto", "lld reads no code of gcc's"),
    ("gfortran*", "lld", "*", "lto", "lld reads no code of gcc's"),
    ("rustc", "lld", "shared", "lto", "lld reads no code of gcc's, which compiles the program of a Rust library"),
    ("rustc", "lld", "dlopen", "lto", "lld reads no code of gcc's, which compiles the program of a Rust library"),
    ("clang*-14", "bfd", "*", "lto", "the plugin of clang 14 is not the one that ld.bfd loads"),
    ("*", "gold", "*", "zstd", "gold knows no zstd"),
    ("*", "gold", "static-pie", "*", "gold does not know --no-dynamic-linker"),
)

SMALL = (
    "gcc-12/bfd/no-pie/cold",
    "gcc-12/lld/pie/gc",
    "gcc-12/mold/pie/dwz",
    "gcc-12/mold/static-pie/debuglink",
    "gcc-12/gold/shared/split",
    "clang-19/lld/dlopen/icf",
    "clang-19/bfd/pie/gz",
    "clang-14/gold/static/dwarf4",
    "clang-14/lld/static-pie/O0",
    "g++-12/bfd/dlopen/dwarf5",
    "clang++-19/lld/shared/lto",
    "gfortran-12/gold/pie/dwarf5",
    "rustc/mold/pie/dwarf5",
)

# For each commit: the linkers that part code from what is read only, each kind of
# link that has a bias, a language with names to demangle, symbols from elsewhere.
FEW = (
    "gcc-12/lld/pie/gc",
    "gcc-12/mold/static-pie/debuglink",
    "g++-12/bfd/dlopen/dwarf5",
)


def impossible(combination):
    for *patterns, reason in IMPOSSIBLE:
        if all(map(fnmatch.fnmatchcase, combination, patterns)):
            return reason
    return None


def missing(combination):
    """The program that is not installed, or None."""
    compiler, linker, _, _ = combination
    for program in (compiler, COMPILERS[compiler][1], LINKERS[linker]):
        if not shutil.which(program):
            return program
    return None


def every():
    return [c for c in itertools.product(COMPILERS, LINKERS, LINKS, FORMS) if not impossible(c)]


def triples():
    """
    As few as have every three values together: each compiler, kind of link and
    form by a linker that goes round with them.
    """
    found = []
    for i, compiler in enumerate(COMPILERS):
        for j, link in enumerate(LINKS):
            for k, form in enumerate(FORMS):
                around = [list(LINKERS)[(i + j + k + n) % len(LINKERS)] for n in range(len(LINKERS))]
                possible = [(compiler, linker, link, form) for linker in around
                            if not impossible((compiler, linker, link, form))]
                found += possible[:1]
    return found


def chosen(names):
    """Combinations by name or pattern; no name is the small dose, --few is of that."""
    wanted = FEW if names == ["--few"] else names or SMALL
    found = [c for c in every() if any(fnmatch.fnmatchcase("/".join(c), name) for name in wanted)]
    for name in wanted:
        if not fnmatch.filter(["/".join(c) for c in found], name):
            raise ValueError(f"no combination is {name}")
    return found
