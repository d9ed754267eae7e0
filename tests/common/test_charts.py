"""A chart says the same on its canvas and in its table."""

from decimal import Decimal

from django.template.loader import render_to_string

from efficiency.common.charts import Chart, Series


def chart(**more: object) -> Chart:
    """Two months of this year and last year."""
    series = [Series("今年", [Decimal("1234.50"), None]), Series("去年", [1000, 2])]
    return Chart("income", "收费", labels=["1月", "2月"], series=series, **more)  # type: ignore[arg-type]


def test_the_table_has_a_row_for_each_label_and_a_dash_where_there_is_no_value() -> None:
    rows = [(line.label, [cell.text for cell in line.cells]) for line in chart().lines]

    assert rows == [("1月", ["1,234.50", "1,000"]), ("2月", ["–", "2"])]


def test_the_canvas_gets_the_digits_as_they_are() -> None:
    first = chart(links=["/a/"]).options["series"][0]["data"]

    assert first == [{"value": "1234.50", "link": "/a/"}, {"value": "-", "link": ""}]


def test_bars_that_lie_down_have_their_labels_at_the_side_from_the_top() -> None:
    options = chart(sideways=True).options

    assert (options["yAxis"]["data"], options["yAxis"]["inverse"]) == (["1月", "2月"], True)
    assert options["xAxis"]["type"] == "value"


def test_a_mark_is_drawn_across_once() -> None:
    series = chart(marks=[("上限", 500)]).options["series"]

    assert series[0]["markLine"] == {"data": [{"name": "上限", "yAxis": "500"}]}
    assert "markLine" not in series[1]


def test_series_on_top_of_each_other_share_a_stack() -> None:
    assert {each["stack"] for each in chart(stacked=True).options["series"]} == {"income"}


def test_a_label_with_rows_behind_it_is_a_link_in_the_table() -> None:
    page = render_to_string("components/chart.html", {"chart": chart(links=["/bills/?month=1"])})

    assert '<a href="/bills/?month=1">1月</a>' in page
    assert '<th scope="row">2月</th>' in page


def test_words_of_a_chart_cannot_break_out_of_the_page() -> None:
    broken = Chart("x", "</script><b>", labels=["</script>"], series=[Series("<i>", [1])])

    page = render_to_string("components/chart.html", {"chart": broken})

    assert "</script><b>" not in page
    assert page.count("</script>") == 1
