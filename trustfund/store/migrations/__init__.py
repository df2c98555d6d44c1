"""Schema versions, oldest first, and the program that applies them."""
