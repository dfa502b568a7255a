"""Rules about wholes, parts and time: broader terms, offices and groups."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import combinations

from seeds.dates import first_day, overlap
from seeds.problems import Problem
from seeds.tables import ReadTable, Row

Period = tuple[date | None, date | None]


def check_broader_terms(tables: Mapping[str, ReadTable]) -> Iterator[Problem]:
    """Yield each circle of broader terms."""
    rows = {row.cells["term_id"]: row for row in tables["terms"].rows}
    wider = {term_id: [row.good("broader")] for term_id, row in rows.items()}
    for circle in _circles(wider):
        shown = " > ".join((*circle, circle[0]))
        problem = f"the broader terms go in a circle ({shown})"
        yield rows[circle[0]].problem("broader", problem, "empty one of these cells")


def check_offices(tables: Mapping[str, ReadTable]) -> Iterator[Problem]:
    """Yield what is wrong with the tenures of each office."""
    offices: dict[str, list[Row]] = defaultdict(list)
    for row in tables["roles"].rows:
        yield from _backward(row)
        yield from _also_called(row)
        offices[row.cells["office_id"]].append(row)
    for rows in offices.values():
        yield from _disagreements(rows)
        one_seat = all(row.good("one_seat") == "yes" for row in rows)
        for row, other in _overlapping(rows):
            first, second = other.cells["actor_id"], row.cells["actor_id"]
            if first == second:
                problem = f"{second} holds the office already in row {other.number}"
                yield row.problem("starts", problem, "change the dates, or delete the row")
            elif one_seat:
                yield row.problem(
                    "starts",
                    f"{first} (row {other.number}) still holds this office of one seat",
                    f"let the first tenure end where this one starts{_handover(row, other)}, "
                    "or write no under one_seat",
                )


def check_groups(tables: Mapping[str, ReadTable]) -> Iterator[Problem]:
    """Yield what is wrong with the lives of groups, and with their memberships."""
    actors = {row.cells["actor_id"]: row for row in tables["actors"].rows}
    for actor in actors.values():
        yield from _life(actor)
    rows = tables["memberships"].rows
    pairs: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        yield from _backward(row)
        group = actors.get(row.cells["group_id"])
        if group and group.good("kind") not in ("", "group"):
            problem = f"{row.cells['group_id']} is of kind {group.cells['kind']}"
            yield row.problem("group_id", problem, "name an actor of kind group")
        elif group:
            yield from _outside(row, group)
        pairs[row.cells["group_id"], row.cells["member_id"]].append(row)
    for same in pairs.values():
        for row, other in _overlapping(same):
            problem = f"{row.cells['member_id']} is a member already in row {other.number}"
            yield row.problem("starts", problem, "change the dates, or delete the row")
    members: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        members[row.cells["group_id"]].append(row.cells["member_id"])
    for circle in _circles(members):
        row = pairs[circle[0], circle[1 % len(circle)]][0]
        shown = " > ".join((*circle, circle[0]))
        yield row.problem("member_id", f"the groups go in a circle ({shown})", "delete the row")


def _period(row: Row) -> Period:
    return first_day(row.good("starts")), first_day(row.good("ends"))


def _backward(row: Row) -> Iterator[Problem]:
    starts, ends = _period(row)
    if starts and ends and ends <= starts:
        problem = f"{row.cells['ends']} is not after the start, {row.cells['starts']}"
        yield row.problem("ends", problem, "write the first day after the last")


def _life(actor: Row) -> Iterator[Problem]:
    yield from _backward(actor)
    if actor.good("kind") in ("", "group"):
        return
    for column in ("starts", "ends"):
        if actor.cells[column]:
            problem = f"{column} goes with groups, and {actor.cells['actor_id']} is of kind "
            yield actor.problem(column, problem + actor.cells["kind"], "empty the cell")


def _outside(row: Row, group: Row) -> Iterator[Problem]:
    """Yield the dates of a membership that lie outside of its group's life."""
    founded, ended = _period(group)
    if founded and ended and ended <= founded:
        return
    starts, ends = _period(row)
    # Periods are half-open: a member may leave on the day on which the group ends.
    breaches = (
        ("starts", "before the start", "starts", starts and founded and starts < founded),
        ("starts", "not before the end", "ends", starts and ended and starts >= ended),
        ("ends", "not after the start", "starts", ends and founded and ends <= founded),
        ("ends", "after the end", "ends", ends and ended and ends > ended),
    )
    for column, breach, limit, is_breached in breaches:
        if is_breached:
            problem = (
                f"{row.cells[column]} is {breach} of {row.cells['group_id']} "
                f"({group.cells[limit]}, actors.csv, row {group.number})"
            )
            yield row.problem(column, problem, "write another day, or empty the cell")


def _overlapping(rows: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield each row with an earlier row whose period shares a day with its own."""
    for other, row in combinations(rows, 2):
        # A date that is no date says nothing about the period.
        if not {"starts", "ends"} & (row.bad | other.bad) and overlap(
            *_period(row), *_period(other)
        ):
            yield row, other


def _handover(row: Row, other: Row) -> str:
    if not other.cells["ends"] and row.cells["starts"]:
        return f" ({row.cells['starts']} under ends in row {other.number})"
    return ""


def _disagreements(rows: list[Row]) -> Iterator[Problem]:
    first = rows[0]
    for row in rows[1:]:
        for column in ("title", "one_seat"):
            if row.good(column) and first.good(column) and row.cells[column] != first.cells[column]:
                yield row.problem(
                    column,
                    f'row {first.number} has "{first.cells[column]}" for the same office',
                    "write the same in both rows",
                )


def _also_called(row: Row) -> Iterator[Problem]:
    forms = row.good("also_called").split("|")
    if forms == [""]:
        return
    if any(form != form.strip() or not form for form in forms):
        good = "|".join(filter(None, (form.strip() for form in forms)))
        yield row.problem("also_called", "a form is empty or has blanks around it", f"write {good}")
    for form in sorted({form for form in forms if form and forms.count(form) > 1}):
        yield row.problem("also_called", f'"{form}" stands twice', "delete one of them")


def _circles(edges: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the circles of a graph, each without its last step back to its first node."""
    remaining = {node: [following for following in edges[node] if following] for node in edges}
    while True:
        try:
            TopologicalSorter(remaining).prepare()
        except CycleError as error:
            # The sorter lists a circle from the end of an arrow to its beginning.
            circle = tuple(reversed(error.args[1]))[:-1]
            first = min(range(len(circle)), key=circle.__getitem__)
            circle = circle[first:] + circle[:first]
            yield circle
            remaining[circle[0]].remove(circle[1 % len(circle)])
        else:
            return
