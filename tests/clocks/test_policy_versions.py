"""Limits are versions: what a clock ran under stands for ever."""

import pytest
from django.db import IntegrityError, transaction

from efficiency.clocks.models import Policy

pytestmark = pytest.mark.django_db


def test_a_version_of_a_limit_is_never_changed_nor_removed() -> None:
    policy = Policy.objects.filter(kind="reply")[0]

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Policy.objects.filter(pk=policy.pk).update(limit=99)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Policy.objects.filter(pk=policy.pk).delete()
    policy.limit = 99
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        policy.save()
