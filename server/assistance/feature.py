"""assistance, as create_app plugs it in."""

from server.assistance import api, copies, events, forgetting
from server.core.feature import Feature

feature = Feature(
    name="assistance",
    blueprints=(api.blp,),
    forgets=(forgetting.forget,),
    says=(events.Filed.topic, events.Answered.topic),
    copies=copies.COPIES,
)
