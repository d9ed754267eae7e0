"""The notice of a year as it is published, read sentence by sentence."""

from datetime import date, timedelta

from efficiency.workdays.calendar import city_calendar, official_calendar
from efficiency.workdays.notice import read_notice
from efficiency.workdays.prose import is_prose, lines_of

OF_2026 = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""


def test_the_notice_of_2026_gives_the_calendar_of_the_package_on_every_day() -> None:
    """T-01, T-02"""
    days = read_notice("\n".join(lines_of(OF_2026, 2026)), 2026)
    read, known = city_calendar(version=2, published=[2026], differences=days), official_calendar()
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]

    assert [day for day in year if read.is_working(day) != known.is_working(day)] == []
    assert sum(map(read.is_working, year)) == 248


def test_a_span_may_reach_over_new_year_and_name_its_year() -> None:
    lines = lines_of("一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。", 2023)

    assert lines == [
        "2022-12-31 rest 元旦",
        "2023-01-01 rest 元旦",
        "2023-01-02 rest 元旦",
    ]


def test_a_month_that_is_not_said_again_is_the_one_before() -> None:
    assert lines_of("一、春节：2月14日、28日上班。", 2026) == ["2026-02-14 work 春节", "2026-02-28 work 春节"]


def test_a_table_of_days_is_no_prose() -> None:
    assert not is_prose("2027-01-01 放假 元旦")
    assert is_prose(OF_2026)


def test_days_that_do_not_exist_are_left_out() -> None:
    assert lines_of("一、春节：2月30日至31日放假。", 2026) == []
