"""Made once, bound in create_app."""

from flask_migrate import Migrate
from flask_smorest import Api
from flask_sqlalchemy import SQLAlchemy

from server.kit.db import Base

# Our own Base instead of Flask-SQLAlchemy's copy of one: mypy can read the models, and
# the type_annotation_map survives.
db = SQLAlchemy(metadata=Base.metadata)
api = Api()
migrate = Migrate()
