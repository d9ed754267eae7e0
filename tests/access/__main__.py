"""`python -m tests.access > docs/access-objects.md`: whom each object opens to, as the tests try it."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.access.page import page  # noqa: E402  (the portal must be set up before its doors are read)

if __name__ == "__main__":
    print(page(), end="")
