"""Readers that are not ours, for the files that the product makes."""

import subprocess
import tempfile
from pathlib import Path


def pdf_text(made: bytes) -> str:
    """What ``pdftotext`` reads in a PDF, laid out as it is printed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "made.pdf")
        file.write_bytes(made)
        command = ["pdftotext", "-layout", str(file), "-"]
        read = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return read.stdout.decode()
