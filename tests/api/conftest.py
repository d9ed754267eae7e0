"""Says after a run how many requests the fuzzer has sent."""

from typing import Any

SENT = "requests made up"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Sum up over all tests of all worker processes."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    sent = [count for report in reports for name, count in report.user_properties if name == SENT]
    if sent:
        terminalreporter.write_line(f"{SENT}: {sum(sent)} by {len(sent)} callers")
