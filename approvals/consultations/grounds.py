"""Where the words stand that entries of this room commit to."""

from approvals.consultations.models import Addressee, Bulletin, Consultation, Invitation
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import register_column

register_column(Verb.CONSULTATION_CONVENED, Consultation, "question")
register_column(Verb.CONSULTATION_ANSWERED, Invitation, "text", named="invitation")
register_column(Verb.CONSULTATION_CONCLUDED, Consultation, "decision")
register_column(Verb.CONSULTATION_CALLED_OFF, Consultation, "decision")
register_column(Verb.BULLETIN_ISSUED, Bulletin, "note")
register_column(Verb.BULLETIN_REJECTED, Bulletin, "note")
register_column(Verb.BULLETIN_ACKNOWLEDGED, Addressee, "reply", named="addressee")
