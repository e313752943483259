"""What runs in executors: rows through the engine, by DataFrame.mapInArrow."""

import hashlib
import os
import tempfile
from pathlib import Path

import pyarrow as pa

from .engine import check_version, engine


class Shared:
    """Bytes that every executor needs, as a file there: what is broadcast is written once by the first task on a machine.

    Spark's broadcast moves the bytes from executor to executor. Their name is their digest, and a file whose bytes have
    another one is written again, so that whoever finds it finds what was sent.
    """

    def __init__(self, spark, content: bytes):
        self.digest = hashlib.sha256(content).hexdigest()
        self.size = len(content)
        self.broadcast = spark.sparkContext.broadcast(content)

    def path(self) -> str:
        folder = Path(tempfile.gettempdir()) / f"flow2vec-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        target = folder / self.digest
        if not _is(target, self.digest):
            draft = tempfile.NamedTemporaryFile(dir=folder, delete=False)
            with draft:
                draft.write(self.broadcast.value)
            os.replace(draft.name, target)
        return str(target)

    def forget(self) -> None:
        """Takes the bytes back from every executor; their files go with the machine's temporary folder."""
        self.broadcast.destroy()
        (Path(tempfile.gettempdir()) / f"flow2vec-{os.getuid()}" / self.digest).unlink(missing_ok=True)


_known: dict[str, tuple] = {}


def _is(file: Path, digest: str) -> bool:
    """Whether a file holds the bytes of a digest; a worker that looked once looks again where the file was changed since."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return False
    state = (found.st_ino, found.st_size, found.st_mtime_ns)
    if _known.get(digest) != state:
        if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            return False
        _known[digest] = state
    return True


def lots_of(spark, number: int) -> list[int]:
    """For each of so many partitions a whole number that Spark puts there by its hash: numbers from 0 on would share some, and
    leave as many empty."""
    from pyspark.sql import functions as F  # noqa: PLC0415 - executors need none of it.

    lot = F.col("id").cast("int")
    place = F.pmod(F.hash(lot), F.lit(number))
    # Each of them is met among so many, but for one time in millions; it then has a number as any other.
    drawn = spark.range(number * 40 + 100).groupBy(place.alias("place")).agg(F.min(lot).alias("lot")).collect()
    lots = {row["place"]: row["lot"] for row in drawn}
    return [lots.get(place, place) for place in range(number)]


def through_engine(frame, operation: str, asked: dict, *, version: str, gives: str, takes=None, keeps=(), shared=None):
    """A DataFrame of what the engine answers to the rows of `frame`.

    `takes`: columns that the engine is given (all); `keeps`: columns that each of its rows keeps from the row that it
    answers, where it answers each row, in order; `gives`: schema of the answer; `shared`: `Shared` bytes by the name of what asks
    for their path.
    """
    takes = list(takes or frame.columns)
    keeps = list(keeps)
    shared = dict(shared or {})
    from pyspark.sql.types import StructType  # noqa: PLC0415 - executors need none of it.

    kept = ", ".join(f"`{f.name}` {f.dataType.simpleString()}" for f in frame.schema if f.name in keeps)
    schema = ", ".join(part for part in (kept, gives) if part)
    kept_names = [f.name for f in frame.schema if f.name in keeps]
    order = [*kept_names, *StructType.fromDDL(gives).names]

    def run(batches):
        check_version(version)
        told = {**asked, **{name: bytes_.path() for name, bytes_ in shared.items()}}
        held = []

        def given():
            for batch in batches:
                if batch.num_rows == 0:
                    continue
                if keeps:
                    held.extend(batch.select(kept_names).slice(at, _SLICE) for at in range(0, batch.num_rows, _SLICE))
                yield batch.select(takes)

        for answer in engine().ask(operation, told, given()):
            if keeps:
                source = _take(held, answer.num_rows)
                answer = pa.record_batch(
                    [source.column(n) if n in keeps else answer.column(n) for n in order], names=order
                )
            else:
                answer = answer.select(order)
            yield answer

    return frame.select(*dict.fromkeys([*keeps, *takes])).mapInArrow(run, schema)


#: Rows that are held together until they are answered.
_SLICE = 10_000


def _take(held: list, rows: int) -> pa.RecordBatch:
    """The first `rows` rows of what is held, which goes on after them."""
    taken, left = [], rows
    while left > 0:
        first = held.pop(0)
        if first.num_rows > left:
            held.insert(0, first.slice(left))
            first = first.slice(0, left)
        taken.append(first)
        left -= first.num_rows
    return pa.Table.from_batches(taken).combine_chunks().to_batches()[0]
