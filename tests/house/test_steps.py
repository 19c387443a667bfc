"""A second start makes only what changed."""

import os
import socket

import pytest

from commonweal.site import port
from commonweal.site.steps import Steps, listing


@pytest.fixture
def made(tmp_path):
    """Make a step from something; gives the names of the steps that were really made, in order."""
    done = []

    def make(step, made_from):
        Steps(tmp_path / "made.json").once(step, made_from, lambda: done.append(step))
        return done

    return make


def test_a_step_is_made_once_from_the_same_and_again_from_something_else(made):
    made("people", "15,000 invented")
    made("people", "15,000 invented")
    made("computed", "15,000 invented")
    assert made("people", "150,000 invented") == ["people", "computed", "people"]


def test_a_step_that_failed_is_made_again(tmp_path, made):
    with pytest.raises(ZeroDivisionError):
        Steps(tmp_path / "made.json").once("people", "15,000 invented", lambda: 1 / 0)
    assert made("people", "15,000 invented") == ["people"]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "b.json").write_text("{}"),
        lambda folder: (folder / "deeper/a.json").write_text("[]"),
        lambda folder: (folder / "deeper/a.json").unlink(),
        lambda folder: os.utime(folder / "deeper/a.json", (0, 0)),
    ],
    ids=["comes", "is written", "goes", "is written without growing"],
)
def test_a_listing_changes_when_a_file(tmp_path, change):
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper/a.json").write_text("{}")
    before = listing(tmp_path)
    assert listing(tmp_path) == before
    change(tmp_path)
    assert listing(tmp_path) != before


def test_a_port_is_free_until_somebody_listens_on_it(monkeypatch):
    monkeypatch.setattr(port, "FREEING", 0.1)
    with socket.create_server((port.HOST, 0)) as server:
        held = server.getsockname()[1]
        assert not port.is_free(held)
    assert port.is_free(held)
