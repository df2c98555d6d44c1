"""The fund itself: its terms, how it is published, its certified years, who is eligible."""

from trustfund.domain.fields import Cell, Field, Kept

CODE = Field("fund.code")
NAME = Field("fund.name")
TERM = Field("fund.starts_on", Cell.DAY, label="Term")
ENDS_ON = Field("fund.ends_on", Cell.DAY, label="Last day")
AGENT_FEE = Field("fund.agent_fee", label="Administrative agent fee")
INDIRECT_COST = Field("fund.indirect_cost", label="Indirect support cost")
MANAGING_ORGANIZATION = Field("fund.managing_organization")
PUBLISHER_REFERENCE = Field("fund.publisher_reference", label="Publisher's reference")
PUBLISHER_NAME = Field("fund.publisher_name", label="Publisher's name")
PUBLISHER_TYPE = Field("fund.publisher_type", label="Publisher's type")
ACTIVITY_IDENTIFIER = Field("fund.activity_identifier")
ORGANIZATION = Field("fund.organization")
ORGANIZATION_REFERENCE = Field("fund.organization_reference")
YEAR = Field("fund.year", Cell.COUNT)
STATEMENTS = Field("fund.statements")
ELIGIBLE_COUNTRY = Field("fund.eligible_country", label="Country", codes=Kept.COUNTRY)
ELIGIBLE_FROM = Field("fund.eligible_from", Cell.DAY, label="Effective date")
