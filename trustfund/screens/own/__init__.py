"""Pages for those outside the office: each sees what is its own."""
