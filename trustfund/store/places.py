"""Where the files beside the code are: at the top of a checkout, or in an installed package.

The wheel carries ``data/``, ``dashboard.py`` and ``.streamlit/config.toml`` in ``_project``, as
pyproject.toml says.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
_PACKED = PACKAGE / "_project"
IS_INSTALLED = _PACKED.is_dir()
PROJECT = _PACKED if IS_INSTALLED else PACKAGE.parent


def stores() -> Path:
    """The folder that a store with a relative name lies below."""
    return Path.cwd() if IS_INSTALLED else PROJECT
