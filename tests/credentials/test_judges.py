"""What other people's verifiers say of credentials made here: of the sound one, the changed and the withdrawn."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kiprah.credentials.reading import pretty_json
from support.credentials import KEY, did_json, signed_document, status_json

JUDGES = Path(__file__).parent / "judges"
CONTEXTS = Path(__file__).parents[2] / "generator" / "kiprah" / "credentials" / "contexts"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def judges(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The npm packages, as they are installed or as npm can get them; without either there is nobody to ask."""
    folder = Path(os.environ.get("KIPRAH_JUDGES", JUDGES))
    if (folder / "node_modules").is_dir() and shutil.which("node"):
        return folder
    reason = "the judges are npm packages: npm install --no-package-lock --prefix tests/credentials/judges"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def verdicts(judges: Path, folder: Path, documents: dict[str, dict[str, Any]], *withdrawn: int) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    (folder / "did.json").write_bytes(did_json())
    (folder / "status.json").write_bytes(status_json(*withdrawn))
    for name, document in documents.items():
        (folder / name).write_bytes(pretty_json(document))
    script = folder / "judge.mjs"
    script.write_bytes((JUDGES / "judge.mjs").read_bytes())
    (folder / "node_modules").symlink_to(judges / "node_modules")
    command = ["node", str(script), str(folder), str(CONTEXTS), *documents]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_world_s_verifiers_agree(judges: Path, tmp_path: Path) -> None:
    sound = signed_document()
    changed = json.loads(json.dumps(sound).replace('"value": "4"', '"value": "40"'))
    found = verdicts(judges, tmp_path / "live", {"sound.json": sound, "changed.json": changed})
    one = found["sound.json"]
    assert (one["rdfc"], one["jcs"], one["shape"]) == (True, True, True)
    assert one["dcc"]["valid_signature"] is True
    assert one["dcc"]["revocation_status"] is True
    other = found["changed.json"]
    assert (other["rdfc"], other["jcs"]) == (False, False)
    assert other["dcc"].get("valid_signature") is not True
    withdrawn = verdicts(judges, tmp_path / "withdrawn", {"sound.json": sound}, 5)
    assert withdrawn["sound.json"]["dcc"]["revocation_status"] is False


def test_openbadgeslib_agrees() -> None:
    ldp = pytest.importorskip("openbadgeslib.ob3.ldp", reason="pip install openbadgeslib")
    from msgspec.structs import replace

    from support.credentials import GERIMIS

    issuer = replace(GERIMIS, did=f"did:key:{KEY.multibase}", url="", status_list="")
    sound = signed_document(issuer=issuer)
    # It knows one proof: the one for the world.
    alone = {**sound, "proof": sound["proof"][0]}
    assert _agrees(ldp, alone)
    assert not _agrees(ldp, json.loads(json.dumps(alone).replace("Hari baik", "Hari buruk")))


def _agrees(ldp: Any, document: dict[str, Any]) -> bool:
    try:
        ldp.OB3LdpVerifier().verify(json.dumps(document))
    except ldp.OB3VerificationError:
        return False
    return True
