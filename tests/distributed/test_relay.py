"""The relay of a cluster's worker: a fork server that ends before it reads says why, and nothing else is raised."""

from __future__ import annotations

import pytest

from kiprah.distributed import relay


def test_a_server_that_never_reads_is_gone_with_its_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    # A shell that is to run the module as its script ends at once, with a word of its own.
    monkeypatch.setattr("sys.executable", "/bin/sh")
    server = relay._Server()
    server._process.wait(30)
    with pytest.raises(relay._ServerGone, match=r"fork_server"):
        server.ask(30, "begin", b"a question")
