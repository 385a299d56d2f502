"""``python -m core.cli``, where the command is not installed."""

from core.cli import main

main()
