"""What the operator types when people come, change and leave."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner

from commonweal.care.accounts.models import Post, Registration, User
from commonweal.site.command_line import app

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R1")]
POST = ("--role", "nurse", "--area", "riverside")


@pytest.fixture(autouse=True)
def ada(settings: Settings) -> None:
    settings.BLUEPRINT = str(Path(__file__).parents[1] / "exampleshire")
    assert typed("open", "ada", *POST, "--no-password", "--email", "ada@trust.example") == (
        0,
        "ada may sign in as nurse for riverside",
    )


def typed(*words: str) -> tuple[int, str]:
    """The status, and what was said."""
    done = CliRunner().invoke(app, ("accounts", *words), env={"COMMONWEAL_PASSWORD": ""})
    return done.exit_code, (done.stdout or done.stderr).strip()


def test_an_account_may_have_no_password() -> None:
    """Its holder signs in through their organisation, which knows them by this address."""
    account = User.objects.get()
    assert not account.has_usable_password()
    assert account.email == "ada@trust.example"


def test_a_post_says_its_employer_and_team() -> None:
    words = ("--no-password", "--organisation", "ZZ1", "--team", "riverside-team")
    assert typed("open", "ben", *POST, *words)[0] == 0
    post = Post.objects.get(user__username="ben")
    assert (post.organisation, post.team) == ("ZZ1", "riverside-team")


def test_a_post_is_ended_once() -> None:
    assert typed("end-post", "ada", *POST) == (0, "ada is no longer nurse for riverside")
    assert typed("end-post", "ada", *POST) == (1, "accounts: ada holds no post as nurse for riverside")


def test_leavers_of_a_staff_list_are_closed(tmp_path: Path) -> None:
    """As a spreadsheet writes it; those who leave tomorrow stay today."""
    typed("open", "ben", *POST, "--no-password")
    today = date.today()
    lines = ["name,leaves", f"ada,{today}", f"ben,{today + timedelta(days=2)}", "cleo,2026-01-01"]
    (tmp_path / "staff.csv").write_text("\ufeff" + "\r\n".join(lines))
    assert typed("leavers", str(tmp_path / "staff.csv")) == (0, "ada may not sign in any more")
    assert [user.username for user in User.objects.filter(is_active=True)] == ["ben"]


@pytest.mark.parametrize(
    "lines", ["who,when\nada,2026-01-01", "name,leaves\nada,tomorrow", "name,leaves\nada"]
)
def test_a_staff_list_that_cannot_be_read_closes_nobody(tmp_path: Path, lines: str) -> None:
    """Not even those above the line at fault."""
    (tmp_path / "staff.csv").write_text(lines)
    status, said = typed("leavers", str(tmp_path / "staff.csv"))
    assert (status, "give the columns name and leaves" in said) == (1, True)
    assert User.objects.get().is_active


def test_a_registration_is_recorded() -> None:
    words = ("--body", "NMC", "--number", "98i1234e", "--checked-on", "2026-03-31")
    assert typed("register", "ada", *words) == (0, "ada is registered: NMC 98I1234E")
    assert Registration.objects.get().checked_on == date(2026, 3, 31)
    status, said = typed("register", "ada", "--body", "GMC", "--number", "12", "--checked-on", "2026-03-31")
    assert (status, "GMC has no number such as '12'" in said) == (1, True)


@pytest.mark.parametrize(
    "words",
    [("unlock",), ("forget-second-step",), ("close",), ("end-post", *POST)],
    ids=lambda words: words[0],
)
def test_a_name_that_nobody_has_is_said_to_be_that(words: tuple[str, ...]) -> None:
    command, *further = words
    assert typed(command, "nobody", *further) == (1, "accounts: there is no account of that name")
    assert typed(command, "ada", *further)[0] == 0
