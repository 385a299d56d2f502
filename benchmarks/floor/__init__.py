"""Pages without a product, to measure against. Nothing of it can be reached in the product."""
