"""What imports need of the books: reading ahead, booking lists, taking a file back."""
