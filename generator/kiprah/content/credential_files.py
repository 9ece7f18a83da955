"""Reads credentials beside entries, and the copies of organizations' documents in the site's folder ``attesters/``."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.content.folder import SiteFolder
from kiprah.credentials.did import did_address, key_in
from kiprah.credentials.optional_libraries import is_installed
from kiprah.model.credential import Attester, DidCopy, NamedAttester, SignedCredential, StatusCopy, TrustFiles
from kiprah.model.member import EntryFile
from kiprah.model.settings import Settings
from kiprah.problem import Place, Problem, unreadable_file

ATTESTERS = "attesters"
_ENDING = ".json"


def read_credentials(
    site: SiteFolder, files: Iterable[EntryFile]
) -> tuple[tuple[tuple[str, SignedCredential], ...], tuple[Problem, ...]]:
    """Read the credentials among the files beside entries; one that cannot be checked is none."""
    found: list[tuple[str, SignedCredential]] = []
    problems: list[Problem] = []
    for file in files:
        if not file.path.casefold().endswith(_ENDING):
            continue
        name = file.path.rpartition("/")[2]
        if not is_installed("attest"):
            problems.append(Problem("credential-unchecked", file.place, {"file": name}))
            continue
        # Most entries have none beside them.
        from kiprah.credentials.reading import CredentialFault, read_credential

        try:
            credential = read_credential(site.read(file.path))
        except OSError as error:
            problems.append(unreadable_file(file.place, error))
            continue
        if not isinstance(credential, CredentialFault):
            found.append((file.path, credential))
        elif credential.kind == "shape":
            problems.append(Problem("credential-shape", file.place, {"file": name, "where": credential.where or "-"}))
        else:
            problems.append(Problem("credential-signature", file.place, {"file": name}))
    return tuple(found), tuple(problems)


def read_attesters(site: SiteFolder, settings: Settings) -> tuple[tuple[Attester, ...], tuple[Problem, ...]]:
    """Put together what the site knows of each organization that its settings name."""
    if not settings.attesters:
        return (), ()
    files, problems = read_trust_files(site)
    attesters = []
    for named in settings.attesters:
        attester = _attester(named, files)
        if did_address(named.did) and attester.document is None and is_installed("attest"):
            values = {"did": named.did, "address": did_address(named.did)}
            problems += (Problem("attester-copy", named.place, values),)
        attesters.append(attester)
    return tuple(attesters), problems


def read_trust_files(site: SiteFolder) -> tuple[TrustFiles, tuple[Problem, ...]]:
    """Read the copies of DID documents and of lists of withdrawals; what they are is told by what they hold."""
    documents: list[DidCopy] = []
    lists: list[StatusCopy] = []
    problems: list[Problem] = []
    paths = [p for p in site.paths_below(ATTESTERS) if p.casefold().endswith(_ENDING)]
    for path in sorted(paths) if is_installed("attest") else ():
        # Most sites name no organization.
        from kiprah.credentials.trust_copy import read_trust_copy

        try:
            copy = read_trust_copy(site.read(path), path)
        except OSError as error:
            problems.append(unreadable_file(Place(path), error))
            continue
        if isinstance(copy, DidCopy):
            documents.append(copy)
        elif isinstance(copy, StatusCopy):
            lists.append(copy)
        else:
            problems.append(Problem("attester-file", Place(path), {"file": path.rpartition("/")[2]}))
    return TrustFiles(tuple(documents), tuple(lists)), tuple(problems)


def _attester(named: NamedAttester, files: TrustFiles) -> Attester:
    own = key_in(named.did)
    if own:
        return Attester(named, (own,))
    document = next((copy for copy in files.documents if copy.did == named.did), None)
    keys = document.keys if document is not None else ()
    # A list counts where a key of the organization signed it; of two copies the newer one.
    lists: dict[str, StatusCopy] = {}
    for copy in sorted(files.lists, key=lambda copy: (copy.issued, copy.path)):
        if copy.issuer == named.did and copy.key in keys:
            lists[copy.address] = copy
    return Attester(named, keys, document, tuple(lists[address] for address in sorted(lists)))
