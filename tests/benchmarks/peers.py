"""The peers' own environment: never a package of theirs beside the portal's."""

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_LIST = Path(__file__).with_name("requirements-peers.txt")


@dataclass(frozen=True)
class Peers:
    """The Python that has the peers installed, or none."""

    python: Path | None

    @classmethod
    def none(cls) -> "Peers":
        """Leave the peers out."""
        return cls(None)

    @classmethod
    def installed(cls, root: Path) -> "Peers":
        """Make the environment under var/ on first use, and again when the list has changed."""
        folder = root / "var" / "bench-peers"
        python = folder / "bin" / "python"
        stamp = folder / "installed"
        wanted = hashlib.sha256(_LIST.read_bytes()).hexdigest()
        if not stamp.exists() or stamp.read_text() != wanted:
            print("Installing the peers ...", flush=True)
            own_pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq"]
            subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)], check=True)
            subprocess.run([*own_pip, "--disable-pip-version-check", "-r", str(_LIST)], check=True)
            stamp.write_text(wanted)
        return cls(python)
