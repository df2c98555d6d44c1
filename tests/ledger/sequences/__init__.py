"""Sequences of acts, done on the books and by a naive bookkeeper.

``naive_*`` is the bookkeeper, who knows nothing of the program; ``rules_for_*`` say what can be
done; ``compared`` lays the books beside the bookkeeper's.
"""
