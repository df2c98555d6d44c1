"""Who may sign in, who is signed in, and the access log: all of it beside the books."""
