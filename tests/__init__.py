"""The suite. See CONTRIBUTING.md for its kinds."""
