"""Workers of a cluster killed at random while a community is built: how long it takes, and whether a byte differs.

    python bench/cluster_kills.py --every 10 --times 20 --work /tmp/kills

A real scheduler and two workers as processes. Each member's run is slowed down, so that the build is still at work when
the last worker is killed; a worker that was killed is begun again, as its own supervisor would. The same community is
built by one machine, and both are compared byte for byte.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.clusters import community, dask_cluster, kill_group, patched
from support.command import KIPRAH, TODAY, environment
from support.sites import files_of

SLOW = """
import os, sys, time
def watch(event, arguments):
    if event == "open" and arguments[1] is None and "/activities/" in str(arguments[0]) and os.path.exists({flag!r}):
        time.sleep({seconds})
sys.addaudithook(watch)
"""


def main() -> None:
    """Build, kill, compare, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two kills")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--members", type=int, default=60)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    shutil.rmtree(args.work, ignore_errors=True)
    here, there = community(args.work / "here", args.members), community(args.work / "there", args.members)
    command = [*KIPRAH, "build", "content", *TODAY]
    subprocess.run([*command, "-j", "2"], cwd=here, env=environment({}), check=True, stderr=subprocess.DEVNULL)
    flag = args.work / "slow"
    flag.touch()
    # Two entries a member in the mean, and two workers: enough for all kills, and some more.
    seconds = args.every * args.times * 1.5 / args.members
    slow = patched(args.work / "slow-code", SLOW.format(flag=str(flag), seconds=seconds))
    chance = random.Random(16)
    with dask_cluster(args.work / "cluster", 2, slow) as cluster:
        begun = time.perf_counter()
        log = (args.work / "build.log").open("wb")
        building = subprocess.Popen(
            [*command, "--executor", cluster.address], cwd=there, env=environment({}), stderr=log
        )
        alive, kills = list(cluster.workers), 0
        while kills < args.times and building.poll() is None:
            time.sleep(args.every)
            victim = alive.pop(chance.randrange(len(alive)))
            kill_group(victim)
            kills += 1
            alive.append(cluster.start_worker(slow))
        flag.unlink()
        during = building.poll() is None
        code = building.wait(timeout=600)
    whole = time.perf_counter() - begun
    same = files_of(here / "public") == files_of(there / "public")
    print(f"{kills} workers killed, one every {args.every:.0f} s, the last while the build was at work: {during}")
    print(f"exit code {code} after {whole:.0f} s; the same bytes as one machine: {same}")
    if code or not same or not during:
        sys.exit((args.work / "build.log").read_text("utf-8"))


if __name__ == "__main__":
    main()
