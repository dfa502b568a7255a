"""One worker of the pool: ``python -m flows.runners.worker_process CONTROL_ADDRESS ID``."""

import sys

from flows.installation.logs import quiet_libraries


def main(control_address: str, worker_id: str) -> None:
    """Work for the runner at an address until it closes the connection."""
    with quiet_libraries():
        from apache_beam.runners.worker.sdk_worker import SdkHarness

        SdkHarness(control_address, worker_id=worker_id).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
