"""Receivers as an installation sets them up. What may hold a secret is never shown."""

import base64
import re
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from transforms.identifiers import digest_id

_MAILBOX = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


class _Receiver(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    def secret_values(self) -> tuple[str, ...]:
        """Return what must not stand in any message."""
        return ()


class _AskedReceiver(_Receiver):
    timeout_seconds: float = Field(15.0, gt=0, le=60, description="Total time of one attempt.")


class ConsoleReceiver(_Receiver):
    """Alerts on the terminal or the service's log."""

    type: Literal["console"] = "console"


class WebhookReceiver(_AskedReceiver):
    """Alerts to an address, signed as Standard Webhooks 1.0 says."""

    type: Literal["webhook"] = "webhook"
    url: SecretStr = Field(description="Address that takes a POST.")
    secret: SecretStr | None = Field(None, description="Signing secret, as whsec_<base64>.")
    secrets: list[SecretStr] = Field(
        default_factory=list, description="Several, while one takes the place of another."
    )

    @field_validator("url")
    @classmethod
    def _is_address(cls, url: SecretStr) -> SecretStr:
        if not re.match(r"https?://[^/\s]", url.get_secret_value()):
            raise ValueError("write an address that begins with https:// or http://")
        return url

    @field_validator("secret", "secrets")
    @classmethod
    def _is_signing_secret(
        cls, given: SecretStr | list[SecretStr] | None
    ) -> SecretStr | list[SecretStr] | None:
        listed = given if isinstance(given, list) else [given] if given else []
        if not all(_is_usable(secret.get_secret_value()) for secret in listed):
            # The value itself is never shown.
            raise ValueError(
                "write whsec_ and then at least 24 random bytes in base64, such as the output of "
                "echo whsec_$(head -c 24 /dev/urandom | base64)"
            )
        return given

    @model_validator(mode="after")
    def _has_a_secret(self) -> Self:
        if not self.signing_secrets():
            raise ValueError("a webhook is signed: set secret, or secrets = [new, old]")
        return self

    def signing_secrets(self) -> tuple[str, ...]:
        """Return all secrets to sign with, that of ``secret`` first."""
        listed = [self.secret] if self.secret else []
        return tuple(secret.get_secret_value() for secret in (*listed, *self.secrets))

    def secret_values(self) -> tuple[str, ...]:
        """Return the address, which may hold a token, and the signing secrets."""
        return self.url.get_secret_value(), *self.signing_secrets()


class AppriseReceiver(_AskedReceiver):
    """Alerts to any service that Apprise knows."""

    type: Literal["apprise"] = "apprise"
    url: SecretStr = Field(description="Apprise URL; it holds the service's secrets.")

    def secret_values(self) -> tuple[str, ...]:
        """Return the address."""
        return (self.url.get_secret_value(),)


class EmailReceiver(_AskedReceiver):
    """Alerts by SMTP."""

    type: Literal["email"] = "email"
    host: str = Field(min_length=1, description="Mail server.")
    port: int = Field(587, ge=1, le=65535, description="Its port.")
    encryption: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls, tls (from the first byte), none (loopback only)."
    )
    user: SecretStr | None = Field(None, description="User name, if it wants one.")
    password: SecretStr | None = Field(None, description="Password.")
    sender: str = Field(description="Address in From.")
    to: list[str] = Field(min_length=1, description="Addresses in To.")

    @field_validator("sender", "to")
    @classmethod
    def _are_mailboxes(cls, given: str | list[str]) -> str | list[str]:
        for address in given if isinstance(given, list) else [given]:
            if not _MAILBOX.fullmatch(address):
                raise ValueError("write plain addresses such as desk@example.org")
        return given

    def secret_values(self) -> tuple[str, ...]:
        """Return user and password, also as they go over the wire."""
        user, password = (
            part.get_secret_value() if part else "" for part in (self.user, self.password)
        )
        plain = f"\0{user}\0{password}"
        wire = [base64.b64encode(part.encode()).decode() for part in (user, password, plain)]
        return tuple(part for part in (user, password, *wire) if part)


class AtomReceiver(_Receiver):
    """An Atom file of statements, for feed readers."""

    type: Literal["atom"] = "atom"
    path: str = Field("statements.atom", description="File; a relative path is in the home.")
    title: str = Field("Statements on record", description="Title of the feed.")
    newest: int = Field(200, ge=1, le=10_000, description="How many statements it keeps.")


class JsonLinesReceiver(_Receiver):
    """A file that grows by one line of JSON for each event."""

    type: Literal["jsonl"] = "jsonl"
    path: str = Field("alerts.jsonl", description="File; a relative path is in the home.")


AnyReceiver = (
    ConsoleReceiver
    | WebhookReceiver
    | AppriseReceiver
    | EmailReceiver
    | AtomReceiver
    | JsonLinesReceiver
)
RECEIVERS: tuple[type[AnyReceiver], ...] = get_args(AnyReceiver)
Receiver = Annotated[AnyReceiver, Field(discriminator="type")]


def settings_digest(receiver: AnyReceiver) -> str:
    """Return what changes when a receiver is set up to be elsewhere, and tells nothing else."""
    address = receiver.url.get_secret_value() if isinstance(receiver, WebhookReceiver) else ""
    return digest_id(receiver.model_dump_json(), address)


def _is_usable(secret: str) -> bool:
    try:
        return secret.startswith("whsec_") and len(base64.b64decode(secret[6:], validate=True)) > 23
    except ValueError:
        return False
