"""HTTP beside the screens: exports, sign-in, health."""
