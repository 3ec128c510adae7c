"""Search as you type: what each key press costs, against the bare queries on the same file.

Ours goes through the program (parsing what was typed, the query, people and unit names as records); bare is the
same statements by the driver alone. At most 3 times, and under one frame (16 ms) at 100,000.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ratios import Measured, demo_office, percentile
from sqlalchemy import event

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import person_list
from ganbu_desktop.store.sql import raw_connection

SIZES = (1_000, 20_000, 100_000)
SMALLEST = {"sizes": (40,), "words": 8}
WORDS = 60
FRAME = 0.016
SHOWN = 30
"""Rows that a window shows at once: the first page of what was found."""


def typed_texts(office: Office, words: int) -> list[str]:
    """Return every beginning of what a clerk types: pinyin, names, units, posts, numbers."""
    rng = random.Random(1)
    with office.reading() as connection:
        sample = "SELECT name, id_number, current_post FROM person ORDER BY id LIMIT 20000"
        people = rng.sample(connection.exec_driver_sql(sample).fetchall(), words // 4)
        keys = [r[0] for r in connection.exec_driver_sql("SELECT key FROM search_key LIMIT 20000")]
    found = [*(p[0] for p in people), *(p[1] for p in people), *(p[2][:6] for p in people if p[2])]
    found += rng.sample(keys, words // 4)
    return [word[:n] for word in found if word for n in range(1, min(len(word), 8) + 1)]


def ours(connection: Any, text: str) -> None:
    person_list.quick(connection, text, SHOWN)


@contextmanager
def statements_of(connection: Any) -> Iterator[list[tuple[str, Any]]]:
    """Collect what is sent to the driver meanwhile."""
    sent: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    yield sent
    event.remove(connection, "before_cursor_execute", note)


def bare(raw: Any, statements: list[tuple[str, Any]]) -> None:
    for statement, parameters in statements:
        raw.execute(statement, parameters).fetchall()


def measure(sizes: tuple[int, ...] = SIZES, words: int = WORDS) -> list[Measured]:
    return [line for people in sizes for line in _measure(people, words)]


def _measure(people: int, words: int) -> list[Measured]:
    office = demo_office(people)
    texts = typed_texts(office, words)
    took: list[float] = []
    plain: list[float] = []
    with office.reading() as connection:
        raw = raw_connection(connection)
        for text in [*texts[:20], *texts]:
            with statements_of(connection) as sent:
                ours(connection, text)
            begun = time.perf_counter()
            ours(connection, text)
            middle = time.perf_counter()
            bare(raw, sent)
            plain.append(time.perf_counter() - middle)
            took.append(middle - begun)
    office.file.close()
    took, plain = took[20:], plain[20:]
    p95, p95_bare = percentile(took, 0.95), percentile(plain, 0.95)
    note = f"p95 {p95 * 1e3:.1f} ms，最慢 {max(took) * 1e3:.1f} ms（{len(took)} 次按键）"
    frame = Measured("输入即查 p95 / 一帧（16 毫秒）", people, p95, FRAME, 1 if people == max(SIZES) else None)
    return [Measured("输入即查 p95 / 裸查询 p95", people, p95, p95_bare, 3, note), frame]


if __name__ == "__main__":
    for line in measure(tuple(map(int, sys.argv[1:])) or SIZES):
        print(f"{line.people}: {line.what}: {line.ratio:.2f}  {line.note}")
