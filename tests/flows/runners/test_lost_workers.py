import errno
import os

from flows.runners.lost_workers import explain, is_worth_another
from flows.runners.worker_refusal import REFUSED

REFUSAL = RuntimeError(
    "Pipeline x failed in state FAILED: java.lang.RuntimeException: "
    f"{REFUSED} spacy 3.7.0 where the run has 3.8.18.\n\tat java.base/java.lang.Thread.run"
)
NOBODY = RuntimeError("Pipeline x failed: finishConnect(..) failed: Connection refused")


def test_a_lost_worker_is_worth_another_start_and_what_will_come_again_is_not() -> None:
    assert is_worth_another(RuntimeError("Channel closed prematurely."))
    assert is_worth_another(ConnectionResetError())
    assert not is_worth_another(REFUSAL)
    assert not is_worth_another(NOBODY)
    assert not is_worth_another(RuntimeError(f"[Errno 28] {os.strerror(errno.ENOSPC)}: '/x'"))


def test_why_a_runner_gave_up_is_one_line() -> None:
    refused = explain(REFUSAL, 1, "localhost:50000")
    assert refused.startswith(f"{REFUSED} spacy 3.7.0 where the run has 3.8.18. Install the same")
    assert "finds no worker at flink-2:50000: start `onrecord worker`" in explain(
        NOBODY, 1, "flink-2:50000"
    )
    lost = explain(RuntimeError("\nChannel closed prematurely.\n  at x"), 3, "")
    assert lost.startswith("the runner failed 3 times (Channel closed prematurely.). Nothing was")
    assert "(TimeoutError)" in explain(TimeoutError(), 3, "")
    assert not any("\n" in explain(error, 2, "") for error in (REFUSAL, NOBODY, TimeoutError()))
