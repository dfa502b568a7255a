"""What stops an analysis that runs elsewhere. Bad settings are ``flows.errors.ConfigurationError``.

CommandError
└── AnalysisFailed   the runner gave up; exit 1, nothing of this run was landed
"""

from flows.errors import CommandError


class AnalysisFailed(CommandError):
    """The pipeline did not come to its end."""

    exit_code = 1
