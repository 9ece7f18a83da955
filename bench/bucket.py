"""What publishing an unchanged site into a bucket costs: requests, counted before the server, and time.

    python bench/bucket.py --objects 100000

The site is made up: so many objects of a line each, published once into a real S3-compatible server on this machine,
and then once more with nothing changed, and with one page changed. Expected of the second: a listing for every thousand
objects, one read of the record, and no upload.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from math import ceil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from kiprah.bucket.client import BucketClient
from kiprah.publish.bucket_writer import RECORD, plan_bucket, write_bucket
from support.bucket_proxy import BucketProxy, bucket_proxy
from support.buckets import environment, s3_server

SITE = "https://kawan.example/"


def made_up(objects: int) -> dict[str, str]:
    """Name so many pages of members, with the names of their bytes."""
    return {f"members/anggota-{n // 20:05}/activities/{n % 20:02}/index.html": f"blob {n}" for n in range(objects)}


def published(url: str, wanted: dict[str, str], proxy: BucketProxy) -> str:
    """Publish; say what was written, with which requests, in how many seconds."""
    proxy.rule()
    begun, used = time.perf_counter(), time.process_time()
    objects = BucketClient(url)
    plan = plan_bucket(objects, wanted, SITE)
    outcome = write_bucket(objects, plan, wanted, lambda path: wanted[path].encode(), "", lambda done, of: None)
    seconds, own = time.perf_counter() - begun, time.process_time() - used
    requests = ", ".join(f"{count} {kind}" for kind, count in sorted(proxy.seen().items()))
    counts = f"{outcome.written} written, {outcome.unchanged} unchanged"
    return f"{counts}: {requests or 'not counted'}; {seconds:.1f} s, of them {own:.1f} s here"


def main() -> None:
    """Publish three times, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=10_000)
    args = parser.parse_args()
    with s3_server() as server, bucket_proxy(server.url) as proxy:
        os.environ.update(environment(server.url))
        url = f"s3://{server.bucket()}/situs"
        wanted = made_up(args.objects)
        # Straight to the server: the proxy would only take its time.
        print("first:    ", published(url, wanted, proxy), flush=True)
        os.environ.update(environment(proxy.url))
        print("unchanged:", published(url, wanted, proxy), flush=True)
        size = server.s3.head_object(Bucket=url.split("/")[2], Key=f"situs/{RECORD}")["ContentLength"]
        print(f"expected:  {ceil((args.objects + 1) / 1000)} LIST, 1 GET of {size / 1e6:.1f} MB, no PUT", flush=True)
        page = next(reversed(wanted))
        print("one page: ", published(url, {**wanted, page: "another"}, proxy), flush=True)


if __name__ == "__main__":
    main()
