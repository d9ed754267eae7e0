"""Who is here today, for colleagues."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from efficiency.common.access import allow
from efficiency.organization.models import User
from efficiency.organization.responsibility import duties_of
from efficiency.organization.views.answers import actor, answer, part
from efficiency.presence.forms.outings import WhereaboutsFilter
from efficiency.presence.models import Leave, Outing
from efficiency.presence.rules import STAFF
from efficiency.presence.whereabouts import duties_today, is_day_of_rest, standings


@allow(STAFF)
@require_safe
def whereabouts(request: HttpRequest) -> HttpResponse:
    """Where everybody of my unit is; with a word to search, of the whole city, without places."""
    user, now = actor(request), timezone.now()
    form = WhereaboutsFilter(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    people = User.objects.able().exclude(unit=None).select_related("unit")
    if words:
        people = people.filter(Q(display_name__icontains=words) | Q(unit__name__icontains=words))
    else:
        people = people.filter(unit=user.unit_id)
    found = part(request, people, ["unit__path", "display_name", "pk"])
    where = standings(found.rows, now)
    context = {
        "found": found,
        "lines": [(person, where[person.pk], person.unit_id == user.unit_id) for person in found.rows],
        "now": now,
        "rest": is_day_of_rest(now),
        "duties": duties_today([user.unit_id], now).get(user.unit_id, []) if user.unit_id else [],
        "out": Outing.objects.filter(user=user, back_at=None).first(),
        "waiting": Leave.objects.to_decide_by(user, duties_of(user, now)).order_by()[:100].count(),
    }
    return answer(request, "presence/whereabouts.html", form, **context)
