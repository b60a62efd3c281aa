"""The demo district's photos, painted when it is loaded: nothing binary lies in the repository."""

from functools import cache

from server.demo.pictures import buildings, household, lively, outdoors, papers, water
from server.demo.pictures.brush import Brush

SCENES = {
    **outdoors.SCENES,
    **lively.SCENES,
    **water.SCENES,
    **buildings.SCENES,
    **household.SCENES,
    **papers.SCENES,
}


@cache
def paint(name: str) -> bytes:
    """The scene of this name as a JPEG of 800 by 600; KeyError for an unknown one."""
    brush = Brush(name)
    SCENES[name](brush)
    return brush.finish()
