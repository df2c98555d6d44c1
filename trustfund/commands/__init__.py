"""The commands: each module holds those of one subject; ``program`` puts them together."""
