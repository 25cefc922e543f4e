# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""Building and running the programs of programs.mk: time, and instructions."""
import concurrent.futures
import ctypes
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

import matrix

TOP = pathlib.Path(__file__).resolve().parent.parent
BUILD = os.environ.get('BUILD', 'build')
PROGRAMS = f'{BUILD}/bench/programs'
SAMPLE_NS = 20_000_000  # how long one sample should take
THREADS_NS = 3 * SAMPLE_NS  # starting them must not show


def fail(text):
    sys.exit(f'bench: {text}')


def workloads():
    """The small ones, and the real ones where their sources can be had."""
    script = os.environ.get('PROGRAM_BUILD', 'scripts/program-build')
    return list(matrix.SMALL + (matrix.REAL if (TOP / script).exists() else ()))


def build(programs):
    """Makes the programs (paths below PROGRAMS), all in one go."""
    goals = sorted({f'{PROGRAMS}/{p}' for p in programs})
    result = subprocess.run(['make', '-s', f'-j{os.cpu_count()}', '-f', 'bench/programs.mk',
                             f'BUILD={BUILD}', *goals],
                            cwd=TOP, stdout=sys.stderr)
    if result.returncode:
        fail('cannot build the programs; `make bench` installs what they need')


def version_of(command):
    """The first line a compiler says about itself, None if there is none."""
    try:
        out = subprocess.run([command, '--version'], capture_output=True, text=True).stdout
    except OSError:
        return None
    return out.splitlines()[0]


class SharedMemory:
    """What afl-fuzz gives a program: a coverage map and, for CMPLOG, its log."""
    SIZES = {'map': ('__AFL_SHM_ID', 8 << 20), 'cmplog': ('__AFL_CMPLOG_SHM_ID', 256 << 20)}
    IPC_CREAT, IPC_RMID = 0o1000, 0

    def __init__(self, names):
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.libc.shmget.argtypes = (ctypes.c_int, ctypes.c_size_t, ctypes.c_int)
        self.environment = {'AFL_MAP_SIZE': str(8 << 20)} if names else {}
        self.ids = []
        for name in names:
            variable, size = self.SIZES[name]
            number = self.libc.shmget(0, size, self.IPC_CREAT | 0o600)
            if number < 0:
                fail('no shared memory for AFL++: ' + os.strerror(ctypes.get_errno()))
            self.ids.append(number)
            self.environment[variable] = str(number)

    def __enter__(self):
        return self.environment

    def __exit__(self, *_):
        for number in self.ids:
            self.libc.shmctl(number, self.IPC_RMID, None)


def execute(command, configuration):
    """Runs a program the way its configuration wants; its result."""
    shared = configuration.environment if configuration else ()
    with SharedMemory(shared) as more, tempfile.TemporaryDirectory() as counters:
        environment = dict(os.environ, GCOV_PREFIX=counters, **more)
        result = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True)
    if result.returncode:
        fail(f"{' '.join(command)}: status {result.returncode}\n{result.stderr.strip()[-2000:]}")
    return result


def sample(configuration, workload, operations, action='run', threads=1):
    """One run of so many operations: (elapsed ns, processor ns, events)."""
    out = execute([f'{PROGRAMS}/{configuration.program(workload)}', configuration.mode,
                   str(operations), action, str(threads)], configuration).stdout
    return tuple(map(int, out.split()))


def operations_per_sample(configuration, workload, action, ns=SAMPLE_NS):
    """How many operations take about so long."""
    operations, elapsed = 1, 0
    while True:
        elapsed = sample(configuration, workload, operations, action)[0]
        if elapsed * 4 >= ns or operations >= 1 << 24:
            break
        operations *= 4 if elapsed * 16 >= ns else 16
    return max(1, round(operations * ns / max(elapsed, 1)))


def count(configuration, workload, action='run'):
    """Instructions of one operation, the runtime's share included."""
    return count_command([f'{PROGRAMS}/{configuration.program(workload)}',
                          configuration.mode, '1', action], configuration)


def count_command(command, configuration=None, functions=('bench_operation',)):
    """Instructions from each entry of one of the functions to its return."""
    result = execute(['valgrind', '--vgdb=no', '--tool=callgrind', '--callgrind-out-file=/dev/null',
                      *(f'--toggle-collect={f}' for f in functions), *command], configuration)
    collected = re.search(r'Collected : (\d+)', result.stderr)
    if not collected or not int(collected[1]):
        fail(f"callgrind counted nothing in {' '.join(command)}")
    return int(collected[1])


def at_once(function, arguments):
    """For what no neighbour can disturb: counts, one on each processor."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return pool.map(function, list(arguments))


def interleaved(rounds, samplers):
    """Takes one sample of each in turn, A B A B: {name: [value of each round]}."""
    values = {name: [] for name in samplers}
    for _ in range(rounds):
        for name, take in samplers.items():
            values[name].append(take())
    return values


def ratio(values, base):
    """The median of the ratios within a round, so that slow spells cancel out."""
    return statistics.median(v / b for v, b in zip(values, base))


def output(*command):
    """What a command prints; its failure is ours."""
    result = subprocess.run(command, cwd=TOP, stdout=subprocess.PIPE, text=True)
    if result.returncode:
        fail(f"{' '.join(command)}: status {result.returncode}")
    return result.stdout


def compile_program(program, *sources):
    """One program that needs no instrumentation."""
    os.makedirs((TOP / program).parent, exist_ok=True)
    output('gcc', '-O3', '-I.', '-Iuapi', '-Iclient/include', '-Iport/posix/include',
           '-D_GNU_SOURCE', '-pthread', *sources, '-o', program)
