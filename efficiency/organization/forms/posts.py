"""Forms about posts."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from efficiency.organization.forms.choices import offer
from efficiency.organization.models import Post, Unit, User
from efficiency.organization.querysets import PostQuerySet


class PostFilter(forms.Form):
    """Which posts to show."""

    q = forms.CharField(label=_("Unit, post, duties or name"), max_length=60, required=False)

    def narrowed(self, posts: PostQuerySet) -> PostQuerySet:
        """The posts that fit."""
        if not self.is_valid():
            return posts.none()
        return posts.about(self.cleaned_data["q"]) if self.cleaned_data["q"] else posts


class PostForm(forms.Form):
    """A post, its written duties, and who does them."""

    name = forms.CharField(label=_("Post"), max_length=60)
    duties = forms.CharField(label=_("Duties"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    holder = forms.ModelChoiceField(User.objects.none(), label=_("Holder"), required=False)
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Deputy"),
        required=False,
        help_text=_("Stands in while the holder is away."),
    )
    important = forms.BooleanField(
        label=_("Important post"), required=False, help_text=_("Never without a deputy: somebody always stands in.")
    )
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, unit: Unit, post: Post | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever holds the post now stays on offer, also after he was moved or disabled.
        kept = [pk for pk in (post.holder_id, post.deputy_id) if pk] if post else []
        people = User.objects.get_queryset().filter(Q(unit=unit, is_active=True) | Q(pk__in=kept))
        offer(self.fields["holder"], people)
        offer(self.fields["deputy"], people)
