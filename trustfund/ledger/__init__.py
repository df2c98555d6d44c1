"""The only writers: one module per kind of act; each act records its history."""
