"""``python -m kotinos``: the command line."""

from __future__ import annotations

from kotinos.site.cli import main

if __name__ == "__main__":
    main(prog_name="kotinos")
