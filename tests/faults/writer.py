"""A process that writes and says what it was acknowledged, until somebody kills it: `writer.py FOLDER`."""

import sys
from pathlib import Path

from tests.support.application import make_app
from tests.support.network import stay_here
from tests.support.settings import for_worker


def main(folder: Path) -> None:
    """Make a SQLite database in `folder`, then post and print each id that was answered."""
    import flask_migrate

    from tests.factories import make_community, make_member

    with for_worker(folder, "master") as settings:
        app = make_app(settings)
        with app.app_context():
            flask_migrate.upgrade()
            caller = make_member(make_community())
            while True:
                text = {"kind": "ask", "title": "楼道灯坏了", "body": "三楼晚上看不清台阶"}
                answer = caller.post("boards/nearby/posts", json=text)
                assert answer.status_code == 201, answer.get_data(as_text=True)
                print(answer.json["post"]["id"], flush=True)


if __name__ == "__main__":
    stay_here()
    main(Path(sys.argv[1]))
