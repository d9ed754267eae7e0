"""Where the words stand that entries of this room commit to."""

from approvals.ratings.models import Appeal, FollowUp, Ruling
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import register_column

register_column(Verb.RATING_APPEALED, Appeal, "ground", named="appeal")
register_column(Verb.RATING_APPEAL_REJECTED, Ruling, "ground", named="ruling")
register_column(Verb.RATING_VOIDED, Ruling, "ground", named="ruling")
register_column(Verb.RATING_REINSTATED, Ruling, "ground", named="ruling")
register_column(Verb.RATING_CONTACTED, FollowUp, "text", named="step")
register_column(Verb.RATING_TRIED, FollowUp, "text", named="step")
register_column(Verb.RATING_RECTIFIED, FollowUp, "text", named="step")
register_column(Verb.RATING_CALLED_BACK, FollowUp, "text", named="step")
