"""The commands of bin/ work from any folder and say what to do."""

import os
import re
import shutil
import subprocess

import pytest

ADDRESS = re.compile(r"://|\"resolved\"|--(extra-)?index-url|--find-links", re.IGNORECASE)


@pytest.fixture
def in_a_folder_elsewhere(repository, tmp_path):
    """Run a command of bin/ where nothing of the project is."""

    def command(*words):
        return subprocess.run(
            [repository / "bin" / words[0], *words[1:]], cwd=tmp_path, capture_output=True, text=True
        )

    return command


@pytest.mark.parametrize("words", [("commonweal", "--help"), ("demo", "--help")])
def test_a_command_says_what_it_takes_from_any_folder(in_a_folder_elsewhere, words):
    said = in_a_folder_elsewhere(*words)
    assert (said.returncode, said.stderr) == (0, "")
    assert "--help" in said.stdout


def test_set_up_says_nothing_when_there_is_nothing_to_do(in_a_folder_elsewhere):
    said = in_a_folder_elsewhere("setup")
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_a_machine_without_python_is_told_what_to_install(repository, tmp_path):
    for name in ("bin", "requirements", "src/commonweal/web/assets"):
        shutil.copytree(repository / name, tmp_path / name)
    shutil.copy(repository / "package-lock.json", tmp_path)
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("sh", "dirname", "cat", "find", "cksum", "sort", "mkdir", "rm"):
        (tools / tool).symlink_to(shutil.which(tool))
    said = subprocess.run([tmp_path / "bin/setup"], env={"PATH": str(tools)}, capture_output=True, text=True)
    assert said.returncode != 0
    assert "no Python 3.11 or newer" in said.stderr


@pytest.mark.parametrize(
    "lock", ["requirements/run.txt", "requirements/test.txt", "requirements/node.txt", "package-lock.json"]
)
def test_a_lock_has_hashes_and_no_addresses(repository, lock):
    text = (repository / lock).read_text()
    assert re.search(r"sha(256|512)", text)
    assert not ADDRESS.search(text)


@pytest.mark.parametrize("name", ["demo", "test", "check", "fix", "bench", "commonweal", "setup", "lock"])
def test_every_command_may_be_run_and_says_what_it_is_for(repository, name):
    script = repository / "bin" / name
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[1].startswith("# ")


def test_the_stylesheet_fetches_nothing_from_elsewhere(repository):
    css = (repository / "var/assets/commonweal.css").read_text()
    assert not re.search(r"url\([\"']?(https?:)?//|@import|@font-face", css)
    assert re.search(r"body\{[^}]*font-family:arial,\s?sans-serif", css)
