# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Recordings, written and read from the description of their format alone
(kcov-formats(5)): nothing of kcovctl's is used.
"""
import struct
import zlib

PART = struct.Struct("<4sIII")


def number(value):
    out = bytearray()
    while True:
        out.append(value & 0x7f | (0x80 if value >> 7 else 0))
        value >>= 7
        if not value:
            return bytes(out)


def text(value):
    return number(len(value.encode())) + value.encode()


def zigzag(value):
    return (value << 1 if value >= 0 else -value * 2 - 1) & (1 << 64) - 1


def chunk(kind, raw, packed=None, count=None):
    """as it stands in a file; what else than the content is packed, and its length, may be said"""
    packed = zlib.compress(raw) if packed is None else packed
    head = struct.pack("<4sII", kind, len(packed), len(raw) if count is None else count)
    return head + struct.pack("<I", zlib.crc32(packed, zlib.crc32(head))) + packed


def differences(pcs):
    return b"".join(number(zigzag(pc - last)) for pc, last in zip(pcs, [0, *pcs]))


def write(path, images, tasks, version=2, facts=(("host", "user"),)):
    """tasks: (tid, name, pcs, lost)"""
    chunks = [(b"FACT", text(key) + text(value)) for key, value in facts]
    chunks.append((b"IMGS", "".join(images).encode()))
    for tid, name, pcs, lost in tasks:
        chunks.append((b"TASK", number(1) + number(tid) + text(name)))
        chunks.append((b"PCS ", differences(pcs)))
        if lost:
            chunks.append((b"LOST", number(lost)))
    totals = len(chunks), sum(len(task[2]) for task in tasks), 0, sum(task[3] for task in tasks)
    chunks.append((b"END ", b"".join(map(number, totals))))
    with open(path, "wb") as file:
        file.write(b"KCOVREC\n" + struct.pack("<II", version, 0))
        for kind, raw in chunks:
            file.write(chunk(kind, raw))


def numbers(raw):
    value = shift = 0
    for byte in raw:
        value |= (byte & 0x7f) << shift
        shift += 7
        if not byte & 0x80:
            yield value
            value = shift = 0


def read(path):
    """images as lines, tasks as (pcs, comparisons), lost"""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:16] == b"KCOVREC\n" + struct.pack("<II", 2, 0)
    at, images, tasks, lost = 16, [], [], 0
    while at < len(data):
        kind, stored, raw, crc = PART.unpack_from(data, at)
        packed = data[at + 16:at + 16 + stored]
        assert crc == zlib.crc32(packed, zlib.crc32(data[at:at + 12]))
        unpacked = zlib.decompressobj().decompress(packed)
        assert len(unpacked) == raw
        at += 16 + stored
        values, pc = list(numbers(unpacked)) if kind in (b"PCS ", b"CMPS", b"LOST") else [], 0
        if kind == b"IMGS":
            images = unpacked.decode().splitlines()
        elif kind == b"TASK":
            tasks.append(([], []))
        elif kind == b"LOST":
            lost += values[0]
        for i, value in enumerate(values if kind in (b"PCS ", b"CMPS") else []):
            if kind == b"PCS " or i % 4 == 3:
                pc = pc + (value >> 1 ^ -(value & 1)) & (1 << 64) - 1
                (tasks[-1][0] if kind == b"PCS " else tasks[-1][1]).append(
                    pc if kind == b"PCS " else (*values[i - 3:i], pc))
    return images, tasks, lost
