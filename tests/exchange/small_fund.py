"""A small invented fund as import files, with what office programs like to change in cells.

Amounts in currencies with no and with three decimals, letters beyond ASCII, a comma, quotes and a
second line in a note, a text that looks like a formula, empty cells, a date that is no date.
"""

from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rows import Source
from trustfund.store.engine import Store

FILES = {
    "contributors": """\
name,contributor_type,country,parent
Norway,member_state,NOR,
Norwegian Agency for Development,member_state,NOR,Norway
Türkiye,member_state,TUR,
Côte d’Ivoire,member_state,CIV,
Example Foundation,philanthropic_organization,,
""",
    "rates": """\
currency,effective_on,units_per_usd,source
EUR,2017-05-01,0.918,UN Treasury
EUR,2017-07-15,0.8755,UN Treasury
JPY,2017-05-01,111.25,UN Treasury
TND,2017-05-01,2.4,UN Treasury
""",
    "contributions": """\
reference,contributor,pledged_on,agreement_reference,agreement_signed_on,currency,amount,earmark,note
C-1,Norway,2017-04-20,SAA-1,2017-05-02,USD,100000.00,,
C-2,Norwegian Agency for Development,,SAA-2,2017-05-03,EUR,75247.50,1:60000.00;unearmarked:15247.50,
C-3,Türkiye,,SAA-3,2017-05-04,JPY,1600000,2,"Two parts, ""first"" and
second"
C-4,Côte d’Ivoire,2017-06-01,,,TND,12345.678,,=1+1
C-5,Example Foundation,,SAA-5,2017-05-05,TND,2500.500,1,
""",
    "instalments": """\
contribution_reference,due_on,amount
C-1,2017-06-30,60000.00
C-1,2018-06-30,40000.00
C-3,2017-09-01,1600000
""",
    "deposits": """\
reference,contribution_reference,value_date,currency,amount,usd_amount,bank_reference,note
D-1,C-1,2017-05-15,USD,60000.00,,7001,
D-2,C-2,2017-05-16,EUR,75247.50,,7002,
D-3,C-3,2017-05-17,JPY,1600000,14400.10,7003,The bank gave US dollars
D-4,C-5,2017-05-18,TND,0.001,,,"A first, small part"
""",
    "movements": """\
reference,kind,value_date,usd_amount,objective,organization,contribution_reference,note
M-1,interest,2017-06-30,12.34,,,,
M-2,transfer_to_organization,2017-06-01,50000.00,,International Organization for Migration,,First
""",
    "allocations": """\
reference,decided_on,organization,usd_amount,objective,note
A-1,2017-05-30,International Organization for Migration,50000.00,1,
""",
    "travel": """\
reference,event,country,role,gender,status,nominated_on,authorised_on,travelled_on,settled_on,ticket_usd,dsa_usd,actual_usd,note
T-1,TS-3,NPL,delegate,F,settled,2017-05-20,2017-06-01,2017-06-18,2017-07-20,1800.00,640.50,2400.25,
T-2,TS-4,NAM,,,nominated,2017-06-20,,,,2000.00,,,
""",
}


def bring_in(store: Store) -> None:
    """Record the small fund through its own import files."""
    for kind, text in FILES.items():
        source = Source(f"{kind}.csv", text.encode())
        outcome = run(store, COMMAND_LINE, BY_NAME[kind], source, dry_run=False)
        assert not outcome.problems, outcome.problems
