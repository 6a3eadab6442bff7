"""The only room that sees every other: settings, addresses, pages, API, command line."""
