"""The line of market in FEATURES."""

from server.core.feature import Feature
from server.market import api, copies, events, leaving, service
from server.market.handlers import CHECK_ITEM, CHECK_NOTE
from server.market.settings import SETTINGS

feature = Feature(
    name="market",
    blueprints=(api.blp,),
    hears={
        events.ItemWritten.topic: (CHECK_ITEM,),
        events.NoteWritten.topic: (CHECK_NOTE,),
    },
    clock=(service.settle_due,),
    detains=(leaving.unfinished,),
    forgets=(leaving.forget,),
    settings=SETTINGS,
    copies=copies.COPIES,
    says=(
        events.ItemWritten.topic,
        events.NoteWritten.topic,
        events.NoteKept.topic,
        events.ItemPublished.topic,
        events.ItemMoved.topic,
    ),
)
