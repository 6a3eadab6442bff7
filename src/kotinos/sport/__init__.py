"""The rules of sport: ranking, advancing, medals, records, scoring, disciplines. Pure."""
