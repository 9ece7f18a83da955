"""A real S3-compatible server in a process of its own, and a proxy before it that makes trouble."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3


class Server:
    """One that runs: its address, and a client beside kiprah's to look at what lies there."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.s3: Any = boto3.client("s3", endpoint_url=self.url, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s")  # fmt: skip
        self.made = 0

    def bucket(self) -> str:
        """Make a bucket; return its name."""
        self.made += 1
        name = f"bucket-{os.getpid()}-{self.made}"
        self.s3.create_bucket(Bucket=name)
        return name

    def keys(self, bucket: str) -> dict[str, Mapping[str, Any]]:
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return {one["Key"]: one for page in pages for one in page.get("Contents", ())}

    def read(self, bucket: str, key: str) -> bytes:
        return bytes(self.s3.get_object(Bucket=bucket, Key=key)["Body"].read())


def environment(url: str) -> dict[str, str]:
    """What a person sets to reach the server."""
    return {
        "AWS_ACCESS_KEY_ID": "k",
        "AWS_SECRET_ACCESS_KEY": "s3cr3t-of-the-test",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": url,
        "KIPRAH_BUCKET_PATIENCE": "20",
    }


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def s3_server(before: str = "") -> Iterator[Server]:
    """Run moto's server, which honours both conditions of a put, until the end of the block.

    ``before`` is a program that its process runs first.
    """
    port = free_port()
    program = f"{before}\nfrom moto.server import main; main()"
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-c", program, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        deadline = time.monotonic() + 300
        while True:
            assert process.poll() is None and time.monotonic() < deadline, "the server did not begin"
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
                connection.request("GET", "/moto-api/")
                connection.getresponse().read()
                connection.close()
                break
            except OSError:
                time.sleep(0.1)
        yield Server(port)
    finally:
        process.kill()
        process.wait(timeout=30)
