"""People, teams and their organisations."""
