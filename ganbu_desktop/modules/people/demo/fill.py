"""Filling an empty store with the invented county, a few hundred people or a hundred thousand."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.demo_mark import DEMO_DOCUMENT
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.office.parameter_overrides import ParameterOverride
from ganbu_desktop.kernel.people.person import Person, Photo
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.people.demo.county import COUNTY, Body, County, build
from ganbu_desktop.modules.people.demo.faults import NO_PHOTO, plant
from ganbu_desktop.modules.people.demo.life import CHIEF, DEPUTY, STAFF, Lives, month
from ganbu_desktop.modules.people.demo.naming import Names
from ganbu_desktop.modules.people.demo.people import DemoPerson, People, Values, placed
from ganbu_desktop.modules.people.demo.photos import silhouettes
from ganbu_desktop.modules.people.rights import EDIT
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record

DEMO_SEED = 20260301
_PHOTOS = 500
_BATCH = 2000
"""People in one operation: enough to be quick, few enough to be held in memory."""
_STEP = 100
_OLDEST_PHOTO = 30


class Ids:
    """Record ids that follow from a seed: the same county every time."""

    def __init__(self, seed: int) -> None:
        self._head = f"{seed & 0xFFFFFFFFFFFFFF:014x}"
        self._numbers = count(1)

    def __call__(self) -> str:
        """Return the next id."""
        return f"{self._head}{next(self._numbers):018x}"


def fill_demo(
    office: Office, people: int, *, units: int = 43, seed: int = DEMO_SEED, progress: Progress | None = None
) -> int:
    """Write an invented county with ``people`` cadres into an empty store and return how many were written.

    The same seed and month give the same county. Refused where anybody is recorded already: invented and real people
    never share a store.
    """
    _refuse_filled(office)
    ids, rng = Ids(seed), random.Random(seed)
    county = build(units, people, [ids() for _ in range(units)])
    with office.operation(f"装入演示单位（{units} 个）", right=EDIT, kind="import") as current:
        current.insert_values(Unit, county.units)
        name = {"name": "office_name", "value": f"中共{COUNTY}委组织部", "document": DEMO_DOCUMENT}
        current.insert_values(ParameterOverride, [{"id": ids(), **name, "effective_on": PartialDate(2000, 1)}])
    filler = _Filler(office, ids, rng, progress or SilentProgress(), people)
    return filler.fill(generate(office, county, people, ids, rng))


def _refuse_filled(office: Office) -> None:
    with office.reading() as connection:
        filled = sum(
            int(connection.execute(sa.select(sa.func.count()).select_from(cls.table)).scalar_one())
            for cls in (Person, Unit)
        )
    if filled:
        raise CheckFailed("演示数据只能装入空的数据文件，这个文件里已有单位或人员；数据未改动")


def generate(
    office: Office, county: County, people: int, ids: Callable[[], str], rng: random.Random
) -> Iterator[DemoPerson]:
    """Yield invented people unit by unit, leaders first, a few with a planted fault."""
    now = office.month().month_index()
    ready = office.parameters().integer("annual_results_ready_month", office.month())
    lives, committee = Lives(rng, county.bodies, now), county.units[0]["id"]
    makers = People(rng, Names(rng), now, results_ready=ready, committee=committee)
    for body, headcount in _shares(county.bodies, people):
        for position in range(1, headcount + 1):
            life = lives.make(body, *_post(body, position, rng))
            made = makers.make(ids(), life, position)
            plant(made, rng)
            yield made


def _shares(bodies: Sequence[Body], people: int) -> Iterator[tuple[Body, int]]:
    each, more = divmod(people, len(bodies))
    for number, body in enumerate(bodies):
        yield body, each + (number < more)


def _post(body: Body, position: int, rng: random.Random) -> tuple[str, str]:
    if position <= len(body.chiefs):
        return CHIEF, body.chiefs[position - 1]
    rest = position - len(body.chiefs)
    if rest <= len(body.deputies):
        return DEPUTY, body.deputies[rest - 1]
    return STAFF, rng.choice(body.staff)


class _Filler:
    """Writes generated people batch by batch, with drawn photos for the first of them."""

    def __init__(
        self, office: Office, ids: Callable[[], str], rng: random.Random, progress: Progress, people: int
    ) -> None:
        self._office, self._ids, self._rng, self._progress, self._people = office, ids, rng, progress, people
        self._portraits = silhouettes(rng)

    def fill(self, made: Iterator[DemoPerson]) -> int:
        """Write everybody and return how many they were."""
        done = 0
        while batch := list(islice(made, _BATCH)):
            title = f"装入演示数据（{len(batch)} 人）"
            with self._office.operation(title, right=EDIT, kind="import") as current:
                self._write(current, batch, done)
            done += len(batch)
        self._progress.step(done, self._people, "演示数据已装入")
        return done

    def _write(self, current: Operation, batch: Sequence[DemoPerson], done: int) -> None:
        blobs = [current.put_blob(jpeg) for jpeg in self._portraits] if done < _PHOTOS else []
        for number, made in enumerate(batch, done):
            if number % _STEP == 0:
                self._progress.step(number, self._people, "装入演示数据")
            if number < _PHOTOS and made.planted != NO_PHOTO:
                made.sets[Photo] = [self._photo(self._rng.choice(blobs))]
            placed(made.person["id"], made.sets, self._ids)
        current.insert_values(Person, [made.person for made in batch])
        for cls in batch[0].sets:
            _insert(current, cls, [row for made in batch for row in made.sets[cls]])

    def _photo(self, blob: str) -> Values:
        now = self._office.month().month_index()
        return {"blob": blob, "taken_on": month(now - self._rng.randrange(1, _OLDEST_PHOTO))}


def _insert(current: Operation, cls: type[Record], rows: Sequence[Values]) -> None:
    if rows:
        current.insert_values(cls, rows)
