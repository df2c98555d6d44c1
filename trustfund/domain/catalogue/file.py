"""Files and stores: what is given to a command or a page, and what comes of it."""

from trustfund.domain.fields import Field

FILE = Field("file.file")
FORMAT = Field("file.format")
KEY = Field("file.key")
ROW = Field("file.row")
CELL = Field("file.cell")
COLUMN = Field("file.column")
COLUMNS = Field("file.columns")
"""Several headers at once."""
COLUMN_OPTION = Field("file.column_option", label="--column")
VALUE_OPTION = Field("file.value_option", label="--value")
CONSTANT_OPTION = Field("file.constant_option", label="--constant")
ANSWER_OPTION = Field("file.answer_option", label="--answer")
SHEET = Field("file.sheet")
"""How a sheet looks: a person answers a question about it."""
ANSWERS = Field("file.answers")
"""The name under which answers about a file are kept."""
ANOTHER_OPTION = Field("file.another_option", label="--another")
OTHER_MONEY_OPTION = Field("file.other_money_option", label="--other-money")
DECIDE_OPTION = Field("file.decide_option", label="--decide")
IMPORT = Field("file.import")
STORE = Field("file.store")
BOOKS = Field("file.books")
FILTER = Field("file.filter")


def filter_field(name: str) -> Field:
    """A filter of a page or a file, such as "Filter as_of"."""
    return Field(f"filter.{name}", label=f"Filter {name}")
