"""identity, as create_app plugs it in."""

from typing import Any

from server.core import sessions
from server.core.feature import Feature
from server.extensions import api as smorest
from server.identity import (
    api,
    api_closing,
    api_enrolment,
    api_qr,
    api_unmasking,
    commands,
    copies,
    events,
    handlers,
    policy,
    standing,
    verification,
)
from server.identity.service import closing, erasing
from server.identity.service.sessions import forget_ended


def setup(app: Any) -> None:
    settings = app.config["SETTINGS"]
    sessions.register(standing.load, standing.owner)
    app.extensions["real_name"] = verification.make_verifier(settings)
    if settings.sandbox:
        smorest.register_blueprint(api.sandbox_blp)


feature = Feature(
    name="identity",
    blueprints=(api.blp, api_closing.blp, api_enrolment.blp, api_qr.blp, api_unmasking.blp),
    rules=policy.RULES,
    hears={events.ApplicationSubmitted.topic: (handlers.verify_real_name,)},
    says=(
        events.ApplicationSubmitted.topic,
        events.ApplicationVerified.topic,
        events.ApplicationMoved.topic,
        events.Unmasked.topic,
    ),
    clock=(handlers.release_unchecked,),
    chores=(forget_ended, closing.carry_out),
    forgets=(erasing.leave,),
    setup=setup,
    commands=(commands.duty, commands.scene),
    copies=copies.COPIES,
)
