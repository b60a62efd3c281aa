"""`granian --interface wsgi server.wsgi:app`, `flask --app server.wsgi …`."""

from server.app import create_app
from server.cli import register
from server.config import Settings

app = create_app(Settings.from_env())
register(app)
