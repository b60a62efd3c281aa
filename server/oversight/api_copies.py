"""HTTP face of 存证, for offices above the communities."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.kit.pagination import PageArgs
from server.oversight import copies
from server.oversight.schemas_copies import LedgerCopyPage

blp = Blueprint("copies", __name__, url_prefix="/api/v1/ledger-copies", description="台账存证")


@blp.get("")
@blp.requires(Permission.COPY_READ)
@blp.arguments(PageArgs, location="query")
@blp.response(200, LedgerCopyPage)
def list_copies(args: dict[str, Any]) -> dict[str, Any]:
    """所辖各社区把关台账的最近一次存证，和社区现在的台账是否仍与每一次存证一致。"""
    return copies.page(current_actor(), args["after"], args["limit"])
