"""Django's own checks of a deployment, under the settings of production."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

from django.conf import settings

CANNED = {"DEBUG", "LOOPBACK", "DEMO_CITY", "SECOND_FACTOR_ROLES", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"}


def test_the_settings_of_production_pass_every_check_of_a_deployment(tmp_path: Path) -> None:
    """ASVS 13, THREATS 2.7: no warning, and none silenced."""
    given = {name: value for name, value in os.environ.items() if name not in CANNED}
    given |= {
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_URL": "https://portal.example.cn",
        "ALLOWED_HOSTS": "portal.example.cn",
        "BEHIND_PROXY": "1",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "0 silenced" in done.stdout + done.stderr


def test_the_second_factor_is_asked_of_five_roles_unless_a_city_says_otherwise(tmp_path: Path) -> None:
    """GB/T 22239, 8.1.4.1."""
    given = {name: value for name, value in os.environ.items() if name not in CANNED}
    code = "from efficiency import settings; print(sorted(settings.SECOND_FACTOR_ROLES), settings.DEMO_CITY)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**given, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "['auditor', 'investigator', 'office', 'secadmin', 'sysadmin'] False"
