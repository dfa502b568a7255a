"""One worker of the pool: ``python -m flows.runners.worker_process CONTROL_ADDRESS ID``."""

import logging
import sys


def main(control_address: str, worker_id: str) -> None:
    """Work for the runner at an address until it closes the connection."""
    logging.disable(logging.CRITICAL)  # what fails in it is raised in the run as well
    from apache_beam.runners.worker.sdk_worker import SdkHarness

    SdkHarness(control_address, worker_id=worker_id).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
