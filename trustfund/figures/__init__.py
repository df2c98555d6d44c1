"""The only aggregation: every number shown or exported is computed here, from entries."""
