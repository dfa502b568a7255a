"""A run as plain parameters, which Prefect stores with its deployment and its runs."""

from pathlib import Path

from pydantic import BaseModel

from flows.installation.finding import find_home
from flows.installation.settings import load_settings
from flows.monitoring.monitor import RunRequest
from flows.stories.finding import choose_feeds, open_story


class RunSpecification(BaseModel):
    """What one run is to do, by name; secrets stay in the settings."""

    home: str
    story: str
    feeds: list[str]
    allow_private: bool
    due_only: bool = False
    log: str | None = None
    runner: dict[str, str] = {}

    def request(self) -> RunRequest:
        """Read settings and story anew, so that an edit counts from the next run on.

        Raises:
            ConfigurationError: they are not usable.
        """
        home = find_home(Path(self.home))
        settings = load_settings(
            home,
            story=self.story,
            allow_private=self.allow_private or None,
            log=self.log,
            runner=self.runner or None,
        )
        story = open_story(settings.story)
        return RunRequest(story, choose_feeds(story, self.feeds), home, settings, self.due_only)
