"""The Chinese text of a case's documents: what the law wants them to say. No database.

The text of a Chinese official document, therefore not translated.
"""

from collections.abc import Iterable
from datetime import date, datetime

from approvals.kinds import DeclineGround, DeliveryWay, Outcome
from efficiency.clocks.kinds import Ground, LimitUnit
from efficiency.common.moments import local_date

NOT_HANDED_IN = "未提交"
_LICENCE = "01"
_UNITS = {
    LimitUnit.WORKING_DAYS: "个工作日",
    LimitUnit.CALENDAR_DAYS: "日",
    LimitUnit.WORKING_HOURS: "个工作小时",
    LimitUnit.MONTHS: "个月",
}
_GROUNDS = {
    Ground.HEARING: "听证",
    Ground.TENDER: "招标",
    Ground.AUCTION: "拍卖",
    Ground.INSPECTION: "检验",
    Ground.TESTING: "检测",
    Ground.QUARANTINE: "检疫",
    Ground.APPRAISAL: "鉴定",
    Ground.EXPERT_REVIEW: "专家评审",
    Ground.OTHER: "其他",
}
_WAYS = {DeliveryWay.COUNTER: "窗口领取", DeliveryWay.POST: "邮寄送达", DeliveryWay.ONLINE: "网上送达"}
_SIGNED = "申请人（签名或者盖章）：＿＿＿＿＿＿＿＿　　＿＿年＿＿月＿＿日"


def day(moment: date | datetime) -> str:
    """A day as documents write it."""
    on = local_date(moment) if isinstance(moment, datetime) else moment
    return f"{on.year}年{on.month}月{on.day}日"


def limit(amount: int, unit: str) -> str:
    """A limit as documents write it."""
    return f"{amount}{_UNITS[LimitUnit(unit)]}"


def _listed(lines: Iterable[str]) -> list[str]:
    return [f"{number}．{line}" for number, line in enumerate(lines, 1)]


def acceptance(item: str, since: datetime, promised: str, statutory: str, *, deemed: bool) -> tuple[str, list[str]]:
    """受理通知书."""
    if deemed:
        first = (
            f"你（单位）提出的“{item}”申请，本机关未在法定期限内告知补正，"
            f"依法自{day(since)}收到申请材料之日起即为受理。"
        )
    else:
        first = f"你（单位）提出的“{item}”申请，材料齐全、符合法定形式，本机关决定自{day(since)}起予以受理。"
    body = [first]
    if promised:
        body.append(f"本机关承诺自受理之日起{promised}内作出决定。")
    if statutory:
        body.append(f"法定办理期限为{statutory}，自受理之日的次日起计算。")
    return "受理通知书", body


def correction(item: str, at: datetime, points: list[str], until: date) -> tuple[str, list[str]]:
    """补正告知书: everything at once."""
    body = [
        f"本机关于{day(at)}收到你（单位）提出的“{item}”申请。经审查，申请材料不齐全或者不符合法定形式，"
        "依照《中华人民共和国行政许可法》第三十二条第一款第四项，现一次性告知需要补正的全部内容：",
        *_listed(points),
        f"请于{day(until)}前补正。补正材料齐全之日即为受理之日。",
    ]
    return "补正告知书", body


def declined(item: str, ground: DeclineGround, agency: str, reasons: str) -> tuple[str, list[str]]:
    """不予受理."""
    first = f"你（单位）提出的“{item}”申请，经审查，"
    if ground == DeclineGround.NOT_NEEDED:
        return "不受理告知书", [f"{first}依法不需要取得行政许可，本机关不予受理。", f"理由：{reasons}"]
    if ground == DeclineGround.NOT_OURS:
        body = [f"{first}依法不属于本机关职权范围，本机关决定不予受理。", f"理由：{reasons}", f"请向{agency}提出申请。"]
        return "不予受理决定书", body
    return "不予受理决定书", [f"{first}本机关决定不予受理。", f"理由：{reasons}"]


def extension(item: str, days: str, reason: str, until: date | None) -> tuple[str, list[str]]:
    """延期通知书 (art. 42)."""
    body = [
        f"你（单位）提出的“{item}”申请，本机关在法定期限内不能作出决定。"
        f"依照《中华人民共和国行政许可法》第四十二条，经本机关负责人批准，延长{days}。",
        f"延长理由：{reason}",
    ]
    if until is not None:
        body.append(f"延长后，本机关将于{day(until)}前作出决定。")
    return "延长办理期限通知书", body


def procedure(item: str, ground: Ground, reason: str, after: datetime, until: date) -> tuple[str, list[str]]:
    """特别程序告知书 (art. 45)."""
    span = f"所需时间预计自{day(after)}的次日起至{day(until)}止"
    if ground == Ground.OTHER:
        body = [
            f"你（单位）提出的“{item}”申请，因下列原因暂停计算承诺时限，{span}；法定期限照常计算。",
            f"原因：{reason}",
        ]
        return "暂停计时告知书", body
    body = [
        f"你（单位）提出的“{item}”申请，依法需要{_GROUNDS[ground]}。"
        f"依照《中华人民共和国行政许可法》第四十五条，{span}，不计算在办理期限内。",
        f"说明：{reason}",
    ]
    return "特别程序告知书", body


def decision(item: str, kind: str, outcome: Outcome, result: str, reasons: str) -> tuple[str, list[str]]:
    """准予 or 不予."""
    subject = "行政许可" if kind == _LICENCE else ""
    if outcome == Outcome.GRANTED:
        title = f"准予{subject}决定书" if subject else "办理结果通知书"
        return title, [
            f"你（单位）提出的“{item}”申请，符合法定条件、标准，本机关决定准予{subject}。",
            f"证件或者文书编号：{result}",
        ]
    title = f"不予{subject}决定书" if subject else "不予办理决定书"
    return title, [f"你（单位）提出的“{item}”申请，本机关决定不予{subject or '办理'}。", f"理由：{reasons}"]


def delivery(item: str, decided: str, way: DeliveryWay, slip: str, at: datetime) -> tuple[str, list[str]]:
    """送达回证."""
    body = [
        f"送达文书：{decided}（“{item}”）",
        f"送达方式：{_WAYS[way]}",
        f"送达时间：{day(at)}",
        f"凭证：{slip}" if slip else "受送达人签收：＿＿＿＿＿＿＿＿　　＿＿年＿＿月＿＿日",
    ]
    return "送达回证", body


def commitment(item: str, lacking: list[str]) -> tuple[str, list[str]]:
    """告知承诺书."""
    body = [
        f"本机关已一次性告知“{item}”的许可条件、标准和要求，以及不实承诺、违反承诺的后果。",
        "申请人承诺：所填写的信息真实、准确；已知悉并满足告知的条件、标准和要求；愿意承担不实承诺、违反承诺的法律责任。",
    ]
    if lacking:
        body.append(f"以承诺代替提交的材料：{'、'.join(lacking)}")
    body += ["本机关据此当场作出决定，并在事后核查；承诺不实的，依法撤销决定。", _SIGNED]
    return "告知承诺书", body


def revocation(item: str, result: str, reasons: str) -> tuple[str, list[str]]:
    """撤销决定书."""
    return "撤销决定书", [
        f"本机关依据申请人的承诺作出的“{item}”准予决定（{result}），经核查承诺不实，决定予以撤销。",
        f"理由：{reasons}",
    ]
