"""Texts reach a service that speaks OpenAI's interface, and every way in which it can fail has its name."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kakehashi.apps.market.encoders import open_encoder
from kakehashi.apps.market.endpoint import Endpoint, EndpointGarbled, EndpointRefused, EndpointUnreachable
from kakehashi.apps.market.vectors import VectorFile
from kakehashi.engines.matching.encoders import EmbeddingFault, OpenAICompatible
from kakehashi.engines.matching.encoding import encode_texts
from kakehashi.settings.environment import EncoderChoice

Answer = tuple[int, dict[str, str], bytes]


def embed(text: str) -> list[float]:
    return [float(len(text)), 3.0, float(sum(map(ord, text)) % 97) + 1]


def answer_well(body: dict[str, Any]) -> Answer:
    """Vectors in reverse order: only `index` tells which is which."""
    data = [{"object": "embedding", "index": i, "embedding": embed(text)} for i, text in enumerate(body["input"])]
    return 200, {}, json.dumps({"object": "list", "data": data[::-1], "model": body["model"]}).encode()


@dataclass
class Service:
    """A service on this machine that gives the prepared answers in turn, then good ones."""

    url: str = ""
    prepared: list[Answer | Callable[[dict[str, Any]], Answer]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    state = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append((self.path, dict(self.headers), body))
            answer = state.prepared.pop(0) if state.prepared else answer_well
            status, headers, content = answer(body) if callable(answer) else answer
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}/v1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        server.shutdown()
        thread.join()


def make_encoder(service: Service, waits: list[float] | None = None, **given: Any) -> OpenAICompatible:
    waits = [] if waits is None else waits
    endpoint = Endpoint(service.url, "secret-key", seconds=2, tries=3, sleep=waits.append)
    return OpenAICompatible("m", endpoint, address=service.url, **given)


def test_texts_come_back_as_unit_rows_in_their_order(service: Service) -> None:
    encoder = make_encoder(service, batch=2, prefix="query: ")
    rows = encoder.encode(["khuôn", "金型が\ud800欲しい", "", "x\x00y", "금형"])
    sent = [text for _, _, body in service.asked[1:] for text in body["input"]]
    assert sent == ["query: khuôn", "query: 金型が 欲しい", "query: -", "query: x y", "query: 금형"]
    expected = np.array([embed(text) for text in sent])
    assert np.allclose(rows, expected / np.linalg.norm(expected, axis=1, keepdims=True), atol=1e-6)
    assert (rows.dtype, encoder.dimensions) == (np.float32, 3)
    path, headers, body = service.asked[-1]
    assert (path, headers["Authorization"], body["model"]) == ("/v1/embeddings", "Bearer secret-key", "m")
    assert encoder.encode([]).shape == (0, 3)


def test_a_busy_service_is_asked_again_and_waited_for(service: Service) -> None:
    waits: list[float] = []
    service.prepared = [(503, {}, b""), (429, {"Retry-After": "7"}, b"")]
    assert make_encoder(service, waits).dimensions == 3
    assert waits == [0.5, 7.0]


def test_a_service_that_stays_busy_is_given_up(service: Service) -> None:
    waits: list[float] = []
    service.prepared = [(500, {"Retry-After": "99999"}, b"")] * 3
    with pytest.raises(EndpointRefused, match="500") as fault:
        make_encoder(service, waits).encode(["a"])
    assert (fault.value.status, waits, len(service.asked)) == (500, [30.0, 30.0], 3)


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_refusal_is_not_repeated_and_hides_the_key(service: Service, status: int) -> None:
    service.prepared = [(status, {}, b"secret-key is wrong")]
    with pytest.raises(EndpointRefused) as fault:
        make_encoder(service).encode(["a"])
    assert "secret-key" not in str(fault.value)
    assert len(service.asked) == 1


def test_no_redirection_is_followed(service: Service) -> None:
    service.prepared = [(307, {"Location": service.url + "/elsewhere"}, b"")]
    with pytest.raises(EndpointRefused, match="307"):
        make_encoder(service).encode(["a"])
    assert len(service.asked) == 1


def test_nobody_there() -> None:
    waits: list[float] = []
    endpoint = Endpoint("http://127.0.0.1:9", tries=2, sleep=waits.append)
    with pytest.raises(EndpointUnreachable, match="could not be reached"):
        endpoint({})
    assert waits == [0.5]


def one(embedding: object, index: int = 0) -> bytes:
    return json.dumps({"data": [{"index": index, "embedding": embedding}]}).encode()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"<html>", EndpointGarbled),
        (b'{"data": []}', EmbeddingFault),
        (b"[1]", EmbeddingFault),
        (b'{"data": [3]}', EmbeddingFault),
        (one([1, 2, 3], index=4), EmbeddingFault),
        (one([0, 0, 0]), EmbeddingFault),
        (one([1, float("nan"), 2]), EmbeddingFault),
        (one(["a"]), EmbeddingFault),
        (one([]), EmbeddingFault),
        (one([1, 2]), EmbeddingFault),  # three numbers were given before
    ],
)
def test_a_reply_that_cannot_be_used_is_a_fault(service: Service, content: bytes, fault: type[Exception]) -> None:
    encoder = make_encoder(service)
    assert encoder.dimensions == 3
    service.prepared = [(200, {}, content)]
    with pytest.raises(fault):
        encoder.encode(["a"])


MODELS = (("a", ""), ("b", ""), ("b", "q: "))


def test_vectors_of_two_models_are_kept_apart(service: Service, tmp_path: Path) -> None:
    store = VectorFile(tmp_path / "v")
    choices = [EncoderChoice("openai", model, service.url, prefix=prefix) for model, prefix in MODELS]
    first, second, third = (open_encoder(choice) for choice in choices)
    assert len({first.name, second.name, third.name}) == 3
    assert [encode_texts(["x", "y"], e, store)[1] for e in (first, second, third, first, second)] == [2, 2, 2, 0, 0]
