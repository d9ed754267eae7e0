"""People with an account, and their roles."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from efficiency.organization.models.units import Unit
from efficiency.organization.querysets import UserQuerySet
from efficiency.organization.roles import ADMIN_ROLES, GUARDED_ROLES, Role

_DUTIES = {role.value for role in ADMIN_ROLES}


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
    # Raised to end every session of the account at once: it is part of what a session is bound to.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    # A guarded account's password may be set by this administrator until then: two persons decided so.
    reset_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    reset_until = models.DateTimeField(null=True, blank=True, editable=False)
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
        """The codes of the roles held now (one query, once for each request).

        Whoever was named to stand in for a head of his own unit who is away has that role until
        the head is back (S12). Nothing else is lent, and nothing to administrators.
        """
        held = self.grants.filter(revoked_at=None).annotate(own=models.Value(value=True)).values_list("role", "own")
        lent = RoleGrant.objects.filter(
            role=Role.HEAD,
            revoked_at=None,
            user__unit__isnull=False,
            user__unit=self.unit_id,
            user__is_active=True,
            user__absences__deputy=self.pk,
            user__absences__from_at__lte=Now(),
            user__absences__until_at__gt=Now(),
        )
        found = set(held.union(lent.annotate(own=models.Value(value=False)).values_list("role", "own")))
        own = {code for code, is_own in found if is_own}
        return frozenset(own if own & _DUTIES else {code for code, _is_own in found})

    def holds(self, *roles: str) -> bool:
        """Tell whether one of these roles is held now."""
        return bool(self.role_codes & set(roles))

    @property
    def guarded(self) -> bool:
        """Would open much: what gives it to somebody takes two persons."""
        return self.holds(*GUARDED_ROLES)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # The framework's own binds a session to the password alone; both public methods end here.
        bound = f"{self.password} {self.session_epoch}"
        return salted_hmac("organization.User.session", bound, secret=secret, algorithm="sha256").hexdigest()


class RoleGrant(models.Model):
    """A role given to a user, and when it ended. Never edited but for its end."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField(_("granted at"))
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    grant_confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revocation_confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """One grant of a role in force; one administrator's duty an account (T-83); two persons, never the holder."""

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
            models.CheckConstraint(
                condition=models.Q(grant_confirmed_by=None) | ~models.Q(grant_confirmed_by=models.F("granted_by")),
                name="grant_by_two_persons",
            ),
            models.CheckConstraint(
                condition=models.Q(granted_by=None) | ~models.Q(granted_by=models.F("user")),
                name="nobody_grants_himself",
            ),
            models.CheckConstraint(
                condition=models.Q(grant_confirmed_by=None) | ~models.Q(grant_confirmed_by=models.F("user")),
                name="nobody_confirms_his_own_grant",
            ),
            models.CheckConstraint(
                condition=models.Q(revocation_confirmed_by=None)
                | ~models.Q(revocation_confirmed_by=models.F("revoked_by")),
                name="revocation_by_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class SecondFactor(models.Model):
    """What somebody proves himself with beside the password: a secret shared with an app on his phone.

    `sealed` is encrypted (codes.py). `last_step` is the newest 30 seconds whose code was taken:
    no code of it or before it is taken again. `failures` since the last right code lock for a while.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="second_factor")
    sealed = models.BinaryField()
    set_at = models.DateTimeField(_("set up at"))
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(models.Model):
    """A code that stands in for the phone once; only a keyed digest is kept."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """No code twice."""

        constraints = [models.UniqueConstraint(fields=["factor", "digest"], name="one_recovery_code")]

    def __str__(self) -> str:
        return str(self.pk)


class Visit(models.Model):
    """One sign-in of an account and when it was last seen, for its owner to look through."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="visits")
    device = models.CharField(_("device"), max_length=60, blank=True)
    epoch = models.PositiveIntegerField()
    began_at = models.DateTimeField(_("signed in at"), db_index=True)
    seen_at = models.DateTimeField(_("last seen at"))
    ended_at = models.DateTimeField(_("signed out at"), null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.began_at:%F %T}"
