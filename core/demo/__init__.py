"""An invented organisation, the same on every machine."""
