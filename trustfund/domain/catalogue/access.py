"""Accounts, and how people sign in."""

from trustfund.domain.fields import Field

EMAIL = Field("access.email", label="E-mail")
ROLE = Field("access.role")
COUNTRY = Field("access.country", label="Country of the mission")
CONTRIBUTOR = Field("access.contributor", label="Whose money the contributor sees")
PASSWORD = Field("access.password")
NEW_PASSWORD = Field("access.new_password")
NEW_PASSWORD_AGAIN = Field("access.new_password_again", label="New password, again")
PRESENT_PASSWORD = Field("access.present_password")
EMAIL_AND_PASSWORD = Field("access.email_and_password", label="E-mail and password")
SIGNING_IN = Field("access.signing_in")
LINK = Field("access.link", label="This link")
ORGANIZATION = Field("access.organization", label="Your organization's sign-in")
ACCOUNT = Field("access.account", label="An account")
ACTING_AS = Field("access.acting_as", label="--as")
