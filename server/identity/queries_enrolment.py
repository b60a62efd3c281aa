"""Every SELECT of enrolment: applications, their steps, the posters' scenes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from server.core.tenancy import across_communities
from server.extensions import db
from server.identity.models_enrolment import (
    Application,
    ApplicationRef,
    ApplicationState,
    ApplicationStep,
    EnrolmentScene,
    SceneState,
)
from server.kit.db import db_now


def community_of_application(application_id: int) -> int | None:
    with across_communities():
        return db.session.scalar(
            select(ApplicationRef.community_id).where(ApplicationRef.id == application_id)
        )


def get_application(application_id: int) -> Application | None:
    return db.session.scalar(select(Application).where(Application.id == application_id))


def applications_of(person_id: int) -> Sequence[Application]:
    """Everything this person applied for, in all communities, newest first."""
    mine = select(ApplicationRef.id, ApplicationRef.community_id).where(ApplicationRef.person_id == person_id)
    with across_communities():
        found = db.session.execute(mine).all()
        return db.session.scalars(
            select(Application)
            .where(
                Application.community_id.in_({row.community_id for row in found}),
                Application.id.in_([row.id for row in found]),
            )
            .order_by(Application.id.desc())
        ).all()


def steps_of(applications: Iterable[Application]) -> dict[int, list[ApplicationStep]]:
    """application id → its steps, oldest first."""
    wanted = list(applications)
    steps: dict[int, list[ApplicationStep]] = {one.id: [] for one in wanted}
    if not wanted:
        return steps
    with across_communities():
        for step in db.session.scalars(
            select(ApplicationStep)
            .where(
                ApplicationStep.community_id.in_({one.community_id for one in wanted}),
                ApplicationStep.application_id.in_(list(steps)),
            )
            .order_by(ApplicationStep.id)
        ):
            steps[step.application_id].append(step)
    return steps


def application_to_move(application_id: int) -> Application:
    """The row as it is now, locked: whoever moves it first, moves it."""
    return db.session.scalars(
        select(Application)
        .where(Application.id == application_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def review_queue(
    state: ApplicationState, estates: frozenset[int] | None, after: int | None, limit: int
) -> Sequence[Application]:
    """Applications in this state, the longest waiting first, one more than `limit`."""
    asked = select(Application).where(Application.state == state).order_by(Application.id).limit(limit + 1)
    if estates is not None:
        asked = asked.where(Application.estate_id.in_(estates))
    if after:
        asked = asked.where(Application.id > after)
    return db.session.scalars(asked).all()


def waiting_since(moment: datetime) -> Sequence[int]:
    """Ids of applications whose real name is unchecked since before `moment`."""
    return db.session.scalars(
        select(Application.id).where(
            Application.state == ApplicationState.APPLIED, Application.submitted_at < moment
        )
    ).all()


def scene_now(word: str, *, lock: bool = False) -> tuple[EnrolmentScene, datetime] | None:
    """A scene and the database's time. `lock`: it cannot end before this transaction does."""
    asked = select(EnrolmentScene, db_now().label("now")).where(EnrolmentScene.scene == word)
    if lock:
        # Shared: forms do not wait for each other, only rotating waits for them.
        asked = asked.with_for_update(read=True, of=EnrolmentScene)
    with across_communities():
        row = db.session.execute(asked.execution_options(populate_existing=True)).one_or_none()
    return (row[0], row[1]) if row else None


def scenes_of(estate_id: int) -> Sequence[EnrolmentScene]:
    """All scenes of an estate of the bound community, the newest first."""
    return db.session.scalars(
        select(EnrolmentScene)
        .where(EnrolmentScene.estate_id == estate_id)
        .order_by(EnrolmentScene.number.desc())
    ).all()


def scene_to_end(estate_id: int) -> tuple[EnrolmentScene, datetime] | None:
    """The running scene of an estate, locked against every form in flight, and the database's time."""
    row = db.session.execute(
        select(EnrolmentScene, db_now().label("now"))
        .where(EnrolmentScene.estate_id == estate_id, EnrolmentScene.state == SceneState.ACTIVE)
        .with_for_update(of=EnrolmentScene)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return (row[0], row[1]) if row else None
