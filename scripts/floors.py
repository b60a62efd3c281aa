"""Every line and branch of pyproject's [tool.floors] is tested: `python -m scripts.floors DATA_FILE`.

The overall floor is coverage's own (`fail_under`); an average hides a hole in the vote.
"""

import sys
import tomllib
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).resolve().parent.parent


def whole() -> list[str]:
    """The files of the list. SystemExit when one was moved away from its floor."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    files: list[str] = settings["tool"]["floors"]["whole"]
    if gone := [name for name in files if not (ROOT / name).is_file()]:
        raise SystemExit("pyproject.toml 的 [tool.floors] 里有不存在的文件：" + "、".join(gone))
    return files


def main(data_file: str) -> int:
    """Print what is missing; 1 when something is."""
    data = Coverage(data_file=data_file, config_file=str(ROOT / "pyproject.toml"))
    data.load()
    covered = data.report(include=whole(), show_missing=True, skip_covered=True)
    if covered < 100:
        print("以上文件要求每个分支都有测试（pyproject.toml 的 [tool.floors]）")
        return 1
    print(f"{len(whole())} 个关键文件的每个分支都有测试")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
