"""What Commonweal is built from is listed, and a licence that forbids running with it is noticed."""

import json
import re
import runpy
from pathlib import Path

import pytest

LISTED = ("--installed", "packages", "--lock", "lock.txt", "--node-lock", "node.json")
NO_NODE = '{"packages": {}}'
NODE = '{"packages": {"node_modules/vue": {"version": "1.0", "integrity": "sha512-AAAA", "license": "%s"}}}'


@pytest.fixture(scope="module")
def program(repository: Path):
    """What bin/sbom runs."""
    return runpy.run_path(str(repository / ".ci" / "components.py"))["main"]


@pytest.fixture
def sbom(program, tmp_path: Path, monkeypatch, capsys):
    """List what is named; gives the status, the faults and the list."""
    monkeypatch.chdir(tmp_path)

    def run(*options: str):
        status = program(["sbom.json", *options])
        return status, capsys.readouterr().err, json.loads((tmp_path / "sbom.json").read_text())

    return run


@pytest.fixture
def install(tmp_path: Path):
    """A package of this licence, locked and installed, and nothing else."""

    def place(*told: str) -> None:
        folder = tmp_path / "packages" / "thing-1.2.dist-info"
        folder.mkdir(parents=True)
        lines = ["Metadata-Version: 2.4", "Name: thing", "Version: 1.2", *told]
        (folder / "METADATA").write_text("\n".join(lines) + "\n")
        (tmp_path / "lock.txt").write_text(f"thing==1.2 \\\n    --hash=sha256:{'a1' * 32}\n    # via us\n")
        (tmp_path / "node.json").write_text(NO_NODE)

    return place


@pytest.mark.parametrize(
    "told",
    [
        "License-Expression: GPL-3.0-or-later",
        "License-Expression: AGPL-3.0-only",
        "License-Expression: MIT AND GPL-2.0-only",
        "Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
        "Classifier: License :: OSI Approved :: GNU Affero General Public License v3",
        "License: GPL v2",
    ],
)
def test_what_may_be_had_under_the_gpl_or_agpl_only_fails(install, sbom, told):
    install(told)
    status, said, _ = sbom(*LISTED)
    assert status == 1
    assert "thing 1.2 is under" in said


@pytest.mark.parametrize(
    "told",
    [
        "License-Expression: MIT OR GPL-2.0-or-later",
        "License-Expression: LGPL-3.0-only",
        "License-Expression: MPL-2.0 AND (Apache-2.0 OR MIT)",
        "Classifier: License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)",
        "License: BSD",
    ],
)
def test_what_may_be_had_otherwise_or_is_only_linked_to_passes(install, sbom, told):
    install(told)
    assert sbom(*LISTED)[:2] == (0, "")


def test_what_names_no_licence_or_is_not_installed_fails(install, sbom, tmp_path):
    install()
    assert "thing 1.2 names no licence" in sbom(*LISTED)[1]
    (tmp_path / "packages" / "thing-1.2.dist-info" / "METADATA").unlink()
    (tmp_path / "packages" / "thing-1.2.dist-info").rmdir()
    assert sbom(*LISTED)[0] == 1


def test_what_runs_in_the_browser_is_held_to_the_same(install, sbom, tmp_path):
    install("License-Expression: MIT")
    (tmp_path / "node.json").write_text(NODE % "AGPL-3.0")
    assert "vue 1.0 is under AGPL-3.0" in sbom(*LISTED)[1]


def test_a_component_is_told_with_version_licence_and_hashes(install, sbom):
    install("License-Expression: MIT")
    _, _, listed = sbom(*LISTED)
    assert (listed["bomFormat"], listed["specVersion"], listed["version"]) == ("CycloneDX", "1.6", 1)
    assert listed["components"] == [
        {
            "type": "library",
            "bom-ref": "pkg:pypi/thing@1.2",
            "name": "thing",
            "version": "1.2",
            "purl": "pkg:pypi/thing@1.2",
            "licenses": [{"license": {"name": "MIT"}}],
            "hashes": [{"alg": "SHA-256", "content": "a1" * 32}],
        }
    ]


def test_all_that_runs_here_is_listed_and_allowed(repository, sbom):
    """As many as the locks pin; what another kind of machine needs is left out."""
    status, said, listed = sbom()
    assert (status, said) == (0, "")
    pins = re.findall(
        r"^([a-z][\w.-]*)==\S+( ;.*)? \\$", (repository / "requirements/run.txt").read_text(), re.M
    )
    everywhere = {name for name, marker in pins if not marker}
    names = {one["name"] for one in listed["components"]}
    assert everywhere <= names
    assert {"django", "nhsuk-frontend"} <= names
    assert all(one["hashes"] for one in listed["components"])
