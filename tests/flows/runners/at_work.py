"""Worker processes of a runner that have begun with their articles, found in /proc."""

from pathlib import Path

EXTRACTION = "flows.workers.child"
"""A worker starts one of these for its first page: from then on it is at work."""


def workers_at_work(module: str, run: int = 0) -> list[int]:
    """Ids of processes of ``python -m module`` that extract pages, those below ``run`` if named."""
    extracting = {parent_of(pid) for pid in process_ids() if EXTRACTION in words_of(pid)}
    return [
        pid
        for pid in process_ids()
        if pid in extracting and module in words_of(pid) and (not run or run in ancestors_of(pid))
    ]


def process_ids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def words_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def ancestors_of(pid: int) -> list[int]:
    found = []
    while (pid := parent_of(pid)) > 1:
        found.append(pid)
    return found
