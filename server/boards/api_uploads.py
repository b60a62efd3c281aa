"""Photos: sent by members, fetched by signed path."""

from typing import Any

from flask import Response, jsonify
from flask_smorest.fields import Upload
from marshmallow import Schema

from server.core import tenancy, uploads
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.core.schemas import PhotoOut

blp = Blueprint("uploads", __name__, url_prefix="/api/v1/communities/<int:community_id>", description="照片")


class PhotoForm(Schema):
    file = Upload(required=True)


@blp.post("/uploads")
@blp.requires(Permission.UPLOAD, kind="upload")
@blp.arguments(PhotoForm, location="files")
@blp.response(201, PhotoOut)
def add_photo(form: dict[str, Any]) -> tuple[Response, int]:
    """上传一张照片，得到可以放进内容里的编号"""
    row = uploads.save(current_actor(), form["file"].read())
    kept = {"id": row.id, "w": row.width, "h": row.height}
    return jsonify(uploads.view(row.community_id, [kept])[0]), 201


@blp.get("/uploads/<int:upload_id>/<any(small, large):size>/<seal>")
@blp.public(kind="photo")
@blp.response(200, content_type="image/*", description="照片")
def show_photo(community_id: int, upload_id: int, size: str, seal: str) -> Response:
    """按签名地址取照片"""
    with tenancy.in_community(community_id):
        data, mime = uploads.read(upload_id, small=size == "small", seal=seal)
    headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return Response(data, mimetype=mime, headers=headers)
