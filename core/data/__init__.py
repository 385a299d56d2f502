"""Packaged facts: the boundary checklist, the training catalogue, next steps."""
