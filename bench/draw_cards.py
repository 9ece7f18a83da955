"""Drawing that `cards.py` times of kiprah: outputs of a plan, made by as many processes as there are processors.

    python bench/draw_cards.py PLAN (cards|pictures|both) STORE

``PLAN`` was written by `cards.py`: reading and planning the site is no part of drawing.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from msgspec.structs import replace

from kiprah.cache.blobs import FolderBlobs
from kiprah.plan.outputs import CardOutput, PictureOutput
from kiprah.render.jobs import do_jobs, jobs_of
from kiprah.workers import WorkerPool

KINDS = {"cards": (CardOutput,), "pictures": (PictureOutput,), "both": (CardOutput, PictureOutput)}


def main() -> int:
    """Draw what the command line asks for."""
    plan, kind, store = sys.argv[1:]
    # Our own file, written a moment ago.
    outputs, context = pickle.loads(Path(plan).read_bytes())
    chosen = [(output, key) for output, key in outputs if isinstance(output, KINDS[kind])]
    with WorkerPool(None) as crew:
        faults = do_jobs(jobs_of(chosen), replace(context, blobs=FolderBlobs(Path(store))), crew, lambda count: None)
    if any(fault.problem.is_error for fault in faults):
        sys.exit(str(faults))
    return 0


if __name__ == "__main__":
    sys.exit(main())
