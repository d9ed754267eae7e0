"""Accounts and staff of the demo city. All names are invented and say so (演)."""

from dataclasses import dataclass

from efficiency.organization.roles import Role
from efficiency.portal.demo.units import CENTRE, CITY, HOTLINE, OFFICE

# The unit that the demo accounts `handler` and `head` belong to.
SHOWN_UNIT = "cgj"
# The village room whose agent runs errands.
AGENT_UNIT = "village-zz-7"

_SURNAMES = "顾沈陆朱徐归周吴钱孙李王张陈金俞费葛龚范蒋秦许汤邹潘谢倪严瞿"
_SIGNS = "甲乙丙丁戊己庚辛壬癸"


def name_of(number: int) -> str:
    """The invented name with this number, e.g. 沈演乙."""
    return f"{_SURNAMES[number % len(_SURNAMES)]}演{_SIGNS[number // len(_SURNAMES) % len(_SIGNS)]}"


@dataclass(frozen=True)
class Account:
    """An account that somebody tries the portal with; its user name is the code."""

    user: str
    role: Role
    unit: str
    title: str


ACCOUNTS = (
    Account("window", Role.WINDOW, CENTRE, "综合窗口"),
    Account("handler", Role.HANDLER, SHOWN_UNIT, "市容管理科科员"),
    Account("head", Role.HEAD, SHOWN_UNIT, "局长"),
    Account("operator", Role.OPERATOR, HOTLINE, "话务坐席"),
    Account("office", Role.OFFICE, OFFICE, "监察科科长"),
    Account("office2", Role.OFFICE, OFFICE, "效能办副主任"),
    Account("fee", Role.FEE, CENTRE, "收费窗口"),
    Account("inspector", Role.INSPECTOR, OFFICE, "督查员"),
    Account("supervisor", Role.SUPERVISOR, CITY, "特约监督员"),
    Account("appraiser", Role.APPRAISER, CITY, "评议代表"),
    Account("investigator", Role.INVESTIGATOR, OFFICE, "调查员"),
    Account("executive", Role.EXECUTIVE, CITY, "市领导"),
    Account("sysadmin", Role.SYSADMIN, CITY, "系统管理员"),
    Account("secadmin", Role.SECADMIN, CITY, "安全管理员"),
    Account("auditor", Role.AUDITOR, CITY, "审计员"),
    Account("agent", Role.WINDOW, AGENT_UNIT, "村便民服务室代办员"),
)

# Post, duties; the first is held by the head, the second by the handler, each the other's deputy.
POSTS = (
    ("主要负责人", "主持全面工作；对本单位效能负总责；审定对黄牌、红牌的书面陈述。"),
    ("承办岗", "签收热线工单，5个工作日内办结反馈；首问负责，一次告知；办理进驻窗口的审批事项。"),
)
