# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Test programs in Python say their points by this: one line each, numbered, the
plan at the end, and what is known of a failure below it as comments. What an
engine measured goes to the table of scripts/figures.
"""
import os
import sys


class Tap:
    def __init__(self):
        self.run = self.failed = self.skipped = 0

    def point(self, good, sentence, remarks=()):
        """remarks: lines, shown only if it failed; one text is split into its lines."""
        self.run += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.run} - {sentence}", flush=True)
        for line in () if good else remarks.splitlines() if isinstance(remarks, str) else remarks:
            print(f"#   {line}")
        return good

    def skip(self, sentence, reason):
        """A point that cannot be asked here, and why."""
        self.run += 1
        self.skipped += 1
        print(f"ok {self.run} - {sentence} # SKIP {reason}", flush=True)

    def done(self):
        """The plan; what to leave the program with. Nothing asked is a failure."""
        print(f"1..{self.run}")
        return 1 if self.failed or not self.run else 0

    def leave(self):
        sys.exit(self.done())


def figures(name, *rows, folder="build/figures"):
    """What an engine measured: (figure, measured, goal) a row."""
    folder = os.environ.get("KCOV_FIGURES", folder)
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
        file.writelines("\t".join(map(str, row)) + "\n" for row in rows)
