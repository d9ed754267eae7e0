"""What the law wants of a stage, read off its name in the catalogue. No database.

Receiving, accepting and delivering are acts of the case itself and no stages of it.
"""

from approvals.kinds import StageDuty

_ACTS = ("申请", "收件", "受理", "送达", "颁发", "发证", "领证", "取件", "办结")
_DUTIES = (
    (("听证",), StageDuty.HEARING),
    (("现场", "踏勘", "勘验", "核查"), StageDuty.SITE),
    (("审查", "审核", "初审", "复审", "评审"), StageDuty.EXAMINE),
    (("决定", "审批", "批准", "签发"), StageDuty.DECIDE),
)


def duty_of(name: str) -> str | None:
    """The duty of a stage with this name, empty for one of its own kind; None where it is no stage of a case."""
    for words, duty in _DUTIES:
        if any(word in name for word in words):
            return duty.value
    return None if any(word in name for word in _ACTS) else ""
