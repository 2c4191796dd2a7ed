"""Which texts were encoded before? A file of vectors beside the database, so that no text is encoded twice.

The file is a cache: it can be deleted at any time, and one that is damaged is thrown away and begun again.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import numpy as np

from kakehashi.engines.matching.encoding import Vectors

_Result = TypeVar("_Result")
_WAIT_SECONDS = 20
_CHUNK = 400  # digests in one question; SQLite's oldest limit is 999
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_TABLE = """
CREATE TABLE IF NOT EXISTS vectors (
    encoder TEXT NOT NULL, digest TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (encoder, digest)
) WITHOUT ROWID
"""


class VectorFile:
    """A vector store in an SQLite file; several processes and threads may read and write it at once."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open a connection for one use: a connection must not cross threads or forks."""
        connection = sqlite3.connect(self.path, timeout=_WAIT_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")  # a lost vector is encoded again
            connection.execute(_TABLE)
            yield connection
        finally:
            connection.close()

    def _run(self, action: Callable[[sqlite3.Connection], _Result]) -> _Result:
        try:
            with self._open() as connection:
                return action(connection)
        except sqlite3.DatabaseError as error:
            if (getattr(error, "sqlite_errorcode", 0) & 0xFF) not in _DAMAGED:
                raise
        self._discard()
        with self._open() as connection:
            return action(connection)

    def _discard(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).unlink()

    def get_many(self, encoder: str, digests: Sequence[str]) -> Mapping[str, Vectors]:
        """Return the vectors that are kept, by digest; a row of a broken length is left out."""

        def read(connection: sqlite3.Connection) -> dict[str, Vectors]:
            kept: dict[str, Vectors] = {}
            for start in range(0, len(digests), _CHUNK):
                chunk = list(digests[start : start + _CHUNK])
                places = ",".join("?" * len(chunk))
                question = f"SELECT digest, vector FROM vectors WHERE encoder = ? AND digest IN ({places})"  # noqa: S608 (only question marks)
                for digest, blob in connection.execute(question, [encoder, *chunk]):
                    if isinstance(blob, bytes) and len(blob) % 4 == 0:
                        kept[digest] = np.frombuffer(blob, dtype="<f4").astype(np.float32)
            return kept

        return self._run(read)

    def put_many(self, encoder: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep `vectors`, by digest, in one transaction."""
        rows = [(encoder, digest, np.asarray(vector, dtype="<f4").tobytes()) for digest, vector in vectors.items()]

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
            connection.execute("COMMIT")

        self._run(write)
