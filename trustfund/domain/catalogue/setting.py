"""What the environment says, and Streamlit's secrets."""

from trustfund.domain.fields import Cell, Field

DATABASE_URL = Field("setting.database_url", label="TRUSTFUND_DATABASE_URL")
PUBLIC_ADDRESS = Field("setting.public_address", label="TRUSTFUND_PUBLIC_ADDRESS")
ALLOWED_HOSTS = Field("setting.allowed_hosts", label="TRUSTFUND_ALLOWED_HOSTS")
PUBLIC = Field("setting.public", Cell.FLAG, label="TRUSTFUND_PUBLIC")
SECRET_KEY = Field("setting.secret_key", label="TRUSTFUND_SECRET_KEY")
TODAY = Field("setting.today", Cell.DAY, label="TRUSTFUND_TODAY")
FUNDS = Field("setting.funds", label="TRUSTFUND_FUNDS")
PORT = Field("setting.port", label="STREAMLIT_SERVER_PORT")
ADDRESS = Field("setting.address", label="STREAMLIT_SERVER_ADDRESS")
PROCESSES = Field("setting.processes", label="--processes")
SECRETS = Field("setting.secrets")


def provider(section: str, key: str = "") -> Field:
    """A provider of sign-in, such as "[auth.google]", or one of its keys."""
    return Field(f"setting.{key or 'provider'}", label=" ".join(filter(None, (section, key))))
