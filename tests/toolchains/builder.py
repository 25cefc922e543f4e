# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Compiles and links a program of a combination: as it is looked at, and its
oracle, which has the same code with plain debug information beside it. Objects
are kept for all combinations of one run that compile alike.
"""
import collections
import hashlib
import os
import resource
import shutil
import signal
import subprocess

from combinations import COMPILERS, LINKERS

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "programs")
SOURCES = {  # language to files of the main half and of the other
    "c": (["c/half.c", "c/step.c"], ["c/part/half.c", "c/part/step.c"]),
    "cxx": (["cxx/half.cc", "cxx/step.cc"], ["cxx/part/half.cc", "cxx/part/step.cc"]),
    "fortran": (["fortran/half.f90"], ["fortran/part/half.f90"]),
}
COVERAGE = ["-fsanitize-coverage=trace-pc", "-fno-optimize-sibling-calls"]
DWP_SECONDS = 5  # of a processor; it takes a fraction of one
CODE = {"no-pie": "-fno-pie", "static": "-fno-pie", "pie": "-fPIE", "static-pie": "-fPIE",
        "shared": "-fPIE", "dlopen": "-fPIE"}
COMPILED = {  # form to flags of the compiler
    "dwarf4": ["-gdwarf-4", "-O1"],
    "dwarf5": ["-gdwarf-5", "-O1"],
    "unsplit": ["-gdwarf-5", "-O2"],
    "O0": ["-gdwarf-5", "-O0"],
    "split": ["-gdwarf-5", "-gsplit-dwarf", "-O2"],
    "dwp": ["-gdwarf-5", "-gsplit-dwarf", "-O2"],
    "lto": ["-gdwarf-5", "-O2", "-flto"],
}
OTHERWISE = ["-gdwarf-5", "-O2", "-ffunction-sections"]  # the same objects for all other forms
LINKED = {  # form to flags of the linker
    "gz": ["-Wl,--compress-debug-sections=zlib"],
    "zstd": ["-Wl,--compress-debug-sections=zstd"],
    "gc": ["-Wl,--gc-sections"],
    "icf": ["-Wl,--icf=all"],
}
RUST = {  # form to flags of rustc
    "dwarf4": ["-Cdwarf-version=4", "-Copt-level=1"],
    "dwarf5": ["-Cdwarf-version=5", "-Copt-level=1"],
    "O0": ["-Copt-level=0"],
    "split": ["-Csplit-debuginfo=unpacked"],
    "dwp": ["-Csplit-debuginfo=packed"],
    "lto": ["-Clto=fat"],
    "cold": ["-Cllvm-args=-hot-cold-split"],
}
RUST_COVERAGE = ["-Cpasses=sancov-module", "-Cllvm-args=-sanitizer-coverage-level=3",
                 "-Cllvm-args=-sanitizer-coverage-trace-pc", "-Ccodegen-units=1", "-Cdebuginfo=2"]

# path: what kcovctl sees; oracle: the same code with debug information that
# everybody reads; replaced: linked with the other callback, None if path can be
# run with it; unfolded: of folded code, linked without that.
Image = collections.namedtuple("Image", "path oracle replaced unfolded")


class Failed(Exception):
    """A command that failed, what it said, and its status."""

    def __init__(self, said, status=1):
        super().__init__(said)
        self.status = status


class Unmade(Exception):
    """What another tool cannot make, and why."""


def run(command, **options):
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
                            check=False, **options)
    if result.returncode:
        raise Failed(f"{' '.join(command)}: {(result.stderr or result.stdout)[-600:]}", result.returncode)
    return result.stdout


def pack(path):
    """
    Its .dwo files into a .dwp. With some of what gcc writes, llvm-dwp of any version
    until 2026 goes round for ever (llvm-project issue 203625); dwp of binutils crashes.
    """
    command = ["llvm-dwp-19", "-e", path, "-o", path + ".dwp"]
    try:
        run(command, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (DWP_SECONDS, DWP_SECONDS)))
    except Failed as error:
        if error.status in (-signal.SIGXCPU, -signal.SIGKILL):
            raise Unmade("llvm-dwp-19 does not end on it: llvm-project issue 203625") from error
        raise


class Builder:
    def __init__(self, work, library):
        self.work, self.library = work, library
        self.linkers = os.path.join(work, "linkers")
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(self.linkers)
        for name, program in LINKERS.items():
            found = shutil.which(program)
            if found:
                os.symlink(found, os.path.join(self.linkers, f"ld.{name}"))

    def object(self, compiler, source, flags):
        key = hashlib.sha1(repr((compiler, source, flags)).encode()).hexdigest()[:12]
        folder = os.path.join(self.work, "objects", key)
        output = os.path.join(folder, os.path.basename(source) + ".o")
        if not os.path.exists(output):
            os.makedirs(folder, exist_ok=True)
            if source.endswith(".f90"):
                flags = flags + ["-J", folder]
            # From the source's own folder, so that names are relative to several.
            run([compiler, *flags, "-c", os.path.basename(source), "-o", output],
                cwd=os.path.dirname(os.path.join(PROGRAMS, source)))
        return output

    def runtime(self, shared):
        output = os.path.join(self.work, "runtime.so" if shared else "runtime.o")
        if not os.path.exists(output):
            run(["gcc-12", "-O1", "-fPIC", "-shared" if shared else "-c", os.path.join(HERE, "runtime.c"),
                 "-o", output])
        return output

    def objects(self, combination, half, form):
        """Of the half: 0 is the program, 1 what may be a library, 2 the driver, 3 another library."""
        compiler, _, link, _ = combination
        language, cc = COMPILERS[compiler]
        code = "-fPIC" if half in (1, 3) and link in ("shared", "dlopen") else CODE[link]
        flags = [*self.compiled(compiler, form), code, *COVERAGE]
        if half == 2:
            return [self.object(cc, "plugin.c" if link == "dlopen" else "direct.c", flags)]
        if half == 3:
            return [self.object(cc, "other.c", flags)]
        if language == "rust":
            language, compiler = "c", cc
        sources = list(SOURCES[language][half])
        objects = [self.object(compiler, source, flags) for source in sources]
        if half == 0 and form in ("gc", "icf", "lto"):
            objects.append(self.object(cc, "dead.c", flags))
        return objects

    @staticmethod
    def compiled(compiler, form):
        """Flags of the compiler for the form."""
        flags = list(COMPILED.get(form, OTHERWISE))
        if COMPILERS[compiler][1].startswith("clang"):
            flags += {"cold": ["-mllvm", "-hot-cold-split"], "dwz": ["-gdwarf-4"]}.get(form, [])
        if compiler == "g++-12" and form == "dwp":
            flags.append("-gdwarf-4")  # of its fifth version llvm-dwp packs nothing (pack())
        return flags

    def link_flags(self, combination, form, relocatable=False):
        compiler, linker, link, _ = combination
        flags = [*self.compiled(compiler, form), f"-B{self.linkers}", "-Wl,--build-id", *LINKED.get(form, [])]
        if COMPILERS[compiler][1].startswith("clang"):
            flags.append(f"--ld-path={self.linkers}/ld.{linker}")
        else:
            # Told of coverage, clang would link its own runtime.
            flags += [f"-fuse-ld={linker}", *COVERAGE]
        if relocatable:
            return [*flags, "-shared"]
        return [*flags, f"-{link}" if link not in ("shared", "dlopen") else "-pie"]

    def link(self, combination, form, objects, output, callback, library=False):
        compiler = combination[0] if COMPILERS[combination[0]][0] != "rust" else "gcc-12"
        folder, name = os.path.split(output)
        os.makedirs(folder, exist_ok=True)
        # gold keeps the name of a library in it as it was given, and so moves its code.
        run([compiler, *self.link_flags(combination, form, library), *objects, *callback, "-o", name], cwd=folder)
        return output

    def rust(self, combination, form, output, callback, library):
        _, linker, link, _ = combination
        static = link in ("static", "static-pie")
        model = "static" if link in ("static", "no-pie") else "pic"
        # Before its standard library, which would take calls that ours has from libc.
        archive = [f"-Lnative={self.library}", "-lstatic=kcov"] if callback[0].endswith(".a") else []
        # rustc leaves the linker looking for shared libraries, in a static program also.
        last = [*LINKED.get(form, []), *([] if archive else callback), *(["-Wl,-Bstatic"] if static else []), "-lc"]
        os.makedirs(os.path.dirname(output), exist_ok=True)
        run(["rustc", "half.rs", "--crate-name", "half", "--edition=2024", *archive,
             *(["--cfg", "library", "--crate-type=cdylib"] if library else []),
             "--check-cfg=cfg(library)", "-Copt-level=2", *RUST_COVERAGE, *RUST.get(form, []),
             f"-Crelocation-model={model}", *(["-Ctarget-feature=+crt-static"] if static else []),
             "-Clinker=gcc-12", f"-Clink-arg=-B{self.linkers}", f"-Clink-arg=-fuse-ld={linker}",
             "-Clink-arg=-Wl,--build-id", *(f"-Clink-arg={x}" for x in last), "-o", output], cwd=os.path.join(PROGRAMS, "rust"))
        return output

    @staticmethod
    def is_rust(combination, name):
        """rustc makes it; beside a Rust library is a program in C."""
        compiler, _, link, _ = combination
        return COMPILERS[compiler][0] == "rust" and (name == "part.so" or link not in ("shared", "dlopen"))

    def file(self, combination, form, folder, name, callback, beside=None):
        """Links one of program, part.so, other.so; the program with the part.so of the folder beside."""
        link = combination[2]
        output = os.path.join(folder, name)
        if self.is_rust(combination, name):
            return self.rust(combination, form, output, callback, name == "part.so")
        if name != "program":
            half = 1 if name == "part.so" else 3
            return self.link(combination, form, self.objects(combination, half, form), output, callback, True)
        objects = self.objects(combination, 2, form) + self.objects(combination, 0, form)
        if link == "shared":
            beside = beside or folder
            callback = [os.path.join(beside, "part.so"), f"-Wl,-rpath,{beside}", *callback]
        elif link == "dlopen":
            callback = [*callback, "-ldl"]
        else:
            objects += self.objects(combination, 1, form)
        return self.link(combination, form, objects, output, callback)

    def build(self, combination):
        """The images, the program first."""
        *_, link, form = combination
        folder = os.path.join(self.work, "-".join(combination))
        shared = os.path.join(self.library, "libkcov.so.0")
        archive = link in ("no-pie", "static", "static-pie")
        callback = [os.path.join(self.library, "libkcov.a")] if archive else [shared, f"-Wl,-rpath,{self.library}"]
        names = {"shared": ["part.so", "program"], "dlopen": ["other.so", "part.so", "program"]}.get(link, ["program"])
        images = []
        for name in names:
            path = self.file(combination, form, folder, name, callback)
            replaced = archive and self.file(combination, form, os.path.join(folder, "replaced"), name,
                                             [self.runtime(False)])
            oracle = self.plain(combination, form, folder, name, path, callback)
            unfolded = form == "icf" and self.file(combination, "unfolded", os.path.join(folder, "unfolded"), name,
                                                   callback, folder)
            images.insert(0, Image(path, oracle, replaced or None, unfolded or None))
        self.change(form, images)
        return images

    def plain(self, combination, form, folder, name, path, callback):
        """The same code, with debug information that every reader of it knows."""
        plain = os.path.join(folder, "plain", name)
        os.makedirs(os.path.dirname(plain), exist_ok=True)
        if form in ("split", "dwp") and not self.is_rust(combination, name):
            self.file(combination, "unsplit", os.path.dirname(plain), name, callback, folder)
            if code(plain) != code(path):
                raise Failed(f"{plain} has other code than {path}")
        elif form in ("gz", "zstd"):
            run(["objcopy", "--decompress-debug-sections", path, plain])
        else:
            shutil.copy(path, plain)
            if os.path.exists(path + ".dwp"):
                shutil.copy(path + ".dwp", plain + ".dwp")
        return plain

    def change(self, form, images):
        """What is done to linked files; the last oracle is made by now."""
        paths = [image.path for image in images]
        if form == "dwz":
            several = ["-m", os.path.join(os.path.dirname(paths[0]), "shared.debug")] if len(paths) > 1 else []
            run(["dwz", *several, *paths])
        for path in paths if form == "debuglink" else ():
            run(["objcopy", "--only-keep-debug", path, path + ".debug"])
            run(["strip", path])
            run(["objcopy", "--add-gnu-debuglink", os.path.basename(path) + ".debug", os.path.basename(path)],
                cwd=os.path.dirname(path))
        for path in paths if form == "dwp" else ():
            if not os.path.exists(path + ".dwp"):  # rustc packs its own
                pack(path)


def code(path):
    """The bytes of .text."""
    text = path + ".text"
    run(["objcopy", "-O", "binary", "--only-section=.text", path, text])
    with open(text, "rb") as file:
        found = file.read()
    os.remove(text)
    return found
