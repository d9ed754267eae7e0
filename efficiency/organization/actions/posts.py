"""Changes to posts. Each writes its entry in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.actions.fields import set_fields, shown
from efficiency.organization.models import Post, Unit, User


class UnableToChangePost(Exception):
    """The post stays as it was; the message says why."""


def add_post(
    *,
    unit: Unit,
    name: str,
    duties: str,
    actor: User | None,
    now: datetime | None = None,
    holder: User | None = None,
    deputy: User | None = None,
    important: bool = False,
    demo: bool = False,
) -> Post:
    """Add a post with its written duties."""
    with act(now) as now:
        post = Post(unit=unit, name=name, duties=duties, holder=holder, deputy=deputy, important=important, demo=demo)
        _save_post(post)
        data = {"unit": unit.pk, "name": name, "holder": post.holder_id, "deputy": post.deputy_id}
        record(Verb.POST_ADDED, at=now, actor=actor, kind="post", subject=post.pk, data=data, demo=demo)
    return post


def change_post(*, post: Post, changes: Mapping[str, Any], actor: User | None, now: datetime | None = None) -> Post:
    """Set these fields of a post."""
    with act(now) as now:
        post = Post.objects.select_for_update().get(pk=post.pk)
        before = set_fields(post, changes)
        if not before:
            return post
        _save_post(post)
        data = {"before": before, "after": shown(post, before)}
        record(Verb.POST_CHANGED, at=now, actor=actor, kind="post", subject=post.pk, data=data, demo=post.demo)
    return post


def _save_post(post: Post) -> None:
    if post.holder_id is not None and post.holder_id == post.deputy_id:
        raise UnableToChangePost(_("The deputy must be somebody else than the holder."))
    if post.important and post.holder_id is not None and post.deputy_id is None:
        raise UnableToChangePost(_("An important post is never without a deputy. Name one."))
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as error:
        raise UnableToChangePost(_("The unit has a post of this name already.")) from error
