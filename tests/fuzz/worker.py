"""A process that tries cases one by one, and that the operating system ends when one takes too long or too much."""

from __future__ import annotations

import io
import resource
import signal
import sys
import time
from pathlib import Path

from tests.fuzz.targets import read_pdfs_here, tried

MOST_MEMORY = 1_500_000_000


def main(target: str, most_seconds: float) -> None:
    """Read the places of cases from standard input, and answer each: seconds, megabytes so far, and how it went."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    read_pdfs_here()
    answers, printed = sys.stdout, io.StringIO()
    sys.stdout = printed
    for line in sys.stdin:
        # SIGPROF comes after so much time of the processor, whatever else the machine does, and ends the process.
        signal.setitimer(signal.ITIMER_PROF, most_seconds)
        began = time.process_time()
        result = tried(target, Path(line.rstrip("\n")))
        signal.setitimer(signal.ITIMER_PROF, 0)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        if printed.getvalue():
            result = f"printed: {printed.getvalue()[:200]}"
            printed.truncate(printed.seek(0))
        print(f"{time.process_time() - began:.2f}\t{peak}\t{ascii(result)[1:-1]}", file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
