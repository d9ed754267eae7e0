"""Speed-up rounds: promised limits cut together, and the simulator that replays finished cases against them (S02)."""
