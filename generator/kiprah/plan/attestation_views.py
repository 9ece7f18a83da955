"""Views of attestations, in a page's language: one quiet sentence, and what a visitor's check needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiprah.catalog import Words, words
from kiprah.credentials.did import did_address
from kiprah.model.entry import Activity
from kiprah.plan.addresses.routes import status_copy_path
from kiprah.plan.attestation import Attestation, verification_addresses
from kiprah.plan.formatting import when_of
from kiprah.plan.views.entry import AttestationCheck, AttestationView

if TYPE_CHECKING:
    from kiprah.plan.localized import LocalizedMember

_RESULTS = ("same", "withdrawn", "foreign", "alone", "broken", "unable", "list-unread", "asking", "offline")


def attestation_view(localized: LocalizedMember, attestation: Attestation, *, published: bool) -> AttestationView:
    """Show one attestation; ``published`` says whether a visitor can have the credential itself."""
    catalogue = words(localized.language, "credentials")
    credential = attestation.credential
    day = when_of(credential.awarded, None, False, localized.language)
    shown = localized.total(credential.facts.minutes, False)
    key = f"state.{attestation.state}" if shown is not None else f"state.{attestation.state}.no-hours"
    hours = shown.text if shown is not None else ""
    return AttestationView(
        state=attestation.state,
        text=catalogue.say(key, name=attestation.by, day=day.text, hours=hours),
        by=attestation.by,
        issuer=credential.issuer,
        when=day,
        hours=shown,
        title=catalogue.say("how.title"),
        how=_how(localized, attestation, catalogue),
        check=_check(localized, attestation, catalogue) if published else None,
    )


def attested_sum(localized: LocalizedMember, activities: Iterable[Activity]) -> str:
    """Tell how many hours of some activities organizations stand by; empty where none does."""
    if not localized.attestations:
        return ""
    minutes, whole, names = 0, 0, dict[str, None]()
    for activity in activities:
        whole += activity.minutes or 0
        counted = [a for a in attestations_beside(localized, activity) if a.state == "attested"]
        if counted:
            # Two organizations may vouch for the same hours.
            minutes += max(a.credential.facts.minutes for a in counted)
            names |= dict.fromkeys(a.by for a in counted)
    if not names:
        return ""
    catalogue = words(localized.language, "credentials")
    hours = localized.total(minutes, False)
    name = ", ".join(names)
    if hours is not None and minutes == whole:
        return catalogue.say("sum.all", name=name)
    return (
        catalogue.say("sum", hours=hours.text, name=name)
        if hours is not None
        else catalogue.say("sum.no-hours", name=name)
    )


def confirmed_hours(localized: LocalizedMember, activity: Activity) -> str:
    """Tell an activity's hours, with who stands by them where somebody does and totals are shown."""
    counted = [a for a in attestations_beside(localized, activity) if a.state == "attested"]
    hours = localized.total(activity.minutes, activity.estimated) if counted else None
    if hours is None:
        item = localized.item(activity)
        return item.hours.text if item.hours else ""
    names = ", ".join(dict.fromkeys(a.by for a in counted))
    return words(localized.language, "credentials").say("hours", hours=hours.text, name=names)


def attested_by(localized: LocalizedMember, activity: Activity) -> str:
    """Name the organizations that stand by an activity as it is; empty where none does."""
    beside = attestations_beside(localized, activity)
    return ", ".join(dict.fromkeys(a.by for a in beside if a.state == "attested"))


def attestations_beside(localized: LocalizedMember, activity: Activity) -> tuple[Attestation, ...]:
    """List the attestations of an activity, in the order of its front matter."""
    if not localized.attestations or not activity.evidence:
        return ()
    paths = (f"{activity.folder}/{e.file}" for e in activity.evidence if e.kind == "credential")
    found = (localized.attestations.get((activity.common.path, path)) for path in paths)
    return tuple(attestation for attestation in found if attestation is not None)


def _how(localized: LocalizedMember, attestation: Attestation, catalogue: Words) -> tuple[str, ...]:
    """Say who looked at whether the key is the organization's own, how recent the copies are, and what is not said."""
    lines = [catalogue.say("how.facts")]
    attester, status = attestation.attester, attestation.status
    if attester is None:
        return (*lines, catalogue.say("how.unknown", did=attestation.credential.issuer))
    named = attester.named
    day = when_of(named.checked, None, False, localized.language).text if named.checked is not None else ""
    values = {"who": named.checked_by, "how": named.checked_how, "day": day}
    if localized.settings.kind == "portfolio":
        lines.append(catalogue.say("how.own", name=named.name))
    if named.checked_by and named.checked_how:
        lines.append(catalogue.say("how.checked" if day else "how.checked.no-day", **values))
    if status is not None:
        issued = when_of(status.issued, None, False, localized.language).text
        lines.append(catalogue.say("how.list", day=issued))
    else:
        lines.append(catalogue.say("how.no-list"))
    return tuple(lines)


def _check(localized: LocalizedMember, attestation: Attestation, catalogue: Words) -> AttestationCheck:
    credential, attester, status = attestation.credential, attestation.attester, attestation.status
    name = attestation.by
    asked = verification_addresses((attester,)) if attester is not None else ()
    address = did_address(credential.issuer) if attester is not None else ""
    return AttestationCheck(
        document=credential.document,
        keys=" ".join(attester.keys) if attester is not None else "",
        status=localized.routes.site_file(status_copy_path(status.address)) if status is not None else None,
        index=str(credential.status_index),
        did_address=address,
        status_address=status.address if status is not None and status.address in asked else "",
        press=catalogue.say("check.press"),
        ask=catalogue.say("check.ask", name=name) if address else "",
        results=tuple((result, catalogue.say(f"check.{result}", name=name)) for result in _RESULTS),
    )
