"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.changes import setting_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("changes/", views.changes, name="changes"),
    path("changes/<int:pk>/", views.change, name="change"),
    path("changes/<int:pk>/withdraw/", views.withdraw_change, name="change-withdraw"),
    path("settings/", setting_views.settings, name="settings"),
    path("settings/export/", setting_views.export, name="settings-export"),
    path("settings/<str:key>/", setting_views.setting, name="setting"),
    path("settings/<str:key>/versions/", setting_views.versions, name="setting-versions"),
]
