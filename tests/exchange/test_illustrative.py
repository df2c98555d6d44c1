"""Whatever is taken away from an illustrative fund says so, and nothing of another fund does."""

import io
import zipfile
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from tests.readers import all_in, pdf_text
from tests.reading import Loaded, made, needed, rows, worked_out_anew
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.exchange import tables
from trustfund.exchange.downloads import DOWNLOADS

WORDS = "illustrative data"
each_download = pytest.mark.parametrize("file", DOWNLOADS)


@pytest.fixture(scope="module")
def as_if_real(sample: Loaded) -> Loaded:
    """The same books as if they were those of a fund."""
    loaded, today = worked_out_anew(sample)
    fund = replace(
        loaded.fund,
        illustrative=False,
        publisher_name="A publisher",
        publisher_type="40",
        publisher_reference="XM-TEST",
        activity_identifier="XM-TEST-1",
    )
    return replace(loaded, fund=fund), today


def query(source: Loaded, file: str) -> str:
    """What a file has to be asked for with."""
    known = {
        "contributor": rows(source, "contributors")[0]["name"],
        "deposit": rows(source, "deposits")[0]["reference"],
        "kind": "travel_list",
        "event": "HR-6",
    }
    asked = needed(DOWNLOADS[file], known)
    return "&".join(f"{name}={value}" for name, value in asked.items())


def file_name(source: Loaded, file: str) -> str:
    """What it is called when it is downloaded."""
    download = DOWNLOADS[file]
    view = download.view(*source, parse_qsl(query(source, file)), COMMAND_LINE)
    return tables.file_name(download.name, view, download.form)


def parts(file: str, content: bytes) -> list[str]:
    """Everything in a file that a reader may see without the rest: each has to say it."""
    match DOWNLOADS[file].form:
        case "pdf":
            return pdf_text(content).rstrip("\f").split("\f")
        case "xlsx" | "zip":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                starts = ("xl/worksheets/sheet", "docProps/core", "README", "datapackage")
                named = [name for name in archive.namelist() if name.startswith(starts)]
                return [archive.read(name).decode() for name in named]
        case "xml":
            return content.decode().split("<iati-activity ")
        case "csv" | "json":  # data alone: their names say it, and the header of the answer
            return []
    raise AssertionError(f"say here how {file} says that it is illustrative")


@each_download
def test_every_file_of_the_sample_says_that_it_is_illustrative(sample: Loaded, file: str):
    content, form = made(sample, file, query(sample, file), Role.STAFF), DOWNLOADS[file].form
    found = parts(file, content)
    assert all(WORDS in part.lower() for part in found)
    assert bool(found) is (form not in ("csv", "json"))
    assert (WORDS.encode() in all_in(content).lower()) is bool(found)
    assert file_name(sample, file).endswith(f"-illustrative.{form}")


@each_download
def test_no_file_of_a_fund_that_is_nobodys_sample_says_so(as_if_real: Loaded, file: str):
    content = made(as_if_real, file, query(as_if_real, file), Role.STAFF)
    assert WORDS.encode() not in all_in(content).lower()
    assert "-illustrative." not in file_name(as_if_real, file)
