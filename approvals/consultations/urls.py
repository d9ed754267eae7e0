"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from approvals.consultations.views import bulletins, consultations

urlpatterns: list[URLPattern | URLResolver] = [
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/on/<str:reference>/", consultations.convene, name="consultation-convene"),
    path("consultations/<slug:reference>/", consultations.consultation, name="consultation"),
    path("consultations/<slug:reference>/minutes/", consultations.minutes, name="consultation-minutes"),
    path("consultations/<slug:reference>/<slug:name>/", consultations.act, name="consultation-act"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/new/", bulletins.bulletin_new, name="bulletin-new"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/sheet/", bulletins.bulletin_sheet, name="bulletin-sheet"),
    path("bulletins/<int:pk>/decide/", bulletins.bulletin_decide, name="bulletin-decide"),
    path("bulletins/<int:pk>/acknowledge/", bulletins.bulletin_acknowledge, name="bulletin-acknowledge"),
]
