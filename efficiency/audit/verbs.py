"""The closed list of verbs: what can happen in this house."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """A kind of change of state. An entry with any other verb is refused."""

    # people
    SIGNED_IN = "signed-in", _("signed in")
    SIGNED_OUT = "signed-out", _("signed out")
    SIGN_IN_REFUSED = "sign-in-refused", _("sign-in refused")
    USER_ADDED = "user-added", _("user added")
    USER_CHANGED = "user-changed", _("user changed")
    USER_DISABLED = "user-disabled", _("user disabled")
    USER_ENABLED = "user-enabled", _("user enabled")
    PASSWORD_SET = "password-set", _("password set")
    ROLE_GRANTED = "role-granted", _("role granted")
    ROLE_REVOKED = "role-revoked", _("role revoked")
    UNIT_ADDED = "unit-added", _("unit added")
    UNIT_CHANGED = "unit-changed", _("unit changed")
    POST_ADDED = "post-added", _("post added")
    POST_CHANGED = "post-changed", _("post changed")
    # what takes two persons
    CHANGE_PROPOSED = "change-proposed", _("change proposed")
    CHANGE_CONFIRMED = "change-confirmed", _("change confirmed")
    CHANGE_REJECTED = "change-rejected", _("change rejected")
    CHANGE_WITHDRAWN = "change-withdrawn", _("change withdrawn")
    # days and limits
    DAY_EXCEPTED = "day-excepted", _("day exception recorded")
    DAY_EXCEPTION_WITHDRAWN = "day-exception-withdrawn", _("day exception withdrawn")
    YEAR_PUBLISHED = "year-published", _("arrangement of a year published")
    CALENDAR_CHANGED = "calendar-changed", _("calendar changed")
    CLOCKS_REDATED = "clocks-redated", _("clocks re-dated")
    POLICY_CHANGED = "policy-changed", _("policy changed")
    # clocks
    CLOCK_STARTED = "clock-started", _("clock started")
    CLOCK_STOPPED = "clock-stopped", _("clock stopped")
    CLOCK_CANCELLED = "clock-cancelled", _("clock cancelled")
    CLOCK_PAUSED = "clock-paused", _("clock paused")
    CLOCK_RESUMED = "clock-resumed", _("clock resumed")
    CLOCK_EXTENDED = "clock-extended", _("clock extended")
    CLOCK_REOPENED = "clock-reopened", _("clock re-dated after a revoked card")
    CLOCK_LOOK_ASKED = "clock-look-asked", _("another look of the judge asked")
    # cards
    CARD_ISSUED = "card-issued", _("card issued")
    CARD_SERVED = "card-served", _("card received")
    CARD_ANSWERED = "card-answered", _("card answered")
    CARD_UPHELD = "card-upheld", _("card upheld")
    CARD_SUPERSEDED = "card-superseded", _("card superseded")
    CARD_RULING_PROPOSED = "card-ruling-proposed", _("revocation or downgrade proposed")
    CARD_RULING_REJECTED = "card-ruling-rejected", _("proposal rejected")
    CARD_DOWNGRADED = "card-downgraded", _("card downgraded")
    CARD_REVOKED = "card-revoked", _("card revoked")
    CARD_REINSTATED = "card-reinstated", _("card reinstated")
    CARD_RECTIFIED = "card-rectified", _("rectification reported")
    CARD_CLOSED = "card-closed", _("card closed")
    CARDS_EXPORTED = "cards-exported", _("cards exported")
    # identity
    IDENTITY_STORED = "identity-stored", _("identity stored")
    IDENTITY_READ = "identity-read", _("identity read")
    # complaints
    COMPLAINT_FILED = "complaint-filed", _("complaint filed")
    COMPLAINT_QUARANTINED = "complaint-quarantined", _("complaint quarantined")
    COMPLAINT_RELEASED = "complaint-released", _("complaint released")
    COMPLAINT_DISCARDED = "complaint-discarded", _("complaint discarded as abuse")
    COMPLAINT_DISPATCHED = "complaint-dispatched", _("complaint dispatched")
    COMPLAINT_SIGNED_FOR = "complaint-signed-for", _("complaint signed for")
    COMPLAINT_RETURN_ASKED = "complaint-return-asked", _("return asked")
    COMPLAINT_RETURNED = "complaint-returned", _("return granted")
    COMPLAINT_RETURN_REFUSED = "complaint-return-refused", _("return refused")
    COMPLAINT_ASSIGNED = "complaint-assigned", _("handler assigned")
    COMPLAINT_EXTENSION_ASKED = "complaint-extension-asked", _("extension asked")
    COMPLAINT_EXTENDED = "complaint-extended", _("extension granted")
    COMPLAINT_EXTENSION_REFUSED = "complaint-extension-refused", _("extension refused")
    COMPLAINT_REPLIED = "complaint-replied", _("complaint replied to")
    COMPLAINT_SENT_BACK = "complaint-sent-back", _("complaint sent back")
    COMPLAINT_CLOSED = "complaint-closed", _("complaint closed")
    COMPLAINT_ADDED_TO = "complaint-added-to", _("citizen added to the complaint")
    COMPLAINTS_EXPORTED = "complaints-exported", _("complaints exported")
    # approvals
    ITEM_ADDED = "item-added", _("item added")
    ITEM_CHANGED = "item-changed", _("item changed")
    CASE_RECEIVED = "case-received", _("case received")
    CASE_ACCEPTED = "case-accepted", _("case accepted")
    CASE_FINISHED = "case-finished", _("case finished")
    CASE_WITHDRAWN = "case-withdrawn", _("case withdrawn")
    CASES_EXPORTED = "cases-exported", _("cases exported")
    # the house
    ENTRIES_EXPORTED = "entries-exported", _("audit entries exported")
    DEMO_LOADED = "demo-loaded", _("demo city loaded")
    DEMO_REMOVED = "demo-removed", _("demo city removed")
    DEMO_SHIFTED = "demo-shifted", _("demo matters moved in time")
