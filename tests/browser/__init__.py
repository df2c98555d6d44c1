"""The running product, seen through a real browser."""
