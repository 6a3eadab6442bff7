"""Charts that people would rather look at than read: each module computes one kind of them."""
