import tomllib

from transforms.plain_settings import without_secrets


def test_what_may_be_secret_goes_and_the_rest_reads_the_same() -> None:
    text = """
    story = "my \\"own\\" story"
    feeds_at_once = 4
    respect_robots = true
    spacing = 0.25
    since = 2025-11-22
    names = ["a", "b"]
    api_key = "abc"
    [warehouse]
    url = "postgresql://desk:pass@db.example/news"
    schema = "news"
    ["odd key"]
    inner = {deep = 1, password = "x"}
    [receivers.desk]
    type = "webhook"
    url = "https://hooks.example/T0/B0"
    """
    plain, left_out = without_secrets(text)
    assert left_out == ("api_key", "warehouse.url", "odd key.inner.password", "receivers.desk")
    kept = tomllib.loads(text)
    del kept["api_key"], kept["warehouse"]["url"], kept["odd key"]["inner"]["password"]
    del kept["receivers"]
    assert tomllib.loads(plain) == kept


def test_settings_of_nothing_but_secrets_are_a_comment() -> None:
    plain, left_out = without_secrets('token = "abc"')
    assert left_out == ("token",)
    assert tomllib.loads(plain) == {}
    assert "abc" not in plain
