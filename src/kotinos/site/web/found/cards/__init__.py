"""Cards: pictures of 1200 × 630 that stand for a page where it is shared, drawn from its figures."""
