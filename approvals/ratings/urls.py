"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from approvals.ratings.views import desk, detail, figures, importing, public, tablet

urlpatterns: list[URLPattern | URLResolver] = [
    path("rate/", public.rate, name="rate"),
    path("rate/tablet/<str:token>/", tablet.tablet, name="rate_tablet"),
    path("rate/<str:reference>/", public.rate_case, name="rate_case"),
    path("ratings/", desk.ratings, name="ratings"),
    path("ratings/export/", desk.export, name="ratings_export"),
    path("ratings/figures/", figures.figures, name="ratings_figures"),
    path("ratings/results/", figures.results, name="ratings_results"),
    path("ratings/import/", importing.bring_in, name="ratings_import"),
    path("ratings/import/template/", importing.template, name="ratings_template"),
    path("ratings/tablet/", tablet.my_tablet, name="my_tablet"),
    path("ratings/<int:pk>/", detail.rating, name="rating"),
    path("ratings/<int:pk>/rater/", detail.reveal, name="rating_reveal"),
    path("ratings/<int:pk>/<str:name>/", detail.act, name="rating_act"),
    path("ratings/offer/<str:reference>/", tablet.offer, name="rating_offer"),
]
