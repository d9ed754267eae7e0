"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from complaints.views import desk, detail, files, public, tracking

urlpatterns: list[URLPattern | URLResolver] = [
    path("complaints/", desk.desk, name="complaints"),
    path("complaints/export/", desk.export, name="complaints_export"),
    path("complaints/new/", public.new, name="complaint_new"),
    path("complaints/call/", public.call, name="complaint_call"),
    path("complaints/receipt/<str:token>/", public.receipt, name="complaint_receipt"),
    path("complaints/<slug:reference>/", detail.detail, name="complaint"),
    path("complaints/<slug:reference>/dispatch/", detail.dispatch, name="complaint_dispatch"),
    path("complaints/<slug:reference>/identity/", detail.identity, name="complaint_identity"),
    path("complaints/<slug:reference>/files/<int:pk>/", files.attachment, name="complaint_file"),
    path("complaints/<slug:reference>/<slug:name>/", detail.act_on, name="complaint_act"),
    path("track/", tracking.track, name="track"),
    path("track/<slug:reference>/", tracking.progress, name="progress"),
]
