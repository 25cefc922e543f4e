# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
kcovctl as programs in Python ask it, in a folder with a cache of its own, and
points about what it says.
"""
import json
import os
import subprocess

from tap import Tap

BUILD = os.path.abspath(os.environ.get("KCOV_BUILD", "build"))


class Asked:
    def __init__(self, work):
        self.tap, self.work = Tap(), work
        self.env = {**os.environ, "LC_ALL": "C", "XDG_CACHE_HOME": f"{work}/cache"}
        for name in ("LD_PRELOAD", "KCOV_HOST", "KCOV_LIBRARY"):
            self.env.pop(name, None)

    def run(self, *command, status=0):
        """What it prints, or nothing if it does not end so; None: however it ends. Then said has its errors."""
        done = subprocess.run([f"{BUILD}/kcovctl", *command], cwd=self.work, env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True)
        self.said, self.status = done.stderr.decode(), done.returncode
        if status not in (None, done.returncode):
            print(f"# kcovctl {' '.join(command)} ends with {done.returncode}: {self.said}")
            return b""
        return done.stdout

    def text(self, *command, status=0):
        return self.run(*command, status=status).decode()

    def lines(self, *command):
        return [json.loads(line) for line in self.text(*command).splitlines()]

    def same(self, sentence, got, want):
        self.tap.point(got == want, sentence, [f"is       {str(got)[:300]}", f"must be  {str(want)[:300]}"])
