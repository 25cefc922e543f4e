# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""Results: one line each for people, JSON for programs."""
import json
import pathlib
import platform
import statistics

from measure import ratio, version_of


def machine():
    cpu = [l.split(':')[1].strip() for l in pathlib.Path('/proc/cpuinfo').read_text().splitlines()
           if l.startswith('model name')]
    return {'cpu': cpu[0] if cpu else platform.machine(), 'cpus': len(cpu),
            'system': platform.freedesktop_os_release().get('PRETTY_NAME', ''),
            'compilers': [v for v in map(version_of, ('gcc', 'clang-19', 'clang-14')) if v]}


class Results:
    """Name -> values of each round, and which other name its ratio refers to."""

    def __init__(self, command):
        self.data = {'command': command, 'machine': machine(), 'results': {}}

    def add(self, name, unit, values, base=None):
        self.data['results'][name] = {'unit': unit, 'values': values, 'base': base}
        self.show(name)

    def show(self, name):
        entry = self.data['results'][name]
        values = entry['values']
        base = self.data['results'].get(entry['base'] or name, entry)['values']
        print(f'{name:<52} {ratio(values, base):9.3f} {statistics.median(values):14.1f} '
              f'{min(values):14.1f} {max(values):14.1f} {len(values):4}', flush=True)

    def merge_into(self, path):
        """Keeps what other groups of an earlier run left in the file."""
        path = pathlib.Path(path)
        old = json.loads(path.read_text()) if path.exists() else {'results': {}}
        self.data['results'] = {**old['results'], **self.data['results']}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.data, indent=1) + '\n')


HEADING = f"{'# name':<52} {'ratio':>9} {'median':>14} {'min':>14} {'max':>14} {'runs':>4}"
