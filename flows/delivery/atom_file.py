"""An Atom file (RFC 4287) of statements, which any feed reader follows."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.delivery.sending import Sent
from flows.installation.receiver_settings import AtomReceiver, settings_digest
from transforms.messages.rendering import render
from transforms.notification_records import Message, Notification, WaitingEvent
from warehouse.durable import put_in_place

_ATOM = "{http://www.w3.org/2005/Atom}"
_NO_XML = {code: None for code in range(32) if code not in (9, 10, 13)} | {
    0xFFFE: None,
    0xFFFF: None,
}


@dataclass(frozen=True, slots=True)
class AtomSender:
    """Puts each statement into the file, or its correction into its entry."""

    receiver: AtomReceiver
    path: Path

    @property
    def settings_digest(self) -> str:
        """Where the receiver is set up to be."""
        return settings_digest(self.receiver)

    async def send(self, notification: Notification, message: Message, at: datetime) -> Sent:
        """Write the file anew; events about feeds are no statements and leave it as it is."""
        del message, at
        told = [event for event in notification.events if event.statement_id]
        try:
            if told:
                self._write(notification, told)
        except OSError as error:
            return Sent(f"{self.path} cannot be written ({error.strerror})")
        except SyntaxError as error:  # lxml's XMLSyntaxError is one
            return Sent(f"{self.path} is no XML ({error}): move it away")
        return Sent()

    def _write(self, notification: Notification, told: list[WaitingEvent]) -> None:
        from lxml import etree

        entries = self._kept()
        for event in told:
            name = f"urn:onrecord:statement:{event.statement_id}"
            entries[name] = _entry(name, notification, event, entries.get(name))
        newest = sorted(entries.values(), key=_updated, reverse=True)[: self.receiver.newest]
        feed = etree.Element(f"{_ATOM}feed", nsmap={None: _ATOM[1:-1]})
        _add(feed, "id", f"urn:onrecord:statements:{told[0].story_id}")
        _add(feed, "title", self.receiver.title)
        _add(feed, "updated", _updated(newest[0]))
        author = etree.SubElement(feed, f"{_ATOM}author")
        _add(author, "name", "onrecord")
        feed.extend(newest)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(self.path.name + ".draft")
        draft.write_bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8"))
        put_in_place(draft, self.path)

    def _kept(self) -> dict[str, Any]:
        """Return the entries of the file by their ids."""
        from lxml import etree

        if not self.path.exists():
            return {}
        reader = etree.XMLParser(resolve_entities=False, no_network=True)
        feed = etree.fromstring(self.path.read_bytes(), reader)
        return {entry.findtext(f"{_ATOM}id"): entry for entry in feed.iter(f"{_ATOM}entry")}


def _entry(name: str, notification: Notification, event: WaitingEvent, before: Any) -> Any:  # noqa: ANN401
    """Return a statement's entry; one that is older than what stands there changes nothing."""
    import json

    from lxml import etree

    at = _iso(event.created_at)
    if before is not None and _updated(before) >= at:
        return before
    single = Notification(
        event.event_id, event.receiver, event.route, (event,), is_test=notification.is_test
    )
    message = render(single)
    entry = etree.Element(f"{_ATOM}entry")
    _add(entry, "id", name)
    _add(entry, "title", message.subject)
    published = before.findtext(f"{_ATOM}published") if before is not None else at
    _add(entry, "published", published)
    _add(entry, "updated", at)
    data = json.loads(event.body).get("data", {})
    address = (data.get("first_report") or data.get("report") or {}).get("url", "")
    if address.startswith(("https://", "http://")):
        etree.SubElement(entry, f"{_ATOM}link", rel="alternate", href=_clean(address))
    _add(entry, "content", message.html).set("type", "html")
    return entry


def _add(parent: Any, tag: str, text: str) -> Any:  # noqa: ANN401
    from lxml import etree

    element = etree.SubElement(parent, _ATOM + tag)
    element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    """Return a text without what XML 1.0 cannot hold."""
    return text.translate(_NO_XML).encode("utf-8", "ignore").decode()


def _updated(entry: Any) -> str:  # noqa: ANN401
    return str(entry.findtext(f"{_ATOM}updated"))


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"
