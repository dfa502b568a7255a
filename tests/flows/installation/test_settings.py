import base64
import os
from pathlib import Path

import pytest

from flows.errors import ConfigurationError
from flows.installation.finding import find_home
from flows.installation.home import Home
from flows.installation.receiver_settings import ConsoleReceiver, WebhookReceiver
from flows.installation.settings import Settings, load_settings

SECRET = "whsec_" + base64.b64encode(b"a" * 24).decode()
DESK = f'[receivers.desk]\ntype = "webhook"\nurl = "https://desk.example/"\nsecret = "{SECRET}"\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for variable in list(os.environ):
        if variable.startswith("ONRECORD_"):
            monkeypatch.delenv(variable)
    return Home(tmp_path)


def refusal(home: Home, **flags: object) -> str:
    with pytest.raises(ConfigurationError) as refused:
        load_settings(home, **flags)
    message = str(refused.value)
    assert "\n" not in message
    assert message.endswith("nothing was written.")
    return message


def test_the_file_is_weaker_than_the_environment_and_that_than_a_flag(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings(home).model_dump() == Settings().model_dump()
    home.settings_file.write_text('story = "file"\npages_at_once = 2\nfeeds_at_once = 3\n')
    assert load_settings(home).story == "file"
    monkeypatch.setenv("ONRECORD_STORY", "environment")
    monkeypatch.setenv("ONRECORD_PAGES_AT_ONCE", "4")
    assert load_settings(home, story=None).story == "environment"
    settings = load_settings(home, story="flag")
    assert (settings.story, settings.pages_at_once, settings.feeds_at_once) == ("flag", 4, 3)


def test_a_receiver_may_keep_its_secret_in_the_environment(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.settings_file.write_text(DESK.replace(SECRET, "whsec_" + "b" * 32) + "timeout_seconds=2\n")
    monkeypatch.setenv("ONRECORD_RECEIVERS__DESK__SECRET", SECRET)
    settings = load_settings(home)
    assert set(settings.set_up_receivers()) == {"console", "desk"}
    desk = settings.receivers["desk"]
    assert isinstance(desk, WebhookReceiver)
    assert (desk.secret.get_secret_value(), desk.timeout_seconds) == (SECRET, 2)
    assert settings.set_up_receivers()["console"] == ConsoleReceiver()
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("storey = 'x'", "storey is no setting (known: allow_private, feeds_at_once,"),
        ("feeds_at_once = 0", "feeds_at_once: input should be greater than or equal to 1"),
        ("allow_private = 'perhaps'", "allow_private: input should be a valid boolean"),
        ("[receivers.desk]\ntype = 'pigeon'", "receivers.desk: input tag 'pigeon'"),
        (DESK + "colour = 'red'", "receivers.desk.colour is no setting (known: secret, secrets,"),
        ("[warehouse]\npath = 'x'", "warehouse.path is no setting (known: data_path, url)"),
        (DESK.replace("https://desk", "ftp://desk"), "receivers.desk.url: write an address"),
        ("story = ", "is no TOML file"),
        ("a = 1\nb = 2", "a is no setting (known: allow_private, "),
    ],
)
def test_a_mistake_in_the_file_is_one_line_that_names_it(home: Home, toml: str, said: str) -> None:
    home.settings_file.write_text(toml)
    message = refusal(home)
    assert said in message
    assert str(home.settings_file) in message


@pytest.mark.parametrize("secret", ["hunter2", "whsec_", "whsec_c2hvcnQ=", "whsec_?" + "a" * 40])
def test_a_secret_that_cannot_sign_is_refused_and_not_shown(home: Home, secret: str) -> None:
    home.settings_file.write_text(DESK.replace(SECRET, secret))
    message = refusal(home)
    assert "receivers.desk.secret: " in message
    assert "whsec_ and then at least 24 random bytes" in message
    assert secret == "whsec_" or secret not in message


def test_a_webhook_without_a_secret_is_told_how_it_is_signed(home: Home) -> None:
    home.settings_file.write_text(DESK.replace(SECRET, ""))
    assert "a webhook is signed: set secret, or secrets = [new, old]" in refusal(home)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("ONRECORD_STOREY", "x", "environment variable ONRECORD_STOREY is no setting"),
        ("ONRECORD_STORY__NAME", "x", "environment variable ONRECORD_STORY__NAME is no setting"),
        ("ONRECORD_FEEDS_AT_ONCE", "many", "feeds_at_once: input should be a valid integer"),
        ("ONRECORD_RECEIVERS", "no json", '"receivers"'),
    ],
)
def test_a_mistake_in_the_environment_is_one_line_that_names_it(
    home: Home, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert said in refusal(home)


def test_a_flag_is_checked_too(home: Home) -> None:
    assert "prefect_port" in refusal(home, prefect_port=80)


def test_a_file_that_is_not_utf_8_is_named(home: Home) -> None:
    home.settings_file.write_bytes(b'story = "\xe9"')
    assert "is no TOML file" in refusal(home)


def test_a_file_that_may_not_be_read_is_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.settings_file.write_text("")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "cannot be read (Permission denied): change its permissions" in refusal(home)


def test_a_home_is_made_with_its_parents_or_refused(home: Home) -> None:
    deep = Home(home.folder / "a" / "b")
    deep.prepare()
    assert deep.folder.is_dir()
    (home.folder / "file").write_text("")
    with pytest.raises(
        ConfigurationError, match=r"cannot be made \(Not a directory\): name another"
    ):
        Home(home.folder / "file" / "home").prepare()
    patterned = Home(home.folder / "news [desk]")
    with pytest.raises(ConfigurationError, match=r"has \*, \? or \[ in its path"):
        patterned.prepare()
    assert not patterned.folder.exists()


def test_everything_that_is_kept_lies_in_the_home(home: Home) -> None:
    paths = [home.private, home.published, home.lock, home.staging, home.documents, home.prefect]
    assert {path.parent for path in paths} == {home.folder}
    assert len(set(paths)) == len(paths)


def test_the_home_is_the_flag_else_the_variable_else_the_platforms(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_home(None).folder.name == "onrecord"
    monkeypatch.setenv("ONRECORD_HOME", str(home.folder))
    assert find_home(None) == home
    assert find_home(home.folder / "x").folder == home.folder / "x"
