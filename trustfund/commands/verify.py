"""The command ``verify``: whether the books are unchanged since an act whose hash somebody has."""

import argparse
import re
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from trustfund.commands.common import add
from trustfund.domain.catalogue.history import HASH
from trustfund.domain.problems import Code, refusal
from trustfund.store import backup, chain, papers
from trustfund.store.setup import ready_store
from trustfund.store.tables import History, Paper

SHORTEST = 16
"""Digits of a hash that name one act among any number of them."""
MOST_FAULTS = 20
"""As many faults are listed."""


def parse(typed: str) -> str:
    """A hash as typed, or its beginning, in small letters; or a sentence.

    What is copied from a document has invisible blanks where a line may break.
    """
    found = re.sub(r"[\s\u200b]", "", typed).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{SHORTEST},64}}", found):
        why = f"is no hash: that is 64 digits 0-9 and a-f, or its first {SHORTEST} or more"
        raise refusal(HASH, Code.MALFORMED, typed, why, "Copy it from the statement or package")
    return found


def verify(arguments: argparse.Namespace) -> None:
    """Say which act a hash is of, and whether the books up to it are unchanged."""
    typed = parse(arguments.hash)
    with ready_store().reading() as session:
        lines = session.execute(
            sa.select(History.id, History.at, History.action, History.subject)  # type: ignore[call-overload]
            .where(col(History.hash).startswith(typed))
            .order_by(col(History.id))
            .limit(2)
        ).all()
        if not lines and (paper := _paper(session, typed)):
            print(paper)
            return
        if not lines:
            why = "is of no act of these books: they are others, or an act up to it was changed"
            raise refusal(HASH, Code.UNKNOWN, typed, why, "Compare with a backup of that time")
        if lines[1:]:
            why = "is the beginning of several hashes"
            raise refusal(HASH, Code.AMBIGUOUS, typed, why, "Give more of its digits")
        line = lines[0]
        newest = session.scalar(select(sa.func.max(History.id)))
        connection = session.connection()
        wrong = [
            *chain.changed_acts(connection, line.id),
            *chain.changed_documents(connection, line.id),
        ]
    moment = f"{line.at:%Y-%m-%d %H:%M:%S} UTC"
    print(f"The hash is that of act {line.id} ({line.action}, {line.subject}), {moment}.")
    if wrong:
        remedy = "The books up to it were changed; compare with a backup of that time"
        raise backup.faulty(wrong[:MOST_FAULTS], remedy)
    print("The books up to it are unchanged: every act was worked out again.")
    print(f"Acts since: {(newest or 0) - line.id}.")


def _paper(session: Session, typed: str) -> str:
    """What is known of the paper of a hash; "" where there is none."""
    found = session.exec(select(Paper).where(col(Paper.sha256).startswith(typed))).all()
    lines = []
    for paper in found:
        end = f"act {paper.removed_by_act_id} removed it"
        if paper.removed_by_act_id is None:
            is_there = papers.read(session.connection(), paper.sha256) is not None
            end = "it is as it was attached" if is_there else "its content is missing or changed"
        lines.append(
            f"The hash is that of paper {paper.id}, which act {paper.act_id} attached to "
            f"{paper.record} {paper.reference}: {end}."
        )
    return "\n".join(lines)


def add_to(commands: Any) -> None:
    """Add the command."""
    command = add(commands, "verify", verify)
    command.add_argument("hash", metavar="HASH", help="64 digits, or the first 16 or more")
