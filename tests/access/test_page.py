"""The published matrix is the one in force: a wider declaration is a visible change of the page."""

from pathlib import Path

from django.conf import settings
from django.urls import resolve

from efficiency.portal.doors import doors
from efficiency.portal.management.commands.access_matrix import page
from tests.access.page import page as page_of_objects


def test_every_address_declares_who_may() -> None:
    assert [door.route for door in doors() if door.who is None] == []


def test_made_up_paths_reach_the_doors_they_are_made_for() -> None:
    for door in doors():
        assert resolve(door.path()).route == door.route


def test_page_of_the_docs_is_up_to_date() -> None:
    """Run `manage.py access_matrix > docs/access.md` after a door was added."""
    assert (Path(settings.BASE_DIR) / "docs" / "access.md").read_text() == page()


def test_page_of_the_objects_is_up_to_date() -> None:
    """Run `python -m tests.access > docs/access-objects.md` after a cell was declared."""
    assert (Path(settings.BASE_DIR) / "docs" / "access-objects.md").read_text() == page_of_objects()
