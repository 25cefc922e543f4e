# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
The other side of kcovctl fuzz --serve, as AFL++ speaks: an instance has a map in
shared memory, two pipes, and an input in shared memory or on stdin. As a program
it stands for afl-fuzz: it runs each file of $AFL_INPUTS in the order of their
names, once; the file "comparisons" there is a size of another map.
"""
import ctypes
import os
import struct
import subprocess
import sys

CONTROL, STATUS = 198, 199
HELLO, SHARES_INPUT, VERSION = 0x80000001, 0x01000000, 0x41464c01
MAP, INPUT = 1 << 16, 1 << 20

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]


class Segment:
    """Of shared memory, which goes when all who have it are gone."""

    def __init__(self, size):
        self.number = libc.shmget(0, ctypes.c_size_t(size), 0o1600)
        if self.number < 0:
            raise OSError(ctypes.get_errno(), "shmget")
        self.bytes = (ctypes.c_ubyte * size).from_address(libc.shmat(self.number, None, 0))

    def remove(self):
        libc.shmctl(self.number, 0, None)


class Instance:
    """map: of edges; said: what came on stderr, once it has ended."""

    def __init__(self, target, comparisons=0, shares=True, **kept):
        self.map, self.input = Segment(MAP), Segment(4 + INPUT) if shares else None
        self.comparisons = Segment(comparisons) if comparisons else None
        env = {**os.environ, "__AFL_SHM_ID": str(self.map.number)}
        for name, segment in (("__AFL_SHM_FUZZ_ID", self.input), ("__AFL_CMPLOG_SHM_ID", self.comparisons)):
            env.pop(name, None)
            if segment:
                env[name] = str(segment.number)
        control, self.control = os.pipe()
        self.status, status = os.pipe()
        self.file = open(os.environ.get("AFL_FILE", "/dev/null"), "r+b", buffering=0)
        for number in CONTROL, STATUS:
            os.set_inheritable(os.dup2(control if number == CONTROL else status, number), True)
        kept.setdefault("close_fds", False)
        self.process = subprocess.Popen(target, env=env, stdin=self.file, **kept)
        for number in CONTROL, STATUS, control, status:
            os.close(number)

    def say(self, word):
        os.write(self.control, struct.pack("<I", word))

    def hear(self):
        """A word; None: it has ended."""
        word = os.read(self.status, 4)
        return struct.unpack("<I", word)[0] if len(word) == 4 else None

    def shake_hands(self):
        """What it said first; the answer is that everything is taken."""
        hello = self.hello = self.hear()
        if hello == VERSION:
            self.say(~hello & 0xffffffff)
            self.options, self.size, self.last = self.hear(), self.hear(), self.hear()
        elif hello and hello & SHARES_INPUT:
            self.say(HELLO | SHARES_INPUT)
        return hello

    def run(self, data, killed=0):
        """(the guest's process, the wait status); None for what does not come."""
        ctypes.memset(self.map.bytes, 0, MAP)
        if self.input:
            ctypes.memmove(self.input.bytes, struct.pack("<I", len(data)) + data, 4 + len(data))
        else:
            self.file.seek(0)
            self.file.truncate()
            self.file.write(data)
        self.say(killed)
        guest = self.hear()
        return guest, self.hear()

    def edges(self):
        return {i: times for i, times in enumerate(bytes(self.map.bytes)) if times}

    def end(self):
        """Its exit status."""
        os.close(self.control)
        status = self.process.wait()
        os.close(self.status)
        for segment in self.map, self.input, self.comparisons:
            if segment:
                segment.remove()
        return status


def main(words):
    folder, target = os.environ["AFL_INPUTS"], words[words.index("--") + 1:]
    names = sorted(os.listdir(folder))
    size = 0
    if "comparisons" in names:
        names.remove("comparisons")
        with open(f"{folder}/comparisons", encoding="ascii") as file:
            size = int(file.read())
    instance = Instance(target, size)
    if instance.shake_hands():
        for name in names:
            with open(f"{folder}/{name}", "rb") as file:
                instance.run(file.read())
    return instance.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
