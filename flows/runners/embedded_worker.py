"""One process of ``ProcessRunner``: Beam's own worker, without what it logs on standard error."""

import logging
import sys

if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # what fails in it is raised in the run as well
    from apache_beam.runners.worker.sdk_worker_main import main

    main(sys.argv)
