"""Cost of publishing an unchanged site into a bucket: requests, counted before the server, and time.

    python bench/bucket.py --objects 100000

The site is made up: so many objects of a line each. They are laid straight into a real S3-compatible server on this
machine, with the record that publishing them leaves, since that server takes half an hour for so many uploads; then the
site is published with nothing changed, and with one page changed. Expected of the first: a listing for every thousand
objects, one read of the record, and no upload.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping
from math import ceil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from kiprah.bucket.client import BucketClient
from kiprah.publish.bucket_writer import RECORD, plan_bucket, recorded, write_bucket
from support.bucket_proxy import BucketProxy, bucket_proxy
from support.buckets import environment, s3_server

SITE = "https://kawan.example/"
LAID = """
from moto.s3.models import s3_backends
backend = s3_backends["123456789012"]["aws"]
backend.create_bucket("laid", "us-east-1")
for n in range({objects}):
    backend.put_object("laid", "situs/" + {name}, f"blob {{n}}".encode())
"""
NAME = 'f"members/anggota-{n // 20:05}/activities/{n % 20:02}/index.html"'


def published(url: str, wanted: Mapping[str, str], proxy: BucketProxy) -> str:
    """Publish; say what was written, with which requests, in how many seconds."""
    proxy.rule()
    begun, used = time.perf_counter(), time.process_time()
    objects = BucketClient(url)
    plan = plan_bucket(objects, wanted, SITE)
    outcome = write_bucket(objects, plan, wanted, lambda path: wanted[path].encode(), "", lambda done, of: None)
    seconds, own = time.perf_counter() - begun, time.process_time() - used
    requests = ", ".join(f"{count} {kind}" for kind, count in sorted(proxy.seen().items()))
    counts = f"{outcome.written} written, {outcome.unchanged} unchanged"
    return f"{counts}: {requests}; {seconds:.1f} s, of them {own:.1f} s of this process"


def main() -> None:
    """Publish twice, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=10_000)
    args = parser.parse_args()
    name = eval(f"lambda n: {NAME}")
    wanted = {name(n): f"blob {n}" for n in range(args.objects)}
    laid = LAID.format(objects=args.objects, name=NAME)
    with s3_server(laid) as server, bucket_proxy(server.url) as proxy:
        os.environ.update(environment(proxy.url) | {"KIPRAH_BUCKET_PATIENCE": "300"})
        objects = BucketClient("s3://laid/situs")
        objects.put(recorded(objects.listing(), wanted, SITE))
        size = objects.heads([RECORD])[RECORD].size
        print("unchanged:", published(objects.url, wanted, proxy), flush=True)
        print(f"expected:  {ceil((args.objects + 1) / 1000)} LIST, 1 GET of {size / 1e6:.1f} MB, no PUT", flush=True)
        page = next(reversed(wanted))
        print("one page: ", published(objects.url, {**wanted, page: "another"}, proxy), flush=True)


if __name__ == "__main__":
    main()
