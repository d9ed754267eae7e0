"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.audit.views import chain, entries

urlpatterns: list[URLPattern | URLResolver] = [
    path("audit/", entries.entries, name="audit"),
    path("audit/export/", entries.export, name="audit-export"),
    path("audit/chain/", chain.chain, name="audit-chain"),
    path("audit/chain/verify/", chain.verify, name="audit-chain-verify"),
    path("audit/chain/log/", chain.download, name="audit-chain-log"),
    path("audit/chain/hashes/", chain.hashes, name="audit-chain-hashes"),
    path("audit/chain/checkpoints/<int:size>/", chain.checkpoint, name="audit-checkpoint"),
    path("audit/chain/programs/<str:name>/", chain.program, name="audit-program"),
]
