# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""What bench/stability/driver.c prints, with functions in place of PCs."""
import bisect
import collections
import re
import subprocess


class Symbols:
    """Which function of a binary a recorded PC is in."""

    def __init__(self, binary):
        text = subprocess.run(['nm', '--numeric-sort', binary], check=True,
                              capture_output=True, text=True).stdout
        rows = [line.split() for line in text.splitlines()]
        functions = [(int(row[0], 16), row[2]) for row in rows
                     if len(row) == 3 and row[1] in 'tTwW']
        self.starts = [start for start, _ in functions]
        # what compilers add to names of copies may differ between two kernels
        self.names = [re.sub(r'\.(isra|constprop|part|cold)\b.*', '', name)
                      for _, name in functions]

    def function(self, pc):
        # a recorded PC is where the callback returns to
        at = bisect.bisect_right(self.starts, pc - 1) - 1
        return self.names[at] if at >= 0 else hex(pc)


class Call:
    """The traces of one call: the one that most runs left, and the others."""

    def __init__(self, name):
        self.name = name
        self.variants = []  # (times, PCs)

    def sort(self):
        self.variants.sort(key=lambda variant: -variant[0])

    @property
    def runs(self):
        return sum(times for times, _ in self.variants)

    @property
    def deviating(self):
        return self.runs - self.variants[0][0]

    def covered(self, symbols):
        """Functions that any run recorded."""
        return {symbols.function(pc) for _, pcs in self.variants for pc in set(pcs)}

    def usual(self, symbols):
        """Functions that most runs recorded."""
        return {symbols.function(pc) for pc in set(self.variants[0][1])}

    def differing(self, symbols):
        """Functions -> runs in which they have more or fewer records than in most runs."""
        usual = collections.Counter(self.variants[0][1])
        runs = collections.Counter()
        for times, pcs in self.variants[1:]:
            here = collections.Counter(pcs)
            pcs_differ = {pc for pc in usual.keys() | here.keys() if usual[pc] != here[pc]}
            for name in {symbols.function(pc) for pc in pcs_differ} or {'(order)'}:
                runs[name] += times
        return runs


def read(lines):
    calls = []
    for line in lines:
        word, _, rest = line.rstrip('\n').partition(' ')
        if word == 'CALL':
            calls.append(Call(rest))
        elif word == 'TRACE':
            pcs = []
            calls[-1].variants.append((int(rest), pcs))
        else:
            pcs.append(int(word, 16))
    for call in calls:
        call.sort()
    return calls
