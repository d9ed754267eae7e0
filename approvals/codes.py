"""The closed lists of the catalogue: codes of GB/T 39046—2020, annex A, and lists of our own. No database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemType(models.TextChoices):
    """Type of an item (事项类型)."""

    LICENCE = "01", _("administrative licence")
    PENALTY = "02", _("administrative penalty")
    COERCION = "03", _("administrative coercion")
    LEVY = "04", _("administrative levy")
    PAYMENT = "05", _("administrative payment")
    INSPECTION = "06", _("administrative inspection")
    CONFIRMATION = "07", _("administrative confirmation")
    REWARD = "08", _("administrative reward")
    RULING = "09", _("administrative ruling")
    OTHER = "10", _("other administrative power")
    SERVICE = "20", _("public service")


class Level(models.TextChoices):
    """Level at which a power is exercised (行使层级)."""

    NATIONAL = "1", _("national")
    PROVINCIAL = "2", _("provincial")
    PREFECTURAL = "3", _("prefecture-level city")
    COUNTY = "4", _("county-level city")
    TOWN = "5", _("town")
    VILLAGE = "6", _("village")


class Handling(models.TextChoices):
    """Whether it is done while the applicant waits (办件类型)."""

    IMMEDIATE = "1", _("done at once")
    PROMISED = "2", _("within a promised limit")
    OTHER = "9", _("other")


class Audience(models.TextChoices):
    """Whom an item serves (服务对象)."""

    PERSON = "1", _("natural persons")
    FIRM = "2", _("firms")
    INSTITUTION = "3", _("public institutions")
    ASSOCIATION = "4", _("social organizations")
    AGENCY = "5", _("administrative agencies")
    OTHER = "6", _("others")


class Channel(models.TextChoices):
    """How an item is handled (办理形式)."""

    WINDOW = "1", _("at the window")
    COMPUTER = "2", _("on a computer")
    MOBILE = "3", _("on a phone")
    EXPRESS = "4", _("by express mail")
    OTHER = "9", _("in another way")


VENUES = (Level.COUNTY, Level.TOWN, Level.VILLAGE)


class Depth(models.TextChoices):
    """How far an application goes online; a list of our own."""

    NONE = "0", _("not online")
    ADVICE = "1", _("questions are answered online")
    PAPERS = "2", _("papers are handed in online")
    CHECK = "3", _("papers are checked beforehand online")
    ACCEPTANCE = "4", _("accepted online")
    WHOLE = "5", _("the whole way online")


class Delegation(models.TextChoices):
    """What the window may decide by itself (权力下放到窗口); a list of our own."""

    NONE = "0", _("takes the papers")
    ACCEPTANCE = "1", _("accepts")
    DECISION = "2", _("decides on the spot")


class Theme(models.TextChoices):
    """Under which theme the public looks for an item: p of a person's life, f of a firm's; a list of our own."""

    BIRTH = "p01", _("birth and upbringing")
    HOUSEHOLD = "p02", _("household and identity papers")
    SCHOOL = "p03", _("school and study")
    WORK = "p04", _("work and starting a business")
    MARRIAGE = "p05", _("marriage")
    HOUSING = "p06", _("housing and land")
    TRAFFIC = "p07", _("driving and traffic")
    INSURANCE = "p08", _("social and medical insurance")
    HEALTH = "p09", _("health")
    SUPPORT = "p10", _("support and care")
    PROFESSION = "p11", _("qualifications for a profession")
    JOURNEYS = "p12", _("exit and entry")
    RETIREMENT = "p13", _("retirement")
    FUNERAL = "p14", _("end of life")
    FOUNDING = "f01", _("founding and changing a firm")
    OPENING = "f02", _("permission to open")
    INVESTMENT = "f03", _("investment projects")
    BUILDING = "f04", _("planning and building")
    STAFF = "f05", _("staff and insurance")
    TAX = "f06", _("tax and finance")
    ENVIRONMENT = "f07", _("environment and greenery")
    TRANSPORT = "f08", _("transport")
    SAFETY = "f09", _("safety and fire protection")
    QUALITY = "f10", _("quality and measurement")
    FARMING = "f11", _("farming, water and forests")
    TRADE = "f12", _("trade and foreign investment")
    CULTURE = "f13", _("culture, sport and tourism")
    SCIENCE = "f14", _("science and intellectual property")
    UTILITIES = "f15", _("water, power and gas")
    CLOSING = "f16", _("closing a firm")
