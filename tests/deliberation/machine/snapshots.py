"""What the tables hold, to be compared before and after a step that was refused."""

from server.extensions import db

TOPIC_TABLES = (
    "topic", "topic_text", "topic_step", "topic_paper", "topic_second", "gate_decision", "gate_recusal",
    "gate_naming", "countersign", "appeal", "objection", "amendment", "poll", "ballot", "count_record",
    "covenant", "covenant_version", "covenant_article", "project", "milestone", "project_note",
    "supervision_order", "order_step",
)  # fmt: skip


def of(*tables: str) -> dict[str, list[str]]:
    """table → its rows, sorted; all that a topic is made of unless told. Reads what is committed."""
    with db.engine.connect() as connection:
        return {
            name: sorted(repr(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'))
            for name in tables or TOPIC_TABLES
        }
