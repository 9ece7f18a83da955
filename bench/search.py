"""kiprah's search beside Pagefind: what an index takes, and which pages each puts first.

    python bench/search.py size --members 5 50 500 --work /tmp/search
    python bench/search.py rank --work /tmp/search

``size`` makes up communities (words of `corpus.py`, 20 entries a member) and measures both indexes of them: processor
time, memory of the largest process, files, bytes, and what a search of two words loads. ``rank`` takes real texts, the
example in ``content/`` in both languages and ``docs/`` by section, lays the same pages before both, and asks each in
Chromium for the same queries: words of titles, rare words of texts, and those cut short or with a slip. Pagefind is
installed from npm into ``--work``, once.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from search_rank import rank
from search_size import measure_own, measure_pagefind, size


def main() -> None:
    """Do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    sizes = commands.add_parser("size")
    sizes.add_argument("--members", type=int, nargs="+", default=[5, 50, 500])
    sizes.add_argument("--alone", action="store_true", help="without Pagefind, which wants 16 GB for 5,000 members")
    ranks = commands.add_parser("rank")
    ranks.add_argument("--show", type=int, default=0, help="so many queries of each kind whose first page differs")
    for command in (sizes, ranks):
        command.add_argument("--work", type=Path, default=Path(os.environ.get("TMPDIR", "/tmp")) / "kiprah-search")
    one = commands.add_parser("one")
    one.add_argument("kind")
    one.add_argument("members", type=int)
    one.add_argument("folder", type=Path)
    one.add_argument("program", type=Path)
    given = parser.parse_args()
    if given.command == "size":
        size(given.work, given.members, ("own",) if given.alone else ("own", "pagefind"))
    elif given.command == "rank":
        rank(given.work, given.show)
    elif given.kind == "own":
        print(json.dumps(measure_own(given.members, given.folder)))
    else:
        print(json.dumps(measure_pagefind(given.program, given.members, given.folder)))


if __name__ == "__main__":
    main()
