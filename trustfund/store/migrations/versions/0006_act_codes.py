"""History says what an act was by a code, in the books of earlier programs too."""

import sqlalchemy as sa
from alembic import op

from trustfund.store.migrations.append_only import allow_changes, refuse_changes

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CODES = {
    "recorded a contribution": "contribution_recorded",
    "corrected a contribution": "contribution_corrected",
    "signed an arrangement": "arrangement_signed",
    "amended an arrangement": "arrangement_amended",
    "took back an amendment": "amendment_taken_back",
    "withdrew a pledge": "pledge_withdrawn",
    "wrote off a commitment": "commitment_written_off",
    "took back a withdrawal or write-off": "withdrawal_or_write_off_taken_back",
    "set a payment schedule": "payment_schedule_set",
    "recorded a deposit": "deposit_recorded",
    "recorded deposits": "deposits_recorded",
    "corrected a deposit": "deposit_corrected",
    "reversed a deposit": "deposit_reversed",
    "recorded an unidentified receipt": "unidentified_receipt_recorded",
    "corrected an unidentified receipt": "unidentified_receipt_corrected",
    "booked an unidentified receipt": "unidentified_receipt_booked",
    "returned an unidentified receipt": "unidentified_receipt_returned",
    "recorded a movement": "movement_recorded",
    "corrected a movement": "movement_corrected",
    "reversed a movement": "movement_reversed",
    "recorded an allocation": "allocation_recorded",
    "corrected an allocation": "allocation_corrected",
    "cancelled an allocation": "allocation_cancelled",
    "nominated a delegate": "delegate_nominated",
    "corrected a nomination": "nomination_corrected",
    "took a trip a step further": "trip_step_taken",
    "corrected a step of a trip": "trip_step_corrected",
    "took back a step of a trip": "trip_step_taken_back",
    "removed the name of a delegate": "delegate_name_removed",
    "removed the names of delegates": "delegate_names_removed",
    "recorded a contributor": "contributor_recorded",
    "corrected a contributor": "contributor_corrected",
    "gave a contributor another name": "contributor_name_given",
    "took back another name of a contributor": "contributor_name_taken_back",
    "added an event": "event_added",
    "changed an event": "event_changed",
    "decided on eligibility": "eligibility_decided",
    "recorded a rate": "rate_recorded",
    "imported a file": "file_imported",
    "took back an import": "import_taken_back",
    "certified a year": "year_certified",
    "changed the terms of the fund": "terms_changed",
    "set how the fund is published": "publishing_set",
    "gave an organization its IATI reference": "iati_reference_given",
    "took back an IATI reference": "iati_reference_taken_back",
}
"""The words of all acts until now, none of which was ever renamed, and their codes."""


def upgrade() -> None:
    """Code the lines whose words are known; others keep their words and get no code."""
    code = sa.Column("act", sa.String(length=64), nullable=True)
    op.add_column("history", code)
    history = sa.table("history", sa.column("action"), sa.column("act"))
    allow_changes("history")
    op.execute(history.update().values(act=sa.case(CODES, value=history.c.action)))
    refuse_changes("history")
