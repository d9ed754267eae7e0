"""The documentation names what is there, and all of it."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
DESKS = [
    *("citizens", "window", "handler", "head", "operator", "office"),
    *("executive", "sysadmin", "secadmin", "auditor", "fee", "others", "presence", "settings"),
    *("applications", "appointments", "irregularities", "rounds", "data-requests"),
]

_READ = re.compile(r"""\b(?:env\.\w+|key)\((?:env, )?["']([A-Z_]+)["']""")
_COMMAND = re.compile(r"manage\.py ([a-z][a-z_]+)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"```.*?```", re.DOTALL)


def variables() -> set[str]:
    """Every name that the settings read from the environment."""
    return set(_READ.findall((ROOT / "efficiency" / "settings.py").read_text(encoding="utf-8")))


def test_every_variable_of_the_settings_is_documented() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))

    assert {"DATABASE_URL", "EMAIL_URL", "VAULT_KEY"} <= variables()
    assert documented == variables()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_named_in_a_page_exists(page: Path) -> None:
    named = set(_COMMAND.findall(page.read_text(encoding="utf-8")))

    assert named - set(get_commands()) == set()


def test_the_readme_names_our_own_commands() -> None:
    ours = {name for name, app in get_commands().items() if str(app).startswith("efficiency")}
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = set(re.findall(r"^\| `([a-z_]+)[ `]", text, re.MULTILINE))

    assert "sweep" in ours
    assert ours - table == {"run", "compile_texts"}  # what make calls by itself


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8")))
    near = [link.partition("#")[0] for link in links if "://" not in link and not link.startswith("#")]

    assert [link for link in near if not (page.parent / link).exists()] == []


def test_every_desk_has_its_page_and_the_index_leads_to_it() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")

    assert sorted(path.stem for path in (ROOT / "docs" / "how-to").glob("*.md")) == sorted(DESKS)
    assert [desk for desk in DESKS if f"(how-to/{desk}.md)" not in index] == []


def test_pages_of_desks_fit_one_screen() -> None:
    longest = {
        path.stem: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "docs/how-to").iterdir()
    }

    assert max(longest.values()) <= 60


def test_pictures_stay_small() -> None:
    assert [path.name for path in (ROOT / "docs" / "images").iterdir() if path.stat().st_size > 150_000] == []
