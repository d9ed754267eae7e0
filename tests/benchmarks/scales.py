"""How much is measured: `normal` takes minutes, `tiny` proves in seconds that every case still runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Sizes of the cases."""

    sweeps: dict[int, dict[int, int]]  # clocks in all -> newly due -> rounds
    lite_sweeps: dict[int, dict[int, int]]  # the same on SQLite
    tickets: int  # for the peer
    redated: int
    redating_rounds: int
    loops: int  # of working-day additions a round
    rows: int  # behind the pages
    views: int  # of a page a round
    append_seconds: float
    entries: int
    finished: int  # cases that the simulator replays
    sample: int  # of them counted day by day
    imported: int  # items in one file


SCALES = {
    "tiny": Scale(
        sweeps={300: {10: 1, 50: 1}},
        lite_sweeps={300: {10: 1}},
        tickets=5,
        redated=200,
        redating_rounds=1,
        loops=50,
        rows=200,
        views=1,
        append_seconds=0.2,
        entries=300,
        finished=300,
        sample=100,
        imported=20,
    ),
    "small": Scale(
        sweeps={20_000: {1_000: 3, 5_000: 1}, 100_000: {1_000: 3, 10_000: 3}},
        lite_sweeps={20_000: {1_000: 3, 5_000: 1}},
        tickets=200,
        redated=100_000,
        redating_rounds=2,
        loops=20_000,
        rows=100_000,
        views=15,
        append_seconds=1.0,
        entries=100_000,
        finished=100_000,
        sample=2_000,
        imported=500,
    ),
    "normal": Scale(
        sweeps={
            100_000: {1_000: 5, 10_000: 3, 100_000: 1},
            1_000_000: {1_000: 5, 10_000: 5, 100_000: 1},
        },
        lite_sweeps={100_000: {1_000: 3, 10_000: 2}, 1_000_000: {1_000: 3, 10_000: 2}},
        tickets=1_000,
        redated=1_000_000,
        redating_rounds=2,
        loops=100_000,
        rows=1_000_000,
        views=30,
        append_seconds=1.0,
        entries=1_000_000,
        finished=100_000,
        sample=5_000,
        imported=500,
    ),
    "large": Scale(
        sweeps={
            100_000: {1_000: 5, 10_000: 5, 100_000: 2},
            1_000_000: {1_000: 5, 10_000: 5, 100_000: 2},
            5_000_000: {1_000: 5, 10_000: 5, 100_000: 2},
        },
        lite_sweeps={100_000: {1_000: 3, 10_000: 2}, 1_000_000: {1_000: 3, 10_000: 2}},
        tickets=10_000,
        redated=1_000_000,
        redating_rounds=3,
        loops=100_000,
        rows=1_000_000,
        views=100,
        append_seconds=5.0,
        entries=1_000_000,
        finished=100_000,
        sample=5_000,
        imported=500,
    ),
}
