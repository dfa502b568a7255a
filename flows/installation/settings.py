"""Settings: a file in the home, the environment, the flags; the later is the stronger.

``settings.toml`` in the home holds the keys of ``Settings``; the environment holds the
same keys as ``ONRECORD_<KEY>`` (``__`` steps into a table: ``ONRECORD_RECEIVERS__DESK__URL``).
An unknown key is an error in all three.
"""

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from flows.errors import ConfigurationError
from flows.fetching.limits import USER_AGENT
from flows.installation.event_log import LogForm
from flows.installation.home import HOME_VARIABLE, Home
from flows.installation.receiver_settings import (
    RECEIVERS,
    AnyReceiver,
    ConsoleReceiver,
    Receiver,
)
from flows.runners.runner_settings import RunnerSettings

PREFIX = "ONRECORD_"
_TABLES = {PREFIX + "RECEIVERS", PREFIX + "RUNNER", PREFIX + "WAREHOUSE"}
"""The variables that ``__`` steps into."""


class WarehouseSettings(BaseModel):
    """Where the warehouse is, if not in the home."""

    model_config = ConfigDict(extra="forbid")
    url: str = Field(
        default="",
        description="Catalog: ducklake:postgres:dbname=... host=... user=...",
    )
    data_path: str = Field(default="", description="Folder of the files, mounted everywhere.")


class Settings(BaseSettings):
    """One installation's settings."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        nested_model_default_partial_update=True,
    )
    story: str = Field(
        "ukraine-plan", description="Story folder, or the name of a story that is shipped."
    )
    allow_private: bool = Field(
        False, description="Permit loopback and private addresses for feeds and receivers."
    )
    user_agent: str = Field(
        USER_AGENT,
        min_length=3,
        pattern=r"^[A-Za-z][ -~]*$",
        description="How requests name this installation; add an address to reach you.",
    )
    language_model: str = Field(
        "", description="Path or package of a spaCy model; empty for the one that is installed."
    )
    request_deadline_seconds: float = Field(
        30.0, gt=0, le=600, description="Total time of one request, in seconds."
    )
    feeds_at_once: int = Field(16, ge=1, le=256, description="Feeds asked at the same time.")
    pages_at_once: int = Field(8, ge=1, le=64, description="Pages asked at the same time.")
    per_host_concurrency: int = Field(
        4, ge=1, le=64, description="Requests to one host at the same time."
    )
    per_host_spacing_seconds: float = Field(
        0.25,
        ge=0,
        le=60,
        description="From one request to a host to the next; robots.txt may ask for more.",
    )
    respect_robots: bool = Field(
        True, description="Ask robots.txt before pages; without it you answer for what is asked."
    )
    pace_loopback_feeds: bool = Field(
        False,
        description="Ask feeds on this machine at their own pace like others; else at every tick.",
    )
    prefect_port: int = Field(
        4200, ge=1024, le=65535, description="Port of the local Prefect server and page."
    )
    log: LogForm = Field(
        LogForm.TEXT, description="What `run` and `serve` print: text, or json (one event a line)."
    )
    warehouse: WarehouseSettings = Field(
        WarehouseSettings(),
        description="A warehouse that several machines share, docs/operations.md: url, data_path.",
    )
    runner: RunnerSettings = Field(
        RunnerSettings(),
        description="Where articles are analysed, docs/scale.md: name, processes, flink_master ...",
    )
    receivers: dict[str, Receiver] = Field(
        default_factory=dict,
        description="Receivers by the name that routes use; console is always there.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags before the environment before the file."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def set_up_receivers(self) -> dict[str, AnyReceiver]:
        """Return the receivers by name, with the console that is always there."""
        return {"console": ConsoleReceiver()} | self.receivers


def load_settings(home: Home, **flags: Any) -> Settings:  # noqa: ANN401
    """Read the settings of a home; ``flags`` that are None do not count.

    Raises:
        ConfigurationError: naming every key that is unknown or has a bad value.
    """
    _refuse_unknown_variables()
    given = {name: value for name, value in flags.items() if value is not None}
    reader = _reader(home.settings_file)
    try:
        return reader(**given)
    except ValidationError as error:
        raise ConfigurationError(_explain(error, home.settings_file)) from error
    except SettingsError as error:
        raise ConfigurationError(
            f"the settings are not usable: {error}: a table in an environment variable is "
            "written as JSON; nothing was written."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{home.settings_file} is no TOML file ({error}): mend that line; nothing was written."
        ) from error
    except OSError as error:
        raise ConfigurationError(
            f"{home.settings_file} cannot be read ({error.strerror}): change its permissions; "
            "nothing was written."
        ) from error


def _reader(file: Path) -> type[Settings]:
    class _Read(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    return _Read


def _refuse_unknown_variables() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {HOME_VARIABLE}
    for variable in sorted(os.environ):
        name, steps, _ = variable.upper().partition("__")
        if name.startswith(PREFIX) and (name not in known or (steps and name not in _TABLES)):
            raise ConfigurationError(
                f"environment variable {variable} is no setting: unset it, or write one of "
                f"{', '.join(sorted(known))}; nothing was written."
            )


def _explain(error: ValidationError, file: Path) -> str:
    problems = []
    for detail in error.errors(include_input=False, include_url=False):
        key = ".".join(_steps(detail["loc"])) or "settings"
        if detail["type"] == "extra_forbidden":
            known = ", ".join(sorted(_table(detail["loc"]).model_fields))
            problems.append(f"{key} is no setting (known: {known})")
        else:
            cause = detail["msg"].removeprefix("Value error, ")
            problems.append(f"{key}: {cause[:1].lower()}{cause[1:]}")
    return (
        f"the settings are not usable: {'; '.join(problems)}. Mend {file}, the {PREFIX}... "
        "variable or the flag; nothing was written."
    )


def _steps(location: tuple[int | str, ...]) -> list[str]:
    """Return the keys down to a value as the file has them: a receiver's type is not one."""
    receiver = location[:1] == ("receivers",)
    return [str(part) for part in (location[:2] + location[3:] if receiver else location)]


def _table(location: tuple[int | str, ...]) -> type[BaseModel]:
    """Return what describes the table that holds the key at ``location``."""
    match location:
        case ("receivers", _, kind, *_):
            return next(one for one in RECEIVERS if one.model_fields["type"].default == kind)
        case ("warehouse", _, *_):
            return WarehouseSettings
    return Settings
