"""Work that happens because time passed."""
