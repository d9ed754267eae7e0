"""Settings of the tests: the product's own, with its files in a throw-away folder."""

import os
import tempfile
from pathlib import Path

# Set before the product's settings are read: keys and files of a test run go with the run.
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="portal-tests-"))
os.environ.setdefault("LOOPBACK", "1")
os.environ.setdefault("DEMO_CITY", "1")

from efficiency.settings import *  # noqa: E402,F403
from efficiency.settings import DATA_DIR, DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads and sweeps running at once need a real database.
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(DATA_DIR) / f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite3")
    }
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
