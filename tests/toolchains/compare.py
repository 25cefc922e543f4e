# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
One combination: what kcovctl says of its images and of a run, held against what
the oracles say. Yields what is wrong, a line each.
"""
import collections
import json
import os
import re
import subprocess

import oracles
from builder import Failed
from judge import spelled
from names import same_file


class Truth:
    """What is right for one image."""

    def __init__(self, image, judge):
        self.image = image
        self.points = oracles.points_of(image.oracle)
        first, second = (reader(image.oracle, self.points) for reader in (oracles.symbolizer, oracles.addr2line))
        judge.names.learn(f.function for chains in (first, second) for c in chains.values() for f in c)
        self.chains = judge.settle(image, self.points, first, second)
        self.folded = self.alternatives() if image.unfolded else {}
        replaced = image.replaced and oracles.points_of(image.replaced)
        if replaced and len(replaced) != len(self.points):
            raise Failed(f"{image.replaced} has {len(replaced)} places, {image.path} {len(self.points)}")
        # Of a run with the other callback: where that place is here.
        self.here = dict(zip(replaced, self.points)) if replaced else {p: p for p in self.points}

    def alternatives(self):
        """Of code that is several functions': the chains that each of them has where it is not folded."""
        names = oracles.names_at(self.image.oracle)
        starts = sorted(names)
        unfolded = oracles.symbolizer(self.image.unfolded, oracles.points_of(self.image.unfolded)).values()
        found = {}
        for point in self.points:
            start = max((s for s in starts if s < point), default=None)
            if start is not None and len(names[start]) > 1:
                found[point] = [c for c in unfolded if c[-1].function in names[start]]
        return found


class Case:
    def __init__(self, judge, kcovctl, combination, images, folder):
        self.judge, self.kcovctl, self.folder = judge, kcovctl, folder
        self.combination, self.images = combination, images
        self.truths = {i.path: Truth(i, judge) for i in images}
        self.said = {}  # path, place: kcovctl's chain
        self.right = {}  # path, place: the chain that it is, of folded code one of several

    def run(self, *arguments, status=0):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("KCOV_", "LD_", "DEBUGINFOD"))}
        environment["XDG_CACHE_HOME"] = os.path.join(os.path.dirname(self.folder), "cache")
        done = subprocess.run([self.kcovctl, *arguments], env=environment, stdin=subprocess.DEVNULL, check=False,
                              capture_output=True, text=True, errors="replace", cwd=self.folder)
        return done.stdout, done.stderr, done.returncode - status

    def objects(self, *arguments):
        """The JSON of a subcommand; what it says besides, and another status, is wrong."""
        out, err, status = self.run(*arguments)
        wrong = [f"kcovctl {arguments[0]} says: {err.strip()[:300]}"] if err else []
        if status:
            wrong.append(f"kcovctl {arguments[0]} ends with {status}")
        return [json.loads(line) for line in out.splitlines()], wrong

    def findings(self):
        if self.combination[3] == "zstd" and self.says_zstd():
            return
        for truth in self.truths.values():
            yield from self.static(truth)
        yield from self.dynamic()

    def says_zstd(self):
        """One line says why there are no lines: then nothing is asked of them."""
        return all(re.search("zstd", self.run("symbolise", "--points", path)[1]) for path in self.truths)

    def static(self, truth):
        path = truth.image.path
        name = os.path.basename(path)
        found, wrong = self.objects("symbolise", "--points", "--json", path)
        yield from (f"{name}: {w}" for w in wrong)
        found = {int(o["pc"], 16): o["frames"] for o in found if o["type"] == "pc"}
        self.judge.names.learn(f["function"] for frames in found.values() for f in frames)
        there = set(truth.points)
        for what, places in (("missed", there - found.keys()), ("invented", found.keys() - there)):
            if places:
                yield f"{name}: {len(places)} of {len(truth.points)} places {what}, the first is {min(places):#x}"
        files = collections.defaultdict(set)
        for point in sorted(found.keys() & there):
            problem = self.chain_differs(truth, point, found[point])
            if problem:
                yield f"{name}: {point:#x}: {problem}"
            self.said[path, point] = found[point]
            for ours, theirs in zip(found[point], self.right.get((path, point), ())):
                files[ours.get("file")].add(theirs.file)
        yield from (f"{name}: {several} are one, {file}" for file, several in files.items() if len(several) > 1)

    def chain_differs(self, truth, point, ours):
        theirs = truth.chains[point]
        allowed = [theirs]
        allowed += truth.folded.get(point, [])
        found = next((chain for chain in allowed if self.same_chain(ours, chain)), None)
        if not found:
            return f"{shown(ours)}, not {spelled(theirs)}"
        self.right[truth.image.path, point] = found
        mangled = [f["function"] for f in ours if re.match(r"_Z|_R[A-Z]", f["function"])]
        return f"{mangled[0]} is not demangled" if mangled else None

    def same_chain(self, ours, theirs):
        return len(ours) == len(theirs) and all(
            self.judge.names.same(o["function"], t.function) and o.get("line", 0) == t.line and
            same_file(o.get("file", ""), t.file) for o, t in zip(ours, theirs))

    def dynamic(self):
        program = self.images[0]
        libraries = [i.path for i in self.images[1:]] if self.combination[2] == "dlopen" else []
        preload = None if program.replaced else self.judge.preload
        output, places = oracles.traced(program.replaced or program.path, libraries, preload,
                                        os.path.join(self.folder, "trace"))
        recording = os.path.join(self.folder, "a.rec")
        out, err, status = self.run("record", "-o", recording, program.path, *libraries)
        if (out, err, status) != (output, "", 0):
            yield f"record: status {status}, not 0; says: {(err or out).strip()[:300]}"
            return
        expected = [(path or program.path, offset) for offset, path in places]
        expected = [(path, self.truths[path].here.get(offset)) for path, offset in expected]
        if any(offset is None for _, offset in expected):
            raise Failed(f"{program.path} calls the callback where objdump shows no call")
        yield from self.trace(recording, expected)
        yield from self.report(recording, collections.Counter(expected))

    def trace(self, recording, expected):
        found, wrong = self.objects("cat", "--json", recording)
        yield from wrong
        found = [o for o in found if o["type"] == "pc"]
        if len(found) != len(expected):
            yield f"cat: {len(found)} records, not {len(expected)}"
            return
        distances = collections.defaultdict(set)
        for step, (ours, (path, offset)) in enumerate(zip(found, expected)):
            chain = self.said.get((path, offset))
            if ours.get("image") != path:
                yield f"cat: record {step} is in {ours.get('image')}, not in {path}"
                return
            # Files may be shown by less of their path, as other images are there too.
            if without_files(ours["frames"]) != without_files(chain or ()):
                problem = self.chain_differs(self.truths[path], offset, ours["frames"])
                if problem or chain:
                    yield f"cat: record {step} at {offset:#x}: {problem or 'not as symbolise says'}"
                    return
            distances[path].add(int(ours["pc"], 16) - offset)
        for path, several in distances.items():
            if len(several) > 1 or min(several) % 4096:
                yield f"cat: {path} lies at {', '.join(f'{d:#x}' for d in sorted(several))}"

    def report(self, recording, counts):
        found, wrong = self.objects("report", "--json", recording)
        yield from wrong
        if not found:
            return
        header = found[0]
        executed = {p for p, _ in counts}
        places = [(t.image.path, p) for t in self.truths.values() if t.image.path in executed for p in t.points]
        yield from differ("places", header["places"], {"all": len(places), "reached": len(counts)})
        yield from differ("unknown", header["unknown"], 0)
        yield from self.tallies("function", found, places, counts,
                                lambda o: (self.judge.names.scopes(o["name"])[-1:],
                                           os.path.basename(o["path"].strip("?"))),
                                lambda f: (self.judge.names.scopes(f.function)[-1:],
                                           os.path.basename(f.start or f.file)))
        files = self.files(found, places)
        if files is None:
            yield "report: its files are not those of its places, one each"
            return
        yield from self.tallies("file", found, places, counts, lambda o: files[o["path"]], lambda f: f.file)

    def files(self, found, places):
        """Each path of the report to the file that it is the end of; None if it is nobody's, or two are one."""
        left = {self.frame(at).file for at in places}
        paths = {o["path"] for o in found if o["type"] == "file"}
        meant = {"?": ""} if "?" in paths else {}
        left -= set(meant.values())
        paths -= set(meant)
        while paths:
            ends = {path: [f for f in left if same_file(path, f)] for path in paths}
            path = min(paths, key=lambda one: (len(ends[one]), one))
            if len(ends[path]) != 1:
                return None
            meant[path] = ends[path][0]
            left.remove(meant[path])
            paths.remove(path)
        return meant

    def frame(self, at):
        """The innermost one: of two functions of one code, kcovctl's choice."""
        path, place = at
        return self.right.get(at, self.truths[path].chains[place])[0]

    def tallies(self, kind, found, places, counts, ours, theirs):
        expected = collections.defaultdict(lambda: {"all": 0, "reached": 0})
        for at in places:
            entry = expected[theirs(self.frame(at))]
            entry["all"] += 1
            entry["reached"] += at in counts
        said = collections.defaultdict(lambda: {"all": 0, "reached": 0})
        for o in found:
            if o["type"] == kind:
                for key in ("all", "reached"):
                    said[ours(o)][key] += o["places"][key]
        for key in sorted(expected.keys() | said.keys(), key=str):
            if expected[key]["all"] or said[key]["all"]:
                yield from differ(f"{kind} {key}", said[key], expected[key])


def without_files(frames):
    return [{key: value for key, value in frame.items() if key != "file"} for frame in frames]


def differ(what, ours, theirs):
    if ours != theirs:
        yield f"report: {what}: {ours}, not {theirs}"


def shown(frames):
    return " < ".join(f"{f['function']} {f.get('file', '?')}:{f.get('line', 0)}" for f in frames) or "nothing"

