"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from approvals.commitments.views import desk, public, publication

urlpatterns: list[URLPattern | URLResolver] = [
    path("commitments/", public.commitments, name="commitments"),
    path("commitments/units/<int:pk>/", public.unit_commitments, name="commitment_unit"),
    path("commitments/broken/", desk.desk, name="commitments_broken"),
    path("commitments/new/", desk.new, name="commitment_new"),
    path("commitments/publication/", publication.publication, name="publication"),
    path("commitments/publication/<int:pk>/", publication.check, name="publication_check"),
    path("commitments/verdicts/<int:pk>/", desk.verdict, name="verdict"),
    path("commitments/verdicts/<int:pk>/answer/", desk.verdict_answer, name="verdict_answer"),
    path("commitments/verdicts/<int:pk>/settle/", desk.verdict_settle, name="verdict_settle"),
    path("commitments/<int:pk>/change/", desk.change, name="commitment_change"),
    path("commitments/<int:pk>/assess/", desk.assess, name="commitment_assess"),
]
