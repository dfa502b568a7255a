"""A Flink cluster as its REST address tells of it; asked before anything is submitted to it.

Flink's own client waits, for minutes, for a master that is not there and for slots that will
never be: so this asks first. (REST API: docs "Ops/REST API", ``/config``, ``/overview``,
``/taskmanagers``.)
"""

from dataclasses import dataclass
from typing import Any

from flows.errors import ConfigurationError

_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """What a cluster has."""

    version: str
    slots: int
    free_slots: int
    slots_of_one: int
    """Slots of its largest task manager."""


def look_at_cluster(master: str, flink_version: str) -> Cluster:
    """Return what the cluster at HOST:PORT has.

    Args:
        master: Flink's REST address.
        flink_version: Version of Flink that the job server was built for.

    Raises:
        ConfigurationError: nothing answers there, it is no Flink, it is another Flink than the
            job server's, or it has no free slot.
    """
    version = str(_asked(master, "config").get("flink-version", ""))
    if not version:
        raise ConfigurationError(f"what answers at {master} is no Flink: {_CHANGE}")
    if _minor(version) != _minor(flink_version):
        raise ConfigurationError(
            f"Flink at {master} is {version}, and the job server is for {_minor(flink_version)}: "
            "run that Flink, or name a job server for this one; nothing was written."
        )
    overview = _asked(master, "overview")
    managers = _asked(master, "taskmanagers").get("taskmanagers", [])
    cluster = Cluster(
        version,
        int(overview.get("slots-total", 0)),
        int(overview.get("slots-available", 0)),
        max((int(manager["slotsNumber"]) for manager in managers), default=0),
    )
    if not cluster.slots:
        raise ConfigurationError(
            f"Flink at {master} has no task manager: start one; nothing was written."
        )
    if not cluster.free_slots:
        raise ConfigurationError(
            f"all {cluster.slots} slots of Flink at {master} are taken: wait for its other jobs, "
            "or add a task manager; nothing was written."
        )
    return cluster


_CHANGE = (
    "name Flink's REST address with --flink-master HOST:PORT or flink_master in [runner]; "
    "nothing was written."
)


def _asked(master: str, path: str) -> dict[str, Any]:
    import httpx

    try:
        answer = httpx.get(f"http://{master}/{path}", timeout=_SECONDS, trust_env=False)
        found = answer.json() if answer.status_code == httpx.codes.OK else {}
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = str(error) or type(error).__name__
        raise ConfigurationError(
            f"no Flink answers at {master} ({reason}): start it, or {_CHANGE}"
        ) from error
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])
