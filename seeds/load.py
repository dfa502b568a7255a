"""Loading a story folder, and checking it.

A folder loads whole or not at all: ``load_story`` raises every problem at once, so
that an analyst mends a folder in one round.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from seeds.cells import check_cells
from seeds.configuration import Configuration, read_configuration
from seeds.configured_keys import FILE
from seeds.dates import first_day
from seeds.keys import check_keys
from seeds.labels import PatternCheck, check_labels
from seeds.problems import Problem, StoryError
from seeds.routes import check_feeds, check_routes
from seeds.schema import Table, story_tables
from seeds.story import Actor, ActorKind, Feed, Label, LabelKind, Membership, Role, Story, Term
from seeds.tables import ReadTable, read_table
from seeds.tenures import check_broader_terms, check_groups, check_offices

Tables = Mapping[str, ReadTable]


def bundled_story(name: str = "ukraine-plan") -> Path:
    """Return the folder of a story that is shipped with onrecord.

    Raises:
        StoryError: there is none of that name.
    """
    seeds = Path(__file__).parent
    names = sorted(path.parent.name for path in seeds.glob(f"*/{FILE}"))
    if name not in names:
        remedy = f"use {', '.join(names)}"
        raise StoryError([Problem(name, None, None, "there is no such bundled story", remedy)])
    return seeds / name


def load_story(folder: Path, check_pattern: PatternCheck | None = None) -> Story:
    """Load the story in ``folder``.

    ``check_pattern`` compiles a term pattern, and raises ValueError when it cannot; it
    is an argument because the pattern syntax belongs to the tagger.

    Raises:
        StoryError: it has problems; all of them, as ``check_story`` returns them.
    """
    configuration, tables = _read(folder)
    problems = _problems(configuration, tables, check_pattern)
    if problems:
        raise StoryError(problems)
    return _story(folder, configuration, tables)


def check_story(folder: Path, check_pattern: PatternCheck | None = None) -> tuple[Problem, ...]:
    """Return all problems of the story in ``folder``, file by file and row by row.

    ``check_pattern`` is as in ``load_story``.
    """
    try:
        return _problems(*_read(folder), check_pattern)
    except StoryError as error:
        return error.problems


def _read(folder: Path) -> tuple[Configuration, Tables]:
    if not folder.is_dir():
        problem = "there is no such folder"
        remedy = "name a story folder, or make one with onrecord init"
        raise StoryError([Problem(str(folder), None, None, problem, remedy)])
    tables = {name: _checked(folder, table) for name, table in story_tables().items()}
    return read_configuration(folder), tables


def _checked(folder: Path, table: Table) -> ReadTable:
    read = read_table(folder, table)
    rows, problems = check_cells(read.rows, table)
    return ReadTable(rows, (*read.problems, *problems), read.complete)


def _problems(
    configuration: Configuration, tables: Tables, check_pattern: PatternCheck | None
) -> tuple[Problem, ...]:
    found = [*configuration.problems, *check_routes(configuration, tables)]
    for read in tables.values():
        found += read.problems
    found += check_keys(tables)
    found += check_broader_terms(tables)
    found += check_labels(tables, configuration.languages, check_pattern)
    found += check_offices(tables)
    found += check_groups(tables)
    found += check_feeds(tables)
    files = [FILE, *(table.file for table in story_tables().values())]
    return tuple(sorted(found, key=lambda one: (files.index(one.file), one.row or 0)))


def _story(folder: Path, configuration: Configuration, tables: Tables) -> Story:
    rows = {name: [row.cells for row in read.rows] for name, read in tables.items()}
    return Story(
        story_id=configuration.story_id,
        title=configuration.title,
        languages=configuration.languages,
        starts=configuration.starts,
        version_hash=_version_hash(folder),
        terms=tuple(
            Term(c["term_id"], c["notation"], c["broader"], c["scope_note"], c["plan_version"])
            for c in rows["terms"]
        ),
        term_labels=tuple(
            Label(c["term_id"], cast(LabelKind, c["kind"]), c["label"], c["language"])
            for c in rows["term-labels"]
        ),
        actors=tuple(
            Actor(
                c["actor_id"],
                cast(ActorKind, c["kind"]),
                c["wikidata_id"],
                c["country"],
                c["description"],
            )
            for c in rows["actors"]
        ),
        actor_labels=tuple(
            Label(c["actor_id"], cast(LabelKind, c["kind"]), c["label"], c["language"], c["usage"])
            for c in rows["actor-labels"]
        ),
        roles=tuple(_roles(rows["roles"])),
        memberships=tuple(_memberships(rows["memberships"], rows["actors"])),
        feeds=tuple(
            Feed(
                c["feed_id"],
                c["outlet"],
                c["url"],
                c["language"],
                c["article_key"],
                c["title"],
                c["note"],
            )
            for c in rows["feeds"]
        ),
        routes=configuration.routes,
        inhibit_rules=configuration.inhibit_rules,
        ends=configuration.ends,
        description=configuration.description,
        plan_version=configuration.plan_version,
    )


def _roles(rows: Sequence[Mapping[str, str]]) -> Iterator[Role]:
    """Yield the tenures; what one row calls an office, it is called in all."""
    forms: dict[str, dict[str, None]] = {}
    for cells in rows:
        known = forms.setdefault(cells["office_id"], {})
        known |= dict.fromkeys(filter(None, cells["also_called"].split("|")))
    for cells in rows:
        yield Role(
            office_id=cells["office_id"],
            title=cells["title"],
            also_called=tuple(forms[cells["office_id"]]),
            actor_id=cells["actor_id"],
            starts=first_day(cells["starts"]),
            ends=first_day(cells["ends"]),
            one_seat=cells["one_seat"] == "yes",
        )


def _memberships(
    rows: Iterable[Mapping[str, str]], actors: Iterable[Mapping[str, str]]
) -> Iterator[Membership]:
    """Yield the memberships; where one is open, it lasts as long as its group."""
    groups = {cells["actor_id"]: cells for cells in actors}
    for cells in rows:
        group = groups[cells["group_id"]]
        starts, ends = (first_day(cells[end] or group[end]) for end in ("starts", "ends"))
        yield Membership(cells["group_id"], cells["member_id"], starts, ends)


def _version_hash(folder: Path) -> str:
    """Hash names and contents of the files that make the story, in a fixed order."""
    digest = hashlib.sha256()
    for name in (FILE, *(table.file for table in story_tables().values())):
        data = (folder / name).read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
