"""Where the fund's documents and its ledger are kept: tables, engine, migrations, set-up."""
