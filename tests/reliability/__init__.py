"""Many people at once, and processes that die while they write: nothing may be lost.

``python -m tests.reliability`` does it at full size and prints what came of it; the tests beside
it do the same in small.
"""
