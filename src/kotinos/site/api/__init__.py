"""The JSON API at ``/api/v1/``: stored documents as they are, lists from the projections, OpenAPI."""
