"""Commands of a coordinator, offline: make the organization's key, sign, withdraw, publish the two files."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiprah.cli.attest.output import ATTEST_CATALOG, day_words, named_bytes, need, print_sentence, sentence
from kiprah.cli.language import interface_words
from kiprah.cli.new.output import Refused, accepted, relative_path
from kiprah.cli.shell_quoting import expanded

if TYPE_CHECKING:
    from kiprah.authoring.attest.organization import KeyLoss, LedgerRow, OrganizationFolder
    from kiprah.authoring.attest.request_text import AttestRequest
    from kiprah.credentials.keys import SigningKey

_ORGANIZATION = click.option("--organization", "folder", default="organization", show_default=True)


@click.command()
@click.argument("name", default="")
@click.option("--url", default="")
@click.option("--replace", "loss", type=click.Choice(["lost", "stolen"]))
@_ORGANIZATION
def key(name: str, url: str, loss: KeyLoss | None, folder: str) -> int:
    """Make an organization's key in a folder of its own, or the one that follows a key that is lost or stolen."""
    need("issue")
    if loss is not None:
        return _replaced(folder, loss)
    from kiprah.authoring.attest.organization import identity_fault, new_organization, place_for_key

    place = expanded(Path(folder))
    refused = place_for_key(place) or identity_fault(name, url)
    if refused is not None:
        raise Refused(refused)
    passphrase = _new_passphrase()
    made = accepted(new_organization(place, name.strip(), url, passphrase))
    print_sentence("key.made", path=relative_path(place))
    print_sentence("key.keep")
    print_sentence("key.line")
    click.echo(f'attesters:\n  - {{did: "{made.did}", name: {_quoted(made.name)}}}')
    print_sentence("key.publish" if made.status_address else "key.alone")
    return 0


def _replaced(folder: str, loss: KeyLoss) -> int:
    from kiprah.authoring.attest.organization import replace_key, replacement_fault

    organization = _organization(folder)
    if (refused := replacement_fault(organization)) is not None:
        raise Refused(refused)
    renewed = accepted(replace_key(organization, loss, _new_passphrase(), datetime.now(UTC).date()))
    print_sentence("key.replaced", path=relative_path(renewed.key_path))
    print_sentence("key.keep")
    print_sentence("key.publish")
    print_sentence(f"key.{loss}")
    return 0


def _new_passphrase() -> str:
    catalogue = interface_words(ATTEST_CATALOG)
    print_sentence("key.passphrase")
    return _secret(catalogue.say("ask.passphrase"), catalogue.say("ask.passphrase.again"))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", default="signed", show_default=True)
@_ORGANIZATION
def sign(files: tuple[Path, ...], output: str, folder: str) -> int:
    """Show each request as a sentence, ask, and sign what is confirmed."""
    need("issue")
    from kiprah.authoring.attest.organization import read_ledger
    from kiprah.authoring.attest.request_text import AttestRequest, requests_in
    from kiprah.authoring.attest.signing import sign_request, signed_before
    from kiprah.authoring.refusal import Refusal

    organization = _organization(folder)
    rows = accepted(read_ledger(organization))
    asked: list[AttestRequest] = []
    damaged = 0
    for path in files:
        found = requests_in(named_bytes(expanded(path)).decode("utf-8", "replace"))
        if not found:
            raise Refused(Refusal("no-request", {"path": str(path)}, ATTEST_CATALOG, "content"))
        for one in found:
            if not isinstance(one, AttestRequest):
                damaged += 1
                print_sentence("damaged", err=True, path=relative_path(path), line=str(one.line), what=one.key)
                continue
            before = signed_before(organization, one, rows)
            if before is None:
                asked.append(one)
            else:
                print_sentence("signed.before", name=one.name, title=one.facts.title, day=before.signed)
    chosen = _chosen(asked, organization)
    if chosen:
        private = _unlocked(organization)
        for one in chosen:
            written = accepted(sign_request(organization, one, private, datetime.now(UTC), expanded(Path(output))))
            print_sentence("signed", name=one.name, path=relative_path(written.path))
        print_sentence("signed.next")
    return 1 if damaged else 0


@click.command()
@click.argument("credential")
@_ORGANIZATION
def revoke(credential: str, folder: str) -> int:
    """Note in the ledger that a confirmation is withdrawn; the next publish tells everybody."""
    need("attest")
    from kiprah.authoring.attest.organization import read_ledger, withdrawn_on, write_ledger
    from kiprah.authoring.refusal import Refusal
    from kiprah.credentials.reading import CredentialFault, read_credential

    organization = _organization(folder)
    if not organization.status_address:
        raise Refused(Refusal("cannot-withdraw", {"did": organization.did}, ATTEST_CATALOG))
    name, path = credential, expanded(Path(credential))
    if path.is_file():
        read = read_credential(named_bytes(path))
        if isinstance(read, CredentialFault):
            values = {"path": str(path), "where": read.where or "-"}
            raise Refused(Refusal(f"refused.{read.kind}", values, ATTEST_CATALOG, "content"))
        name = read.id
    rows: tuple[LedgerRow, ...] = accepted(read_ledger(organization))
    today = datetime.now(UTC).date()
    write_ledger(organization, accepted(withdrawn_on(rows, name, today)))
    row = next(row for row in rows if row.id == name)
    print_sentence("withdrawn", name=row.name, title=row.title, day=day_words(today))
    print_sentence("withdrawn.next")
    return 0


@click.command()
@click.argument("target")
@_ORGANIZATION
def publish(target: str, folder: str) -> int:
    """Write the keys and the list of withdrawals into the folder that is the organization's site."""
    need("issue")
    from kiprah.authoring.attest.organization import published_files, read_ledger
    from kiprah.authoring.refusal import Refusal
    from kiprah.cache.atomic_write import write_atomically

    organization = _organization(folder)
    if not organization.status_address:
        raise Refused(Refusal("nothing-to-publish", {"did": organization.did}, ATTEST_CATALOG))
    rows = accepted(read_ledger(organization))
    created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name, content in published_files(organization, rows, _unlocked(organization), created).items():
        path = expanded(Path(target)) / name
        write_atomically(path, content)
        path.chmod(0o644)
        print_sentence("published", path=relative_path(path), address=f"{organization.url}{name}")
    print_sentence("published.next")
    return 0


def _chosen(asked: list[AttestRequest], organization: OrganizationFolder) -> list[AttestRequest]:
    """Ask for each request whether it is true: yes, no, yes to all that follow, or stop."""
    catalogue = interface_words(ATTEST_CATALOG)
    chosen: list[AttestRequest] = []
    if len(asked) > 1:
        print_sentence("list", count=str(len(asked)))
        for one in asked:
            click.echo(f"  {sentence(one.name, one.facts, one.organization)}")
    for number, one in enumerate(asked):
        click.echo(sentence(one.name, one.facts, one.organization))
        if one.organization and one.organization.casefold() != organization.name.casefold():
            print_sentence("other-organization", name=one.organization, own=organization.name)
        answer = click.prompt(
            catalogue.say("ask.attest"), type=click.Choice(["y", "n", "a", "q"], case_sensitive=False), default="n"
        )
        if answer == "a":
            return [*chosen, *asked[number:]]
        if answer == "q":
            break
        if answer == "y":
            chosen.append(one)
    return chosen


def _organization(folder: str) -> OrganizationFolder:
    from kiprah.authoring.attest.organization import open_organization

    return accepted(open_organization(expanded(Path(folder))))


def _unlocked(organization: OrganizationFolder) -> SigningKey:
    from kiprah.authoring.refusal import Refusal
    from kiprah.credentials.keys import NoKeyFile, WrongPassphrase, read_key

    path = organization.key_path
    passphrase = _secret(interface_words(ATTEST_CATALOG).say("ask.passphrase"))
    try:
        private = read_key(path, passphrase)
    except WrongPassphrase:
        raise Refused(Refusal("wrong-passphrase", {}, ATTEST_CATALOG)) from None
    except NoKeyFile:
        raise Refused(Refusal("no-key", {"path": str(path)}, ATTEST_CATALOG, "content")) from None
    if private.multibase != organization.key:
        raise Refused(Refusal("no-key", {"path": str(path)}, ATTEST_CATALOG, "content"))
    return private


def _secret(question: str, again: str = "") -> str:
    """Ask without showing what is typed; what comes through a pipe is shown by nobody anyway."""
    answer = click.prompt(question, hide_input=sys.stdin.isatty(), confirmation_prompt=again or False)
    return str(answer)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
