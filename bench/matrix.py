# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""What is compared with what. A configuration is a way to compile a workload,
a runtime to link it with and the mode that runtime is asked for."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Configuration:
    name: str       # "gcc-pc-kcov-off"
    variant: str    # compiler and build, as programs.mk calls them
    runtime: str    # bench/runtime/
    mode: str = 'off'
    base: str = ''  # the configuration that ratios in the result lines refer to

    def program(self, workload):
        return f'{workload}/{self.variant}/{self.runtime}'

    @property
    def environment(self):
        return AFL_MAP[self.variant.split('-')[-1]] if 'afl' in self.runtime else ()


# Shared memory that afl-fuzz would provide.
AFL_MAP = {'afl': ('map',), 'cmplog': ('map', 'cmplog')}


def kcov_configurations(compiler):
    base = f'{compiler}-base'
    yield Configuration(base, base, 'none', base=base)
    for build, modes in (('pc', ('off', 'pc')), ('cmp', ('off', 'cmp')),
                         ('both', ('off', 'pc', 'cmp'))):
        # clang traces comparisons only beside blocks
        if build == 'cmp' and compiler != 'gcc':
            continue
        variant = f'{compiler}-{build}'
        yield Configuration(f'{variant}-floor', variant, 'floor', base=base)
        for runtime in ('kcov', 'upstream-like'):
            for mode in modes:
                yield Configuration(f'{variant}-{runtime}-{mode}', variant, runtime,
                                    mode, base)
    # the same in a module with its own callbacks, and in one without
    for runtime in ('kcov-module', 'kcov-shared'):
        yield Configuration(f'{compiler}-pc-{runtime}-pc', f'{compiler}-pc', runtime, 'pc', base)
    # what the goals were set with
    for mode in ('off', 'pc'):
        yield Configuration(f'{compiler}-pc-two-words-{mode}', f'{compiler}-pc', 'two-words', mode,
                            base)


def peers():
    yield Configuration('gcc-gcov', 'gcc-gcov', 'gcov', base='gcc-base')
    yield Configuration('gcc-gcov-atomic', 'gcc-gcovatomic', 'gcov', base='gcc-base')
    yield Configuration('clang-19-counters', 'clang-19-counters', 'counters',
                        base='clang-19-base')
    yield Configuration('clang-19-libfuzzer', 'clang-19-fuzzer', 'libfuzzer',
                        base='clang-19-base')
    yield Configuration('clang-14-base', 'clang-14-base', 'none', base='clang-14-base')
    yield Configuration('clang-14-afl', 'clang-14-afl', 'afl', base='clang-14-base')
    yield Configuration('clang-14-afl-cmplog', 'clang-14-cmplog', 'afl',
                        base='clang-14-base')


COMPILERS = ('gcc', 'clang-19')
RUN = [c for compiler in COMPILERS for c in kcov_configurations(compiler)] + list(peers())
BY_NAME = {c.name: c for c in RUN}

# A program that is there without a source package, and real ones.
SMALL = ('micro', 'interpreter')
REAL = ('zlib', 'lua', 'sqlite')

# reset, run thirty blocks, collect: by the size of the program
SIZES = (1000, 10000, 100000, 1000000)
CYCLE = ('gcc-pc-kcov-pc', 'gcc-gcov', 'clang-19-counters', 'clang-14-afl')

# What a remote section has collected when it stops.
RECORDS = (0, 100, 10000)

# Work of its own in every thread.
THREADS = (1, 2, 8, 64)
THREADED = ('gcc-base', 'gcc-pc-kcov-pc', 'gcc-gcov', 'gcc-gcov-atomic',
            'clang-19-counters')

# What bench-quick counts, in well under a minute: what our own text decides.
QUICK = [c.name for c in RUN if c.runtime in ('kcov', 'kcov-module')]
