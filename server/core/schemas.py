"""Pieces that many answers share: an author, a photo, the name of an estate."""

from marshmallow import Schema, fields

from server.kit.rest import Id


class AuthorOut(Schema):
    """Who said it, as neighbours may see it (core/authors.py)."""

    name = fields.String(required=True)
    place = fields.String(required=True)
    role = fields.String(required=True)


class PhotoOut(Schema):
    """A stored photo with its signed paths (core/uploads.py)."""

    id = Id(required=True)
    url = fields.String(required=True)
    thumb = fields.String(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)


class EstateRef(Schema):
    id = Id(required=True)
    name = fields.String(required=True)
