"""Where the words stand that entries of this room commit to."""

from approvals.projects.models import Part, Project, Request, Run, Step
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import register_column

register_column(Verb.PROJECT_WITHDRAWN, Project, "ground")
register_column(Verb.STEP_DONE, Step, "result", named="row")
register_column(Verb.STEP_REFUSED, Run, "reason", named="run")
register_column(Verb.STEP_TAKEN_BACK, Run, "reason", named="run")
register_column(Verb.JOINT_ANSWERED, Part, "text", named="part")
register_column(Verb.CLOCK_REQUESTED, Request, "reason", named="request")
register_column(Verb.CLOCK_REQUEST_DECIDED, Request, "note", named="request")
