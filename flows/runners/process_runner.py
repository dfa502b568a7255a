"""Beam's embedded runner with its work in processes, told how to start them."""

import shlex
import sys

from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.transforms.environments import SubprocessSDKEnvironment

COMMAND = f"exec {shlex.quote(sys.executable)} -m flows.runners.embedded_worker"
"""Beam gives it to a shell: unquoted, as Beam's own is, a folder with a blank would end it."""


class ProcessRunner(FnApiRunner):
    """``--runner=flows.runners.process_runner.ProcessRunner --direct_num_workers=N``."""

    def __init__(self) -> None:
        super().__init__(default_environment=SubprocessSDKEnvironment.from_command_string(COMMAND))
