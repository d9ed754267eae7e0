"""Settings of the tests: the product's own, with its files and engines thrown away at the end."""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

_until_exit = ExitStack()
atexit.register(_until_exit.close)

# Set before the product's settings are read: keys and files of a test run go with the run.
# Worker processes of one run inherit what the first process set, and leave the clearing to it.
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
    _until_exit.callback(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ.setdefault("LOOPBACK", "1")
os.environ.setdefault("DEMO_CITY", "1")
os.environ.setdefault("SECOND_FACTOR_ROLES", "")  # its own tests ask for it (tests/organization/test_second_factor.py)
if os.environ.get("PORTAL_TEST_ENGINE") == "postgres" and "DATABASE_URL" not in os.environ:
    from tests.engines import engines

    _engines = _until_exit.enter_context(engines())
    os.environ["DATABASE_URL"] = _engines.database_url
    os.environ["REDIS_URL"] = _engines.redis_url

from efficiency.settings import *  # noqa: E402,F403
from efficiency.settings import DATA_DIR, DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads and sweeps running at once need a real database.
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(DATA_DIR) / f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite3")
    }
    # No power cut is survived here, so no commit waits for the disk.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
(Path(DATA_DIR) / "static").mkdir(exist_ok=True)  # whitenoise warns where it is missing
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
# One process plays all callers of the API; the limits have tests of their own.
API_CALLS_A_MINUTE = API_CALLS_A_MINUTE_ADDRESS = 10**6
