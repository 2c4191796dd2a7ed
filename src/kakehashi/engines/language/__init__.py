"""Which letters, words and language does a text have? Folding, search tokens and detection for vi, ja, ko, en."""

from kakehashi.engines.language.detection import Language, detect
from kakehashi.engines.language.folding import Folded, fold, fold_with_offsets, tokens

__all__ = ["Folded", "Language", "detect", "fold", "fold_with_offsets", "tokens"]
