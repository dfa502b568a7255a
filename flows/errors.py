"""What stops a command, drawn as a tree. What stops one input is in flows.fetching.errors.

CommandError              one line for the user, no traceback
├── ConfigurationError    the user must change something; exit 2, nothing was written
├── NoFeedRead            the run landed, but no feed could be read; exit 1
└── OutputFailed          what was found could not be written to where it should go; exit 1
"""


class CommandError(Exception):
    """Base of the tree above; ``exit_code`` is the command's."""

    exit_code = 1


class ConfigurationError(CommandError):
    """Settings, story, home or model are not usable as they are."""

    exit_code = 2


class NoFeedRead(CommandError):
    """Every feed failed."""

    exit_code = 1


class OutputFailed(CommandError):
    """The disk is full, or standard output is otherwise gone."""

    exit_code = 1
