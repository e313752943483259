"""What the measurements on Spark share: the package of this repository, a session, and what processes took."""

import os
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "spark"))

from flow2vec_spark import run as training  # noqa: E402
from flow2vec_spark.engine import engine, version  # noqa: E402
from flow2vec_spark.run import run  # noqa: E402
from flow2vec_spark.session import session  # noqa: E402, F401

_TICKS = os.sysconf("SC_CLK_TCK")


def flow2vec(spark, *words, steps=None):
    """The answer to words of `flow2vec spark`; what a training's steps took goes to `steps`."""
    settings = engine().facts("settingsOfWords", {"words": [str(word) for word in words]})
    if steps is None:
        return run(spark, settings, version())
    steps_of_training = {"prepared": "build_corpus", "learned": "train"}
    before = {name: getattr(training, name) for name in steps_of_training.values()}
    try:
        for step, name in steps_of_training.items():
            setattr(training, name, _measuring(before[name], step, steps))
        return run(spark, settings, version())
    finally:
        for name, function in before.items():
            setattr(training, name, function)


def _measuring(function, step, steps):
    def measured(*given, **named):
        with Measured() as took:
            answer = function(*given, **named)
        steps[step] = took.told()
        return answer

    return measured


def _kind_of(number, stat):
    name = stat[stat.index("(") + 1 : stat.rindex(")")]
    if name.startswith("python"):
        return "Python"
    if name != "java":
        return "Node" if name.startswith(("node", "MainThread")) else name
    try:
        command = Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:  # It ended meanwhile.
        return name
    # The other one starts executors, and holds nothing.
    roles = {b"CoarseGrainedExecutorBackend": "executor, Java", b"SparkSubmit": "driver, Java"}
    return next((role for mark, role in roles.items() if mark in command), name)


def _below():
    """Processor seconds, greatest memory in MiB and kind of this process and all that it started, by number."""
    facts, parents = {}, {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{name}/stat").read_text()
            status = Path(f"/proc/{name}/status").read_text()
        except OSError:  # It ended meanwhile.
            continue
        fields = stat[stat.rindex(")") + 2 :].split()
        parents[name] = fields[1]
        # With those of children that ended and were waited for.
        seconds = sum(int(field) for field in fields[11:15]) / _TICKS
        peak = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
        facts[name] = (seconds, int(peak[0]) / 1024 if peak else 0, _kind_of(name, stat))
    ours = str(os.getpid())

    def is_below(name):
        while name in parents:
            if name == ours:
                return True
            name = parents[name]
        return False

    return {name: fact for name, fact in facts.items() if is_below(name)}


class Measured:
    """`with Measured() as took`: `seconds`, and `processor` seconds of all processes."""

    def __enter__(self):
        self._before = sum(seconds for seconds, _, _ in _below().values())
        self._began = time.monotonic()
        return self

    def __exit__(self, *_):
        self.seconds = time.monotonic() - self._began
        self.processor = sum(seconds for seconds, _, _ in _below().values()) - self._before

    def told(self):
        return {"seconds": self.seconds, "processor": self.processor}


class GreatestMemory:
    """`with GreatestMemory() as memory`: looks every second what processes held at most, for some end before the last look."""

    def __enter__(self):
        self._most = {}
        self._ended = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()
        return self

    def _look(self):
        while True:
            for _, peak, kind in _below().values():
                self._most[kind] = max(self._most.get(kind, 0), round(peak))
            if self._ended.wait(1):
                return

    def __exit__(self, *_):
        self._ended.set()
        self._looking.join()

    def told(self):
        """MiB of the largest process of each kind."""
        return self._most
