"""Attestations in an event's own folder: hours that an organization signed for one of those who took part."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.credentials.entry_facts import single_spaced
from kiprah.model.credential import AttestedFacts, Attester
from kiprah.model.entry import Activity
from kiprah.model.member import Member
from kiprah.plan.attestation import Attestation, Attestations, credential_problems, judged
from kiprah.plan.summary import Summary
from kiprah.problem import Problem


def event_attestations(
    host: Member, events: Iterable[Activity], summaries: Iterable[Summary], attesters: Iterable[Attester]
) -> tuple[Attestations, tuple[Problem, ...]]:
    """Judge the credentials beside events, for those whom an event's page names; of others nothing is shown.

    ``summaries`` are of the members who have pages: who is not among them, or not in their own timeline, is named
    nowhere, and so no file of theirs is published either.
    """
    known = {attester.named.did: attester for attester in attesters}
    credentials = dict(host.credentials)
    present: dict[str, set[str]] = {}
    owners: dict[str, list[str]] = {}
    for summary in summaries:
        present[summary.slug] = {participation.event for participation in summary.events}
        if summary.person:
            owners.setdefault(summary.person, []).append(summary.slug)
    found: dict[tuple[str, str], Attestation] = {}
    problems: list[Problem] = []
    for event in events:
        for evidence in event.evidence:
            path = f"{event.folder}/{evidence.file}"
            credential = credentials.get(path) if evidence.kind == "credential" else None
            if credential is None:
                continue
            people = [slug for slug in owners.get(credential.subject, ()) if event.common.slug in present[slug]]
            attestation: Attestation | None = None
            if len(owners.get(credential.subject, ())) > 1:
                # One of them copied the other's id, and a build cannot know who.
                values = {"file": evidence.file, "members": ", ".join(sorted(owners[credential.subject]))}
                problems.append(Problem("credential-two-people", evidence.place, values))
            elif not people:
                problems.append(Problem("credential-participant", evidence.place, {"file": evidence.file}))
            else:
                changed = _differences(event, credential.facts)
                attestation = judged(credential, known.get(credential.issuer), same=not changed)
                problems.extend(credential_problems(attestation, evidence, credential, changed))
            if attestation is not None and attestation.counts:
                found[event.common.path, path] = attestation
    return found, tuple(problems)


def _differences(event: Activity, facts: AttestedFacts) -> tuple[str, ...]:
    """Name what of an event is not as it was signed; hours, role and text are each person's own."""
    pairs = (
        ("title", facts.title, single_spaced(event.original.title)[:240]),
        ("date", facts.first_day, event.date),
        ("end", facts.last_day, None if event.ongoing else event.last_day),
    )
    return tuple(name for name, signed, now in pairs if signed != now)
