"""Posts with their duties, holders and deputies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.organization.models.people import User
from efficiency.organization.models.units import Unit
from efficiency.organization.querysets import PostQuerySet


class Post(models.Model):
    """A post with its written duties, its holder (A) and the deputy (B) (S12, S13)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(_("post"), max_length=60)
    duties = models.TextField(_("duties"))
    holder = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="posts_held")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="posts_deputized")
    important = models.BooleanField(_("important post"), default=False)  # never without a deputy
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
            models.CheckConstraint(
                condition=models.Q(important=False) | models.Q(holder=None) | models.Q(deputy__isnull=False),
                name="important_post_has_deputy",
            ),
        ]

    def __str__(self) -> str:
        return self.name
