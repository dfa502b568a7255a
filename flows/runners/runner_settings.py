"""Settings of the runner: the table ``[runner]``, and the flags of the same meaning."""

from pydantic import BaseModel, ConfigDict, Field

from flows.runners.runner_name import RunnerName

LOCAL_FLINK = "[local]"
"""Beam's word for a Flink that the job server starts within itself."""


class RunnerSettings(BaseModel):
    """Where the pipeline runs; each key but ``name`` and ``processes`` is Flink's."""

    model_config = ConfigDict(extra="forbid")
    name: RunnerName = Field(
        default=RunnerName.EMBEDDED, description="embedded, processes or flink."
    )
    processes: int = Field(
        default=2, ge=1, le=256, description="Worker processes of processes and of a local Flink."
    )
    flink_master: str = Field(
        default=LOCAL_FLINK,
        pattern=r"^(\[local\]|[A-Za-z0-9._-]+:\d{1,5}|\[[0-9A-Fa-f:]+\]:\d{1,5})$",
        description="HOST:PORT of Flink's REST address, or [local].",
    )
    flink_workers: str = Field(
        default="",
        pattern=r"^([A-Za-z0-9._-]+:\d{1,5})?$",
        description="HOST:PORT at which each task manager finds its `onrecord worker`.",
    )
    flink_job_server: str = Field(
        default="",
        description="Beam's Flink job server: a jar, or a folder of jars; empty for .flink/.",
    )
    staging: str = Field(
        default="",
        description="Folder, or address that Beam opens, that all workers see; empty for the home.",
    )
