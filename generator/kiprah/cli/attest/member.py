"""Commands of a member: ask, put the signed file beside the entry, check it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiprah.cli.attest.output import ATTEST_CATALOG, day_words, named_bytes, need, print_sentence, sentence
from kiprah.cli.language import interface_words
from kiprah.cli.name_type import NAME
from kiprah.cli.new.context import MEMBER_OPTION, SITE_OPTION
from kiprah.cli.new.output import Refused, accepted, relative_path
from kiprah.cli.shell_quoting import expanded
from kiprah.cli.site import cache_of, find_site

if TYPE_CHECKING:
    from kiprah.authoring.attest.request_text import AttestRequest
    from kiprah.build.planned_site import PlannedSite
    from kiprah.model.credential import Attester
    from kiprah.model.entry import Activity
    from kiprah.model.member import Member


@click.command()
@click.argument("entries", nargs=-1, type=NAME)
@click.option("--event", metavar="SLUG", type=NAME)
@click.option("-o", "--output", type=click.Path(path_type=Path))
@MEMBER_OPTION
@SITE_OPTION
def request(
    entries: tuple[str, ...], event: str | None, output: Path | None, member: str | None, folder: str | None
) -> int:
    """Write the request for entries, or for all who took part in a community's event."""
    from kiprah.authoring.attest.request_text import request_text
    from kiprah.authoring.refusal import Refusal
    from kiprah.cache.atomic_write import write_where_named

    site, planned = _planned(folder)
    if not entries and not event:
        raise Refused(Refusal("which-request", {}, ATTEST_CATALOG))
    requests = _event_requests(site, planned, event) if event else _own_requests(site, planned, member, entries)
    catalogue = interface_words(ATTEST_CATALOG)
    text = "\n".join(
        catalogue.say("request.please", sentence=sentence(one.name, one.facts, one.organization))
        + "\n"
        + request_text(one)
        for one in requests
    )
    if output is None:
        click.echo(text, nl=False)
        print_sentence("request.next", err=True)
        return 0
    target = expanded(output)
    write_where_named(target, text.encode())
    print_sentence("request.written", path=relative_path(target))
    return 0


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--entry", metavar="SLUG", type=NAME)
@click.option("--event", metavar="SLUG", type=NAME)
@MEMBER_OPTION
@SITE_OPTION
def add(files: tuple[Path, ...], entry: str | None, event: str | None, member: str | None, folder: str | None) -> int:
    """Put a signed file beside its entry or event; an organization's did.json and status.json into attesters/."""
    need("attest")
    from kiprah.authoring.attest.add_attestation import add_copy, add_credential, entry_for
    from kiprah.authoring.refusal import Refusal
    from kiprah.credentials.reading import CredentialFault, read_credential
    from kiprah.credentials.trust_copy import read_trust_copy

    site, planned = _planned(folder)
    for path in files:
        data = named_bytes(expanded(path))
        copy = read_trust_copy(data)
        if copy is not None:
            print_sentence("added.copy", path=relative_path(add_copy(site, copy)))
            continue
        credential = read_credential(data)
        if isinstance(credential, CredentialFault):
            where = credential.where or "-"
            raise Refused(
                Refusal(f"refused.{credential.kind}", {"path": str(path), "where": where}, ATTEST_CATALOG, "content")
            )
        if event is not None:
            activity = _event_for(planned, event, path, credential.subject)
        else:
            person = _member(planned, member)
            activity = accepted(entry_for(person, credential)) if entry is None else _one(person, entry)
        added = accepted(add_credential(site, activity, data))
        print_sentence("added.credential", path=relative_path(added.path), entry=relative_path(added.entry))
        settings = planned.settings
        if settings is not None and all(a.did != credential.issuer for a in settings.attesters):
            print_sentence("added.unknown", did=credential.issuer, name=credential.issuer_name)
    return 0


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@SITE_OPTION
def verify(files: tuple[Path, ...], folder: str | None) -> int:
    """Check signed files; a did.json and a status.json named with them, and those of the site, tell whose key it is."""
    need("attest")
    from kiprah.authoring.attest.known_attesters import known_attesters
    from kiprah.authoring.attest.verdict import verdict_on
    from kiprah.credentials.trust_copy import read_trust_copy
    from kiprah.model.settings import SETTINGS_FILE

    attesters: tuple[Attester, ...] = ()
    if folder is not None or Path("content", SETTINGS_FILE).is_file() or Path(SETTINGS_FILE).is_file():
        attesters = known_attesters(find_site(folder))
    contents = {path: named_bytes(expanded(path)) for path in files}
    copies = {path: copy for path, data in contents.items() if (copy := read_trust_copy(data)) is not None}
    good = True
    for path, data in contents.items():
        if path in copies:
            continue
        verdict = verdict_on(data, attesters, copies.values())
        good = good and verdict.is_good
        credential = verdict.credential
        print_sentence(
            f"verdict.{verdict.kind}",
            path=relative_path(path),
            name=credential.issuer_name if credential else "",
            did=credential.issuer if credential else "",
            day=day_words(credential.awarded) if credential else "",
            where=verdict.where or "-",
        )
        if credential is not None:
            click.echo(f"    {sentence('', credential.facts, '')}")
    return 0 if good else 1


def _planned(folder: str | None) -> tuple[Path, PlannedSite]:
    from kiprah.build.load import silent
    from kiprah.build.planned_site import read_and_plan
    from kiprah.build.request import Request
    from kiprah.cli.language import speak
    from kiprah.cli.report import print_problems
    from kiprah.workers import WorkerPool

    site = find_site(folder)
    asked = Request(site, Path("public").absolute(), cache_of(site, None), drafts=True, future=True)
    planned = read_and_plan(asked, silent, WorkerPool(1))
    if planned.site is None or planned.settings is None:
        print_problems(planned.problems, site)
        raise click.exceptions.Exit(1)
    speak(planned.settings.language)
    return site, planned


def _member(planned: PlannedSite, slug: str | None) -> Member:
    from kiprah.authoring.refusal import Refusal

    assert planned.site is not None and planned.settings is not None
    if planned.settings.kind != "community":
        return planned.site.members[0]
    if slug is None:
        raise Refused(Refusal("member-needed", {"option": "--member"}, "members"))
    for member in planned.site.members:
        if member.prefix == f"members/{slug}/":
            return member
    raise Refused(Refusal("no-member", {"member": slug}, ATTEST_CATALOG))


def _one(person: Member, name: str) -> Activity:
    from kiprah.authoring.attest.request_entry import activities_named

    return accepted(activities_named(person, (name,)))[0]


def _event_for(planned: PlannedSite, event: str, path: Path, person: str) -> Activity:
    """Find the event beside which a file signed for this person goes: one that lists them."""
    from kiprah.authoring.refusal import Refusal

    assert planned.site is not None
    host = next((member for member in planned.site.members if not member.prefix), None)
    if planned.settings is None or planned.settings.kind != "community" or host is None:
        raise Refused(Refusal("no-community", {}, ATTEST_CATALOG))
    activity = _one(host, event)
    took_part = [m for m in planned.site.members if any(a.event == activity.common.slug for a in m.activities)]
    if not any(member.profile.id == person for member in took_part):
        raise Refused(Refusal("not-at-event", {"path": str(path), "event": event}, ATTEST_CATALOG, "content"))
    return activity


def _own_requests(
    site: Path, planned: PlannedSite, slug: str | None, entries: tuple[str, ...]
) -> tuple[AttestRequest, ...]:
    from kiprah.authoring.attest.request_entry import activities_named

    person = _member(planned, slug)
    return _requests(site, planned, person, accepted(activities_named(person, entries)))


def _event_requests(site: Path, planned: PlannedSite, event: str) -> tuple[AttestRequest, ...]:
    from kiprah.authoring.refusal import Refusal

    assert planned.site is not None
    requests: list[AttestRequest] = []
    for person in planned.site.members:
        activities = tuple(a for a in person.activities if a.event == event and a.minutes)
        if person.prefix and activities:
            requests.extend(_requests(site, planned, person, activities))
    if not requests:
        raise Refused(Refusal("nobody-at-event", {"event": event}, ATTEST_CATALOG))
    return tuple(requests)


def _requests(
    site: Path, planned: PlannedSite, person: Member, activities: tuple[Activity, ...]
) -> tuple[AttestRequest, ...]:
    from kiprah.authoring.attest.request_entry import person_id, request_for
    from kiprah.authoring.refusal import Refusal

    assert planned.settings is not None
    first = [request_for(person, activity, planned.settings, "") for activity in activities]
    refused = [one for one in first if isinstance(one, Refusal)]
    if refused:
        raise Refused(*refused)
    named, is_new = accepted(person_id(site, person, interface_words(ATTEST_CATALOG).say("request.id.note")))
    if is_new:
        print_sentence("request.id", err=True, path=relative_path(site / person.profile.path))
    return tuple(accepted(request_for(person, activity, planned.settings, named)) for activity in activities)
