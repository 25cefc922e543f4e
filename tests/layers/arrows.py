# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""
Which files a file gets to by its includes, as the compiler follows them: a name
in quotes is looked for beside the file, then, like any name, in the folders of
-I in their order. No system header is looked at; a name that is found nowhere
stays one. Both sides of every conditional are followed: an arrow that only some
machine or configuration has is one. tests/layers/arrows-are-the-compilers
compares it with the compiler.
"""
import posixpath


class Arrows:
    """For one list of -I folders."""

    def __init__(self, tree, folders):
        self.tree, self.folders = tree, folders
        self.known = {}

    def resolve(self, path, name, quoted):
        places = ([posixpath.dirname(path)] if quoted else []) + self.folders
        for place in places:
            found = posixpath.normpath(posixpath.join(place, name))
            if found in self.tree.present:
                return found
        return posixpath.normpath(name)

    def of(self, path):
        """What the file itself includes."""
        if path not in self.known:
            self.known[path] = {self.resolve(path, *include) for include in self.tree.includes(path)} \
                if path in self.tree.present else set()
        return self.known[path]

    def reach(self, path):
        """All that is included with it, but for itself."""
        reached, left = set(), [path]
        while left:
            new = self.of(left.pop()) - reached
            reached |= new
            left.extend(new)
        return reached - {path}
