"""The table of roles in ``docs/deploy.md``, from what acts, files and pages themselves ask."""

from collections.abc import Collection, Iterator
from pathlib import Path

from trustfund.domain.kinds import label
from trustfund.domain.permissions import ACTS, FILES, STEPS
from trustfund.domain.roles import ACCOUNT_ROLES, Role
from trustfund.figures.datasets import DATASETS
from trustfund.screens import pages
from trustfund.screens.staff.accounts import MAY

WRITTEN = Path(__file__).resolve().parents[1] / "docs" / "deploy.md"
BEGIN, END = "<!-- roles: from the program -->\n", "<!-- end of roles -->\n"
OWN = {Role.CONTRIBUTOR, Role.MISSION}


def _row(name: str, allowed: Collection[Role]) -> str:
    cells = [("own" if role in OWN else "yes") if role in allowed else "" for role in ACCOUNT_ROLES]
    return f"| {name} | {' | '.join(cells)} |"


def _rows() -> Iterator[str]:
    head = " | ".join(ACCOUNT_ROLES)
    for title, rows in (
        ("act", [(code.words, allowed) for code, allowed in ACTS.items()]),
        ("step of a trip", [(label(step).lower(), allowed) for step, allowed in STEPS.items()]),
        ("file to import", list(FILES.items())),
        (
            "dataset that is not public",
            [
                (f"`{each.name}`", each.readers | each.own_for)
                for each in DATASETS
                if Role.VISITOR not in each.readers
            ],
        ),
        (
            "page",
            [
                (f"`/{page.address}`", page.open_to)
                for page in (*pages.OWN, *pages.STAFF, *pages.ADMINISTRATION)
            ],
        ),
    ):
        yield f"| {title} | {head} |"
        yield f"|---|{'---|' * len(ACCOUNT_ROLES)}"
        yield from (_row(name, allowed) for name, allowed in rows)
        yield ""


def written() -> str:
    """The part of the page."""
    roles = ["| role | what it is for |", "|---|---|"]
    roles += [f"| {role} | {MAY[role]} |" for role in ACCOUNT_ROLES]
    return "\n".join([*roles, "", *_rows()])


def replaced(page: str) -> str:
    """The page with that part as the program has it."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}{written()}{END}{rest.partition(END)[2]}"
