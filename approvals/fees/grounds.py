"""Where the words stand that entries of this room commit to."""

from approvals.fees.models import Adjustment, Bill
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import register_column

register_column(Verb.BILL_CANCELLED, Bill, "cancelled_because")
register_column(Verb.ADJUSTMENT_PROPOSED, Adjustment, "ground")
register_column(Verb.ADJUSTMENT_APPROVED, Adjustment, "note")
register_column(Verb.ADJUSTMENT_REFUSED, Adjustment, "note")
