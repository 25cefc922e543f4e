# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""The calls of system-calls.c made in a kernel, and what their traces say."""
import os
import subprocess

import traces

BUILD = os.environ.get('BUILD', 'build')


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def program():
    path = f'{BUILD}/bench/stability/system-calls'
    os.makedirs(os.path.dirname(path), exist_ok=True)
    output('gcc', '-O2', '-std=gnu11', '-D_GNU_SOURCE', '-Wall', '-Wno-unused-result', '-static',
           '-Iuapi', '-o', path, 'bench/stability/driver.c', 'bench/stability/system-calls.c')
    return path


def build(target, *options):
    return output('scripts/kernel-build', *options, '--target', target).strip()


class Side:
    """One kernel, and all runs of the calls in it."""

    def __init__(self, kernel, path, runs, names):
        # On one CPU from before its address space is made: as long as another has
        # that too, calls that change it interrupt that one.
        text = output('scripts/kernel-run', '--timeout', '3000', '--kernel', kernel, '--',
                      'taskset', '--cpu-list', '0', path, str(runs), *names)
        self.symbols = traces.Symbols(f'{kernel}/vmlinux')
        self.calls = traces.read(text.splitlines())

    def covered(self):
        return set().union(*(call.covered(self.symbols) for call in self.calls))

    @property
    def stable(self):
        return sum(not call.deviating for call in self.calls)

    @property
    def deviating(self):
        return sum(call.deviating for call in self.calls)

    @property
    def runs(self):
        return sum(call.runs for call in self.calls)

    def names(self, call):
        """Functions that differ, and in how many runs, for people."""
        return ' '.join(f'{name}:{runs}' for name, runs
                        in call.differing(self.symbols).most_common(8)) or '-'
