"""Pure rules of the fund: no store, no screens, nothing that changes with the machine."""
