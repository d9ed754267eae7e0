"""Documents as PDF, laid out by the same template as the printed page.

WeasyPrint and what it needs of the system are loaded when the first document is asked for.
"""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf(html: str, *, stylesheet: str) -> bytes:
    """Lay the page out with one of our own stylesheets (a path under static/). Nothing is fetched from anywhere:
    pictures stand in the page as data:."""
    from weasyprint import CSS, HTML  # noqa: PLC0415  (heavy; needs Pango)
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    fetcher = URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
    found = finders.find(stylesheet)
    assert isinstance(found, str)  # one of our own files
    style = CSS(string=Path(found).read_text(encoding="utf-8"))
    made: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[style])
    return made


def pdf_response(html: str, *, stylesheet: str, name: str) -> HttpResponse:
    """The document to be shown by the browser's own reader, or saved under its name; kept by nobody."""
    response = HttpResponse(pdf(html, stylesheet=stylesheet), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=f"{name}.pdf") or ""
    response["Cache-Control"] = "no-store"
    return response
