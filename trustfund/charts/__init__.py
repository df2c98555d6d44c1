"""Frames in, plotly figures out; nothing else."""
