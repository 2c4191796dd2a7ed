"""Dated lists that everybody shares: places, the term base."""
