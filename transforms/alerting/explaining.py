"""Why a statement alerts, or why not: route by route."""

from collections.abc import Iterable
from dataclasses import dataclass

from seeds.story import Route
from transforms.alerting.labels import Labels, failing_matcher


@dataclass(frozen=True, slots=True)
class Explained:
    """What one route makes of an event."""

    route: str
    takes: bool
    reason: str
    receivers: tuple[str, ...] = ()


def explain_routes(routes: Iterable[Route], event_type: str, labels: Labels) -> list[Explained]:
    """Return what each route makes of an event, in the order in which they are asked."""
    explained = []
    ended_by = ""
    for route in routes:
        failing = failing_matcher(route.matchers, labels)
        if ended_by:
            takes, reason = False, f"not asked: route {ended_by} does not continue"
        elif event_type not in route.events:
            takes, reason = False, f"it tells {', '.join(route.events)}"
        elif failing:
            values = ", ".join(sorted(labels.get(failing.label, ()))) or "none"
            matcher = f'{failing.label} {failing.operator} "{failing.value}"'
            takes, reason = False, f"{matcher} does not hold: {failing.label} is {values}"
        else:
            takes, reason = True, ", ".join(route.matchers) or "it takes everything"
        explained.append(Explained(route.name, takes, reason, route.receivers))
        if takes and not route.continues:
            ended_by = route.name
    return explained
