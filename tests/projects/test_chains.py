"""A chain as it is typed: every fault by line and column, and nothing kept unless all is well."""

import pytest

from approvals.projects.chains import Part, Plan, Unreadable, Words, loaded, read, stored, typed

WORDS = Words({"市市监局": "scjg", "市住建局": "zjj", "市消防大队": "xfdd"}, {"KS-1": "KS-1"}, {"KS-1": "scjg"})
GOOD = """1 | 企业名称核准 | single | 市市监局 | | | starts
2 | 营业执照 | single | | KS-1 | 1 | | p-licence
3 | 联合审查 | review | 市住建局 | | 1 | | | 市住建局 7、市消防大队 5 | 方案文本、总平面图
4 | 施工许可 | single | 市住建局 | | 2、3 | ends | p-permit"""


def faults(text: str) -> list[tuple[int, int]]:
    with pytest.raises(Unreadable) as caught:
        read(text, WORDS)
    return [(fault.row, fault.column) for fault in caught.value.faults]


def test_a_chain_is_read_as_it_is_typed() -> None:
    plans = read(GOOD, WORDS)

    assert plans[1] == Plan(2, "营业执照", "single", "scjg", "KS-1", (1,), "", "p-licence")
    assert plans[2].parts == (Part("zjj", 7), Part("xfdd", 5))
    assert plans[2].papers == ("方案文本", "总平面图")


def test_what_is_kept_reads_back_and_can_be_typed_again() -> None:
    plans = read(GOOD, WORDS)
    names = {code: word for word, code in WORDS.units.items()}

    assert loaded(stored(plans)) == plans
    assert read(typed(plans, names), WORDS) == plans


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("x | 名称 | single | 市市监局", 1),
        ("1 | | single | 市市监局", 2),
        ("1 | 名称 | alone | 市市监局", 3),
        ("1 | 名称 | single | 某局", 4),
        ("1 | 名称 | single | 市市监局 | KS-9", 5),
        ("1 | 名称 | single | 市市监局 | | 7", 6),
        ("1 | 名称 | single | 市市监局 | | | halts", 7),
        ("1 | 名称 | single | 市市监局 | | | | p-never", 8),
        ("1 | 名称 | review | 市市监局 | | | | | 市住建局 7", 9),
        ("1 | 名称 | review | 市市监局 | | | | | 市住建局 46、市消防大队 5", 9),
        ("1 | 名称 | single | 市市监局 | | | | | 市住建局 7", 9),
    ],
)
def test_a_fault_names_line_and_column(line: str, column: int) -> None:
    assert (1, column) in faults(line)


def test_the_total_clock_needs_one_start_and_one_end_after_it() -> None:
    assert faults(GOOD.replace("| starts", "| ")) == [(1, 7)]
    assert faults(GOOD.replace("2、3 | ends", " | ends")) == [(4, 6)]


def test_an_empty_chain_is_none() -> None:
    assert faults("\n \n") == [(1, 1)]
