"""Which columns the hash of an act covers, by version: data that never changes once it is released.

An act keeps the version that it was hashed with, so its hash stays verifiable after every upgrade.
A new column of the books goes into a new version, and is covered from the first act under it.
"""

from collections.abc import Mapping

Columns = Mapping[str, tuple[str, ...]]
"""The columns of each table that are covered, in the order in which they are hashed."""

APPEND_ONLY = (
    *("entry", "trip_step", "authorised_class", "certified_year", "fund_terms", "digest"),
)
"""The tables whose every row is hashed with the act that wrote it, in this order."""

KEYS: Columns = {
    "rate": ("currency", "effective_on"),
    "country": ("iso3",),
    "country_listing": ("country", "listed_on"),
    "event": ("code",),
    "objective": ("code",),
}
"""The keys of documents that are not numbered."""

NEVER = {
    "version": "a counter for forms",
    "fund.revision": "the number of lines of history",
    "trip.name": "a delegate's name, which is removed when the trip is over",
    "history.hash": "the hash itself",
    "digest.id": "the order of digests, in which they are hashed",
    "skeleton": "made of a name or reference, and compared with it",
    "bank_skeleton": "made of the bank's reference, and compared with it",
}
"""What no hash covers, as a column or a table and a column, and what it is."""


def _columns(text: str) -> Columns:
    lines = (line.split() for line in text.strip().splitlines())
    return {table: tuple(columns) for table, *columns in lines}


VERSIONS: dict[int, Columns] = {
    1: _columns(
        """
history act action actor at changes hash_version id outcome reason subject token
entry act_id amount contribution_id currency deposit_id id kind movement_id objective rate \
rate_effective_on reason recorded_at reverses trip_id usd_cents value_date
trip_step act_id id on_date reason recorded_at reverses status trip_id
certified_year act_id id statements year
digest act_id document key sha256
allocation act_id cancelled decided_on id note objective organization reference usd_cents void
contribution act_id agreement_link agreement_reference contributor_id currency id note reference
contributor act_id apart contributor_type country id name parent_id void
contributor_name act_id contributor_id id name void
country developing iso2 iso3 ldc ldc_scheduled_until ldc_until lldc m49 m49_region m49_subregion \
name sids un_group un_member
deposit act_id bank_reference contribution_id id note reference
eligibility_decision act_id country effective_on eligible id reason
event act_id announced city code country date_precision ends_on kind phase starts_on status title \
void
fund activity_identifier agent_fee_basis_points books_date code ends_on id illustrative \
indirect_cost_basis_points managing_organization name publisher_name publisher_reference \
publisher_type publishes_instalments starts_on
imported_file act_id changed file first_act_id id kind new same taken_back
instalment act_id amount contribution_id due_on ended_by_act_id id
movement act_id contribution_id id kind note organization reference
objective code description title
organization_reference act_id contributor_id id organization reference void
rate act_id currency effective_on source units_per_usd void
trip act_id country dsa event gender id note note_verbale other reference role terminal ticket
unidentified_receipt act_id amount bank_reference currency deposit_id id note payer received_on \
reference status
"""
    ),
}
VERSIONS[2] = {
    **VERSIONS[1],
    **_columns(
        """
authorised_class act_id eligible id judged_on ldc lldc m49_region m49_subregion sids step_id \
un_group
event act_id announced city class_kept_on code country date_precision ends_on held kind phase \
starts_on status title void
"""
    ),
}
VERSIONS[3] = {
    **VERSIONS[2],
    **_columns(
        """
country_listing act_id country developing ldc ldc_scheduled_until ldc_until listed_on lldc \
m49_region m49_subregion sids un_group un_member void
graduation act_id confirmed country day id reason
deposit act_id apart bank_reference contribution_id id note reference
same_money act_id deposit_id id reference void
fund_terms act_id agent_fee_basis_points attending contact contributors eligible giving id \
in_force_from indirect_cost_basis_points legal_basis phases purpose surplus travel_pools
objective act_id code description retired title
"""
    ),
}
VERSIONS[4] = {
    **VERSIONS[3],
    **_columns(
        """
paper act_id id media_type record reference removed_by_act_id sha256 size title
"""
    ),
}
NEWEST = max(VERSIONS)


def documents(version: int = NEWEST) -> list[str]:
    """The tables whose rows have digests: documents and reference lists."""
    return [name for name in VERSIONS[version] if name not in {"history", *APPEND_ONLY}]


def key(table: str) -> tuple[str, ...]:
    """The columns by which a row of a table of documents is known."""
    return KEYS.get(table, ("id",))
