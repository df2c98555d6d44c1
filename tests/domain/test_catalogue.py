"""Every field of every document is described once, and whole."""

from datetime import date
from decimal import Decimal

import pytest

from trustfund.domain.catalogue import DOCUMENTS, deposit
from trustfund.domain.fields import NUMBERS, Cell, Document, Field, Kept

FIELDS = {field.identity: field for document in DOCUMENTS.values() for field in document.fields}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=list(DOCUMENTS))
def test_a_document_names_each_of_its_fields_once_and_has_a_key(document: Document):
    names = [field.identity for field in document.fields]
    assert names == [f"{document.name}.{field.key}" for field in document.fields]
    assert len(set(names)) == len(names)
    assert bool(document.key) == any(field.is_published for field in document.fields)
    assert all(document.by_key[key].never_blank for key in document.key)


@pytest.mark.parametrize("field", FIELDS.values(), ids=list(FIELDS))
def test_a_field_says_what_it_means(field: Field):
    assert field.label
    assert field.meaning
    assert not field.meaning.endswith(".")
    assert field.help == "" or field.help.endswith(".")


@pytest.mark.parametrize(
    "field", [f for f in FIELDS.values() if f.example], ids=lambda field: field.identity
)
def test_an_example_is_of_the_kind_that_its_field_holds(field: Field):
    if field.cell is Cell.DAY:
        date.fromisoformat(field.example)
    elif field.cell in NUMBERS:
        assert Decimal(field.example) > 0
    elif field.choices:
        assert field.example in field.choices


def test_what_an_import_file_must_have_has_an_example():
    assert [f.identity for f in FIELDS.values() if f.required and not f.example] == []


def test_required_columns_of_a_file_come_first_and_the_others_in_the_order_of_exports():
    assert [field.key for field in deposit.DOCUMENT.input_fields] == [
        "reference",
        "contribution_reference",
        "value_date",
        "currency",
        "amount",
        "usd_amount",
        "fee_usd",
        "bank_reference",
        "note",
    ]


def test_a_field_is_called_as_its_column_where_it_has_no_other_name():
    assert deposit.VALUE_DATE.label == "Value date"
    assert FIELDS["deposit.unearmarked_usd"].label == "Un-earmarked USD"
    assert FIELDS["participation.un_group"].label == "UN group"


def test_what_a_column_takes_is_its_meaning_and_what_a_person_should_know_besides():
    assert deposit.FEE_USD.takes == (
        "Administrative agent fee. Blank: the usual fee. Another needs a note"
    )
    assert deposit.AMOUNT.takes == "Amount received, before the fee"


def test_codes_of_a_list_that_the_store_keeps_are_not_in_the_catalogue():
    assert deposit.CURRENCY.codes is Kept.CURRENCY
    assert deposit.CURRENCY.choices == ()
    assert deposit.CURRENCY.shape == "[A-Z]{3}"
