"""How do texts reach an embeddings service, and what if it does not answer? Used only where one is configured."""

import json
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from kakehashi.engines.matching.encoders import EmbeddingFault

SECONDS = 30.0
TRIES = 5
LONGEST_WAIT = 30.0
_LARGEST_REPLY = 64 * 2**20
_WORTH_ANOTHER_TRY = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class EndpointUnreachable(EmbeddingFault):
    """The embeddings service could not be reached, or did not answer in time, at any of the tries."""


class EndpointRefused(EmbeddingFault):
    """The embeddings service answered that it will not do this; `status` is the HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class EndpointGarbled(EmbeddingFault):
    """The embeddings service answered with something that is not JSON."""


class _NoRedirect(HTTPRedirectHandler):
    """Texts and the key go to the configured address and nowhere else."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing: the redirection is reported as a refusal."""


class Endpoint:
    """The embeddings endpoint below `url` (which ends in "/v1" or the like); call it with a request's body.

    Tries again after a time-out, a broken connection and the statuses that ask for it, waiting twice as long
    each time or as long as the service says, at most half a minute. The key is never in a message.
    """

    def __init__(
        self,
        url: str,
        key: str = "",
        *,
        seconds: float = SECONDS,
        tries: int = TRIES,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address = url.rstrip("/") + "/embeddings"
        self._key, self._seconds, self._tries, self._sleep = key, seconds, tries, sleep
        self._open = build_opener(_NoRedirect).open

    def __call__(self, body: Mapping[str, object]) -> object:
        """Send one request and return the decoded reply; raises a kind of EmbeddingFault."""
        request = Request(self.address, json.dumps(body).encode("ascii"), method="POST")  # noqa: S310 (settings admit http and https alone)
        request.add_header("Content-Type", "application/json")
        if self._key:
            request.add_unredirected_header("Authorization", f"Bearer {self._key}")
        fault: EmbeddingFault = EndpointUnreachable(self.address)
        for attempt in range(self._tries):
            wait = min(LONGEST_WAIT, 0.5 * 2**attempt)
            try:
                with self._open(request, timeout=self._seconds) as reply:
                    return _decode(reply.read(_LARGEST_REPLY + 1), self.address)
            except HTTPError as error:
                with error:
                    fault = EndpointRefused(f"{self.address} answered {error.code} {error.reason}", error.code)
                    if error.code not in _WORTH_ANOTHER_TRY:
                        raise fault from None
                    wait = _asked_wait(error.headers.get("Retry-After"), wait)
            except (URLError, TimeoutError, ConnectionError, HTTPException) as error:
                reason = getattr(error, "reason", None) or error
                fault = EndpointUnreachable(f"{self.address} could not be reached: {reason}")
            if attempt + 1 < self._tries:
                self._sleep(wait)
        raise fault


def _asked_wait(header: str | None, otherwise: float) -> float:
    """The seconds that a service asks to wait; a date, or anything else, counts as not said."""
    return min(LONGEST_WAIT, float(header)) if header and header.isascii() and header.isdigit() else otherwise


def _decode(content: bytes, address: str) -> object:
    if len(content) > _LARGEST_REPLY:
        raise EndpointGarbled(f"{address} answered with more than {_LARGEST_REPLY // 2**20} MB")
    try:
        return json.loads(content)
    except ValueError as error:
        raise EndpointGarbled(f"{address} did not answer with JSON") from error
