"""Every field of every document, a file a document: data, from which all else derives.

What is no document has fields here too, so that problems can name them: ``act``, ``access``,
``amendment``, ``file``, ``fund`` and ``setting``.
"""

from trustfund.domain.catalogue import (
    allocation,
    amendment,
    contribution,
    contributor,
    country,
    deposit,
    earmarking,
    event,
    funding_status,
    headlines,
    history,
    instalment,
    ledger,
    movement,
    objective,
    paper,
    participation,
    rate,
    receipt,
    restatement,
    terms,
    trip,
)

DOCUMENTS = {
    module.DOCUMENT.name: module.DOCUMENT
    for module in (
        *(terms, contributor, contribution, amendment, instalment, deposit, movement, allocation),
        *(receipt, event, trip, rate, earmarking, participation, funding_status, ledger, history),
        *(restatement, headlines, country, objective, paper),
    )
}
"""Every document by its name."""
