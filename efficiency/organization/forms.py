"""Forms about people, units and posts."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxLengthValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from efficiency.organization.models import Post, Unit, UnitKind, User
from efficiency.organization.querysets import PostQuerySet, UserQuerySet
from efficiency.organization.roles import Role


class SignInForm(AuthenticationForm):
    """User name and password. One message for a wrong name, a wrong password, a disabled account."""

    error_messages = {  # noqa: RUF012  (the base class declares it so)
        "invalid_login": _("This user name and password do not belong together. Please try again."),
        "inactive": _("This user name and password do not belong together. Please try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        # The base class only tells the browser; PostgreSQL refuses to note a longer name.
        self.fields["username"].validators.append(MaxLengthValidator(60, self.error_messages["invalid_login"]))
        self.fields["username"].widget.attrs.update({"autocapitalize": "none", "autocomplete": "username"})
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})


class PeopleFilter(forms.Form):
    """Which accounts to show."""

    q = forms.CharField(label=_("Name or user name"), max_length=60, required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("any")), *Role.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("any")), ("on", _("enabled")), ("off", _("disabled"))]
    )

    def narrowed(self, people: UserQuerySet) -> UserQuerySet:
        """The accounts that fit; none while the filters are wrong."""
        if not self.is_valid():
            return people.none()
        wanted = self.cleaned_data
        if wanted["q"]:
            people = people.named_like(wanted["q"])
        if wanted["role"]:
            people = people.filter(pk__in=User.objects.holding(wanted["role"]).values("pk"))
        if wanted["state"]:
            people = people.filter(is_active=wanted["state"] == "on")
        return people


class PersonForm(forms.Form):
    """What is known of somebody with an account."""

    display_name = forms.CharField(label=_("Name"), max_length=60)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False)
    title = forms.CharField(label=_("Post title"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(
        label=_("Language of e-mails"), required=False, choices=[("", _("as the portal")), *settings.LANGUAGES]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["unit"], Unit.objects.in_use())


class NewPersonForm(PersonForm):
    """A new account, with the password its owner must change when he first signs in."""

    field_order = ["username", "password"]
    username = forms.RegexField(
        r"^[A-Za-z0-9._-]+\Z",
        label=_("User name"),
        max_length=60,
        error_messages={"invalid": _("Use letters, digits, dots, hyphens and underscores only.")},
    )
    password = forms.CharField(
        label=_("Initial password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_password(self) -> str:
        """Refuse a weak password."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(username=self.cleaned_data.get("username", "")))
        return password


class RoleForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class UnitFilter(forms.Form):
    """Which units to show."""

    q = forms.CharField(label=_("Name or code"), max_length=60, required=False)


class UnitForm(forms.Form):
    """A unit and its place in the tree."""

    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Letters, digits and hyphens."))
    name = forms.CharField(label=_("Name"), max_length=100)
    short_name = forms.CharField(label=_("Short name"), max_length=30)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    parent = forms.ModelChoiceField(Unit.objects.none(), label=_("Stands below"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Unit.objects.in_use()
        _offer(self.fields["parent"], parents if unit is None else parents.exclude(path__startswith=unit.path))


class PostFilter(forms.Form):
    """Which posts to show."""

    q = forms.CharField(label=_("Unit, post or name"), max_length=60, required=False)

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
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, unit: Unit, post: Post | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever holds the post now stays on offer, also after he was moved or disabled.
        kept = [pk for pk in (post.holder_id, post.deputy_id) if pk] if post else []
        people = User.objects.get_queryset().filter(Q(unit=unit, is_active=True) | Q(pk__in=kept))
        _offer(self.fields["holder"], people)
        _offer(self.fields["deputy"], people)


def _offer(field: forms.Field, rows: QuerySet[Any]) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
