"""`python -m scripts.pictures`: see scripts/screens."""

import argparse
import sys
import tempfile
from pathlib import Path

from scripts.pictures.album import SCREENS
from scripts.pictures.camera import take

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Take the named pictures, or all; the exit status."""
    parser = argparse.ArgumentParser(prog="scripts/screens")
    parser.add_argument("--var", type=Path, help="where the demo district is kept")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screens")
    parser.add_argument("name", nargs="*", help="only these")
    given = parser.parse_args()
    if unknown := set(given.name) - set(SCREENS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as made:
        folder = given.var or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        take(given.name or list(SCREENS), folder.resolve(), given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
