"""Units, users, roles and posts."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from efficiency.organization.querysets import PostQuerySet, UnitQuerySet, UserQuerySet
from efficiency.organization.roles import ADMIN_ROLES, Role


class UnitKind(models.TextChoices):
    """What a unit is."""

    CITY = "city", _("city")
    OFFICE = "office", _("efficiency office")
    HOTLINE = "hotline", _("12345 hotline centre")
    CENTRE = "centre", _("government service centre")
    DEPARTMENT = "department", _("department")
    LINE = "line", _("line unit")  # tax, land, banks: steered from above, evaluated here
    TOWN = "town", _("town")
    VILLAGE = "village", _("village")


class Unit(models.Model):
    """An organization of the city: a department, a town, a village room, a line unit.

    `path` is the chain of ids from the root ("/1/7/31/"); "own unit and below" is a prefix.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=30)
    kind = models.CharField(_("kind"), max_length=12, choices=UnitKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, editable=False, default="", db_index=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    active = models.BooleanField(_("in use"), default=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        """In the order of the tree."""

        verbose_name = _("unit")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """How many units stand above it."""
        return max(self.path.count("/") - 2, 0)

    @property
    def indent(self) -> int:
        """How far it is set in where the tree is drawn; beyond five steps no further."""
        return min(self.depth, 5)


class UserManager(BaseUserManager["User"]):
    """Makes accounts. Who may is decided in actions.py."""

    def get_queryset(self) -> UserQuerySet:
        """People with the questions of UserQuerySet."""
        return UserQuerySet(self.model, using=self._db)

    def able(self) -> UserQuerySet:
        """Accounts in use."""
        return self.get_queryset().able()

    def holding(self, *roles: str) -> UserQuerySet:
        """People who hold one of these roles today."""
        return self.get_queryset().holding(*roles)


class User(AbstractBaseUser):
    """Somebody with an account. A disabled account is dead on its next request."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    display_name = models.CharField(_("name"), max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="users")
    title = models.CharField(_("post title"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("enabled"), default=True)
    language = models.CharField(
        _("language of e-mails"), max_length=10, choices=settings.LANGUAGES, blank=True, default=""
    )
    # Set by an administrator and so known to two people: it lets nobody in before it is changed.
    password_is_initial = models.BooleanField(default=False, editable=False)
    demo = models.BooleanField(_("demo"), default=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        """By user name."""

        verbose_name = _("user")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name

    @cached_property
    def role_codes(self) -> frozenset[str]:
        """The codes of the roles held now (one query, once for each request)."""
        return frozenset(self.grants.filter(revoked_at=None).values_list("role", flat=True))

    def holds(self, *roles: str) -> bool:
        """Tell whether one of these roles is held now."""
        return bool(self.role_codes & set(roles))


class RoleGrant(models.Model):
    """A role given to a user, and when it ended. Never edited but for its end."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField(_("granted at"))
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """One grant of a role in force; one administrator's duty an account (T-83)."""

        verbose_name = _("role")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(revoked_at=None), name="one_grant_in_force"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at=None, role__in=[role.value for role in ADMIN_ROLES]),
                name="one_administrator_duty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Post(models.Model):
    """A post with its written duties, its holder (A) and the deputy (B) (S12, S13)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(_("post"), max_length=60)
    duties = models.TextField(_("duties"))
    holder = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="posts_held")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="posts_deputized")
    active = models.BooleanField(_("in use"), default=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        """One post of a name in a unit."""

        verbose_name = _("post")
        ordering = ["unit__path", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="one_post_of_a_name"),
            models.CheckConstraint(
                condition=models.Q(holder=None) | models.Q(deputy=None) | ~models.Q(holder=models.F("deputy")),
                name="deputy_is_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name
