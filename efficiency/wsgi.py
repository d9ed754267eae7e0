"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from efficiency import celery
from efficiency.common.requests import TextRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efficiency.settings")
queue = celery.app  # the web server's too: without it Celery would look for a queue of its own
application = get_wsgi_application()
application.request_class = TextRequest
