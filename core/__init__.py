"""Holdfast: looks after volunteer peer supporters."""
