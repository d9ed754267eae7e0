"""Fetch what the pages need from others (package.json) and copy the needed files into static/vendor.

The API's page comes from a wheel among the requirements: two of its files, of 28 MB.
Run by `make`, with plain Python and npm. Nothing third-party is committed, nothing comes from a CDN.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENDOR = HERE / "vendor"
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap.bundle.min.js",
    "bootstrap/LICENSE": "bootstrap.LICENSE",
    "bootstrap-icons/LICENSE": "bootstrap-icons.LICENSE",
    "echarts/dist/echarts.common.min.js": "echarts.common.min.js",
    "echarts/LICENSE": "echarts.LICENSE",
}
WHEEL = "drf_spectacular_sidecar"
WHEEL_FILES = {
    "swagger-ui-dist/swagger-ui-bundle.js": "swagger-ui-bundle.js",
    "swagger-ui-dist/swagger-ui.css": "swagger-ui.css",
    "swagger-ui-dist/LICENSE": "swagger-ui.LICENSE",
}
# Source maps are not shipped; a comment naming one would break the manifest of static files.
_MAP_COMMENT = re.compile(rb"\n?(//[#@] ?sourceMappingURL=\S+|/\*[#@] ?sourceMappingURL=.*?\*/)\s*$")
_SVG = re.compile(r'<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>', re.DOTALL)


def main() -> None:
    """Install the packages in a folder that goes again, and fill static/vendor."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    npm = shutil.which("npm", path=path)
    if npm is None:
        sys.exit("npm is missing: make fetches it from a wheel, or install Node.js.")
    with tempfile.TemporaryDirectory(prefix="portal-npm-") as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(HERE / name, folder)
        subprocess.run([npm, "ci", "--omit=dev", "--silent"], cwd=folder, check=True, env={**os.environ, "PATH": path})
        packages = Path(folder) / "node_modules"
        VENDOR.mkdir(exist_ok=True)
        copy(packages, FILES)
        copy(wheel(), WHEEL_FILES)
        names = (HERE / "icons.txt").read_text(encoding="utf-8").split()
        (VENDOR / "icons.svg").write_text(sprite(packages / "bootstrap-icons" / "icons", names), encoding="utf-8")


def copy(folder: Path, files: dict[str, str]) -> None:
    """Copy files out of a package, without the comments that name source maps."""
    for source, target in files.items():
        (VENDOR / target).write_bytes(_MAP_COMMENT.sub(b"\n", (folder / source).read_bytes()))


def wheel() -> Path:
    """Return the folder of the wheel's static files."""
    found = find_spec(WHEEL)
    if found is None or found.origin is None:
        sys.exit(f"{WHEEL} is not installed: run make.")
    return Path(found.origin).parent / "static" / WHEEL


def sprite(folder: Path, names: list[str]) -> str:
    """Return one SVG with a symbol for each named icon; exits where an icon does not exist."""
    symbols = []
    for name in names:
        drawn = _SVG.search((folder / f"{name}.svg").read_text(encoding="utf-8"))
        if drawn is None:
            sys.exit(f"The icon {name} is not an SVG of the expected form.")
        box, body = drawn.groups()
        body = re.sub(r"\s*\n\s*", "", body)
        symbols.append(f'<symbol id="{name}" viewBox="{box}" fill="currentColor">{body}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


if __name__ == "__main__":
    main()
