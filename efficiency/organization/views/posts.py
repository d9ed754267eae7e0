"""Posts with their duties, for those who keep them (S13)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from efficiency.common.access import allow
from efficiency.organization import actions
from efficiency.organization.forms import PostFilter, PostForm
from efficiency.organization.models import Post, Unit
from efficiency.organization.rules import POST_EDITORS, SYSTEM_ADMINISTRATORS, can_edit_posts_of
from efficiency.organization.views.answers import actor, answer, part, posted

ORDER = ["unit__path", "name", "pk"]


@allow(POST_EDITORS)
@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """The posts one may change: a head his own unit's, the system administrator all."""
    form = PostFilter(request.GET)
    rows = form.narrowed(Post.objects.editable_by(request.user)).select_related("unit", "holder", "deputy")
    user = actor(request)
    own_unit = None if SYSTEM_ADMINISTRATORS.includes(user) else user.unit_id
    return answer(request, "organization/posts.html", form, found=part(request, rows, ORDER), own_unit=own_unit)


@allow(POST_EDITORS)
def new_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a post to a unit."""
    unit = get_object_or_404(Unit.objects.in_use(), pk=pk)
    if not can_edit_posts_of(actor(request), unit):
        raise Http404
    form = PostForm(posted(request), unit=unit)
    del form.fields["active"]
    if form.is_valid():
        try:
            actions.add_post(unit=unit, **form.cleaned_data, actor=actor(request))
        except actions.UnableToChangePost as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The post was added."))
            return redirect("posts")
    return answer(request, "organization/post.html", form, unit=unit, post=None)


@allow(POST_EDITORS)
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a post."""
    row = get_object_or_404(Post.objects.editable_by(request.user).select_related("unit", "holder", "deputy"), pk=pk)
    initial = {name: getattr(row, name) for name in PostForm.base_fields}
    form = PostForm(posted(request), unit=row.unit, post=row, initial=initial)
    if form.is_valid():
        try:
            actions.change_post(post=row, changes=form.cleaned_data, actor=actor(request))
        except actions.UnableToChangePost as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The post was changed."))
            return redirect("posts")
    return answer(request, "organization/post.html", form, unit=row.unit, post=row)
