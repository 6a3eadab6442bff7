"""How pages are found, shared and shown elsewhere: heads, structured data, sitemaps, feeds, embeds, cards."""
