"""Where the words stand that entries of this room commit to."""

from approvals.rounds.models import Round
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import register_column

register_column(Verb.ROUND_WITHDRAWN, Round, "withdrawal_reason")
