"""Import files: a file becomes rows, rows become a plan, and the plan acts on the books."""
