"""`manage.py messages`: the translation files brought up to date, or checked."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

# The languages that are written; English is the source.
WRITTEN = ["zh_Hans", "zh_Hant"]
_ROOMS = ["efficiency", "approvals", "complaints", "evaluation", "accountability", "templates"]
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
_SHOWN = 40  # faults listed; the rest is only counted


class Command(BaseCommand):
    """Collect the texts of code and templates into the .po files (needs gettext), or check them."""

    help = "Update the translation files from the source; with --check, fail where anything is untranslated."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept --check."""
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail where a text lacks a translation"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Update in place, or look at a copy and list what is missing."""
        if not options["check"]:
            _collect(Path(settings.BASE_DIR))
            return
        if shutil.which("xgettext"):
            with tempfile.TemporaryDirectory(prefix="portal-texts-") as folder:
                for room in _ROOMS:
                    if (settings.BASE_DIR / room).exists():
                        shutil.copytree(settings.BASE_DIR / room, Path(folder) / room)
                shutil.copy(settings.BASE_DIR / "manage.py", folder)
                _collect(Path(folder))
                found = list(_faults(Path(folder) / "efficiency" / "locale"))
        elif os.environ.get("CI") == "true":
            raise CommandError("xgettext is missing: apt-get install gettext")
        else:
            self.stdout.write("xgettext is missing, so new texts are not looked for: apt-get install gettext")
            found = list(_faults(settings.LOCALE_PATHS[0]))
        for fault in found[:_SHOWN]:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} faults in the translations; make messages, then translate.")


def _collect(folder: Path) -> None:
    """Run Django's makemessages on the tree in `folder`."""
    for language in WRITTEN:
        (folder / "efficiency" / "locale" / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    languages = [part for language in WRITTEN for part in ("--locale", language)]
    done = subprocess.run(
        [sys.executable, "manage.py", "makemessages", *languages, "--no-obsolete", "--add-location", "file"]
        + ["--ignore", "var", "--ignore", ".venv", "--ignore", "tests", "--verbosity", "0"],
        cwd=folder,
        env=os.environ | {"DATA_DIR": str(settings.DATA_DIR), "DJANGO_SETTINGS_MODULE": "efficiency.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"makemessages failed: {done.stderr or done.stdout}")


def _faults(locale: Path) -> Iterator[str]:
    """Name each text without a whole translation."""
    for language in WRITTEN:
        path = locale / language / "LC_MESSAGES" / "django.po"
        if not path.exists():
            yield f"{language}: no translations"
            continue
        for entry in polib.pofile(str(path)):
            fault = "" if entry.obsolete else _fault(entry)
            if fault:
                yield f"{language}: {fault}: {entry.msgid!r}"


def _fault(entry: polib.POEntry) -> str:
    """Return what is wrong with one entry, "" where nothing is."""
    if "fuzzy" in entry.flags:
        return "guessed (fuzzy)"
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not translations or not all(translations):
        return "not translated"
    # Chinese has one form for all numbers; it says what the plural says.
    expected = sorted(set(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)))
    for translation in translations:
        if sorted(set(_PLACEHOLDER.findall(translation))) != expected:
            return f"placeholders differ ({translation!r})"
    return ""
