"""Pages of single records, for those who read the books."""
