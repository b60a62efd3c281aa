"""A community, its estates and homes, and the import of the district's register."""

from typing import Any
from urllib.parse import quote

from flask import Response, g

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.kit.pagination import cut
from server.places import queries, service, template
from server.places.schemas import (
    CommunityOut,
    EstatesOut,
    HomeRollPage,
    HomesArgs,
    RegisterArgs,
    RegisterFile,
    RegisterOut,
    home_view,
)

blp = Blueprint("places", __name__, url_prefix="/api/v1")


@blp.get("/communities/<int:community_id>")
@blp.requires(Permission.COMMUNITY_READ)
@blp.response(200, CommunityOut)
def get_community() -> dict[str, Any]:
    """社区：名称、所属街镇和小区"""
    community = queries.get_community(g.place.community_id)
    assert community is not None
    above = {region.level.value: region.name for region in queries.ancestry(community.region_code)}
    return {
        "id": community.id,
        "name": community.name,
        "kind": community.kind.value,
        "kind_name": queries.KIND_NAMES[community.kind],
        "district": above.get("district", ""),
        "subdistrict": above.get("subdistrict", ""),
        "estates": queries.estates(),
        "words": queries.words(community.kind),
    }


@blp.get("/communities/<int:community_id>/estates")
@blp.requires(Permission.COMMUNITY_READ)
@blp.response(200, EstatesOut)
def list_estates() -> dict[str, Any]:
    """小区"""
    return {"items": queries.estates()}


@blp.get("/communities/<int:community_id>/homes")
@blp.requires(Permission.HOME_LIST)
@blp.arguments(HomesArgs, location="query")
@blp.response(200, HomeRollPage)
def list_homes(args: dict[str, Any]) -> dict[str, Any]:
    """房屋名册（居委会）"""
    found = queries.homes(
        queries.HomeFilter(args["estate_id"], args["building"]), args["after"], args["limit"]
    )
    page, following = cut(found, args["limit"])
    return {"items": [home_view(row) for row in page], "next": following}


@blp.post("/register/imports")
@blp.requires(Permission.REGISTER_IMPORT, kind="upload")
@blp.arguments(RegisterFile, location="files")
@blp.arguments(RegisterArgs, location="query")
@blp.response(200, RegisterOut)
def import_register(files: dict[str, Any], args: dict[str, Any]) -> dict[str, Any]:
    """导入区划、小区和房屋名册；有一行不对就一行也不存"""
    counts = service.import_register(current_actor(), files["file"].read(), dry_run=args["dry_run"])
    return {"applied": not args["dry_run"], "counts": counts, "errors": []}


@blp.get("/register/template.xlsx")
@blp.requires(Permission.REGISTER_IMPORT)
@blp.response(200, content_type=template.XLSX)
def get_template() -> Response:
    """名册模板"""
    name = quote("名册模板.xlsx")
    return Response(
        template.template(),
        mimetype=template.XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )
