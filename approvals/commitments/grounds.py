"""Where the words stand that entries of this room commit to."""

from approvals.commitments.models import Answer, Check, Settlement, Verdict, Version
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import register_column

register_column(Verb.COMMITMENT_PUBLISHED, Version, "ground", named="row")
register_column(Verb.COMMITMENT_ENDED, Version, "ground", named="row")
register_column(Verb.COMMITMENT_JUDGED, Verdict, "evidence", named="verdict")
register_column(Verb.COMMITMENT_ANSWERED, Answer, "text", named="answer")
register_column(Verb.COMMITMENT_SETTLED, Settlement, "ground", named="settlement")
register_column(Verb.PUBLICATION_CHECKED, Check, "note", named="check")
