"""The sandbox in a real browser."""
