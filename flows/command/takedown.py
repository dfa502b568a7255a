"""The command for takedowns: forget."""

from typing import Annotated

import typer

from flows.command.options import HomeOption, StoryOption


def forget(
    article: Annotated[
        str, typer.Argument(help="Its id or how that begins, its address, or words of its title.")
    ],
    home: HomeOption = None,
    story: StoryOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove an article for good: text, mentions, raw documents, what only it reports.

    Statements that other articles have too stay, in these articles' words. It is not fetched
    again. Readers with a cursor are told what is gone. Backups made before, and what receivers
    got, are not touched.

    Examples:
    - `onrecord forget https://news.example/a/33601002.html`
    - `onrecord forget 5f0c --yes`
    """
    from flows.clock import system_clock
    from flows.command.articles import named_article
    from flows.display.formats import counted, printable
    from flows.errors import ConfigurationError
    from flows.installation.finding import find_home
    from flows.installation.settings import load_settings
    from flows.stories.finding import open_story
    from flows.upkeep.forgetting import forget as take_down
    from warehouse.article_reading import stored_versions
    from warehouse.snapshot import open_published

    found = find_home(home)
    with open_published(found.published) as connection:
        article_id = named_article(connection, article)
        versions = stored_versions(connection, article_id)
    last = versions[-1]
    what = f"{last.title!r} of {last.outlet} ({last.url})"
    loaded = open_story(load_settings(found, story=story).story)
    if not yes and not typer.confirm(
        f"Remove {printable(what)}, {counted(len(versions), 'revision')}, for good?", err=True
    ):
        raise ConfigurationError("not confirmed; nothing was removed.")
    done = take_down(found, loaded, article_id, system_clock)
    held = done.held
    typer.echo(
        f"Forgotten: {printable(what)}; {counted(held.revisions, 'revision')}, "
        f"{held.own_statements} of {counted(held.statements, 'statement')} that it reported, "
        f"{counted(done.documents, 'page')} and {counted(done.feed_bodies, 'feed content')}."
    )
