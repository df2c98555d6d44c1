"""Contributions, earmarking choices and funded travel of a voluntary trust fund."""

__version__ = "0.1.0"
