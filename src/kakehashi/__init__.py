"""Kakehashi connects the companies and localities of two countries."""

__version__ = "0.1.0"
