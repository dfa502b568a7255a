"""Names of time zones that stand in feeds, and the only offset that each can mean."""

from datetime import datetime, timedelta

_HOURS = {
    "z": 0.0, "ut": 0.0, "utc": 0.0, "gmt": 0.0, "wet": 0.0,
    "west": 1.0, "cet": 1.0, "met": 1.0, "mez": 1.0,
    "cest": 2.0, "mest": 2.0, "mesz": 2.0, "eet": 2.0, "sast": 2.0,
    "eest": 3.0, "trt": 3.0, "eat": 3.0,
    "msd": 4.0, "get": 4.0, "azt": 4.0, "samt": 4.0,
    "irst": 3.5, "irdt": 4.5, "aft": 4.5,
    "pkt": 5.0, "uzt": 5.0, "tmt": 5.0, "tjt": 5.0,
    "npt": 5.75, "kgt": 6.0, "mmt": 6.5, "wib": 7.0,
    "hkt": 8.0, "sgt": 8.0, "awst": 8.0, "jst": 9.0, "kst": 9.0,
    "acst": 9.5, "aest": 10.0, "acdt": 10.5, "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0,
    # RFC 822 gives these six their meaning in feeds, whatever else they may name.
    "est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0,
    "pst": -8.0, "pdt": -7.0,
    "akst": -9.0, "akdt": -8.0, "hst": -10.0, "brt": -3.0, "art": -3.0,
}  # fmt: skip
"""Left out because they name several zones: IST (India, Israel, Ireland), AST (Atlantic,
Arabia), AMT (Armenia, Amazon), GST (Gulf, South Georgia), ALMT (moved in 2024)."""

_MOSCOW_PLUS_4 = (datetime(2011, 3, 27, 2), datetime(2014, 10, 26, 2))  # noqa: DTZ001 - local
"""Between these local times MSK was UTC+4; before and since it is UTC+3."""


def zone_offset(name: str, local: datetime) -> timedelta | None:
    """Return the offset from UTC that a zone name means at a naive local time.

    None where the name is unknown or means several zones. BST is British Summer Time, but
    only inside the British summer: outside it the name is another zone's (Bangladesh).
    """
    name = name.lower()
    if name == "msk":
        earliest, latest = _MOSCOW_PLUS_4
        return timedelta(hours=4 if earliest <= local < latest else 3)
    if name == "bst":
        return timedelta(hours=1) if _is_british_summer(local) else None
    hours = _HOURS.get(name)
    return None if hours is None else timedelta(hours=hours)


def _is_british_summer(local: datetime) -> bool:
    starts = _last_sunday(local.year, 3).replace(hour=2)
    ends = _last_sunday(local.year, 10).replace(hour=2)
    return starts <= local < ends


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31)  # noqa: DTZ001 - local, and both months have 31 days
    return last - timedelta(days=(last.weekday() + 1) % 7)
