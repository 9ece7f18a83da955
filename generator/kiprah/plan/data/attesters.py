"""Copies of organizations' keys and withdrawals, published so that a visitor's check asks nobody else."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.model.credential import Attester
from kiprah.plan.addresses.routes import status_copy_path
from kiprah.plan.data.file_outputs import TextOutput


def attester_outputs(attesters: Iterable[Attester]) -> tuple[TextOutput, ...]:
    """Plan the copies, each once, whatever their files are called in the site's folder."""
    outputs: dict[str, TextOutput] = {}
    for attester in attesters:
        if attester.document is not None:
            path = status_copy_path(attester.document.did)
            outputs[path] = TextOutput(path, attester.document.text)
        for copy in attester.lists:
            path = status_copy_path(copy.address)
            outputs[path] = TextOutput(path, copy.text)
    return tuple(outputs[path] for path in sorted(outputs))
