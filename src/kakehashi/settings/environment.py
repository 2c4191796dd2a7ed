"""Which environment variables steer Kakehashi, and what do they say? Typed, and loud when wrong."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path

SOURCE_ROOT = Path(__file__).resolve().parents[3]


class EnvironmentFault(RuntimeError):
    """An environment variable has a value that cannot be used; the message names it and the cure."""


@dataclass(frozen=True, slots=True)
class EncoderChoice:
    """Which model embeds texts.

    `kind` is "bundled", "openai" (`model` at the endpoint below `url`, with `key` where it asks for one) or
    "sentence-transformers" (`model` is a folder). `prefix` is put before each text.
    """

    kind: Literal["bundled", "openai", "sentence-transformers"] = "bundled"
    model: str = ""
    url: str = ""
    key: str = field(default="", repr=False)
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment asks for.

    `data`: folder of the database and the vector cache. `secret_key`: signs cookies and forms. `debug`: show
    tracebacks. `hosts`: host names served. `database_url`: empty for SQLite inside `data`, else
    `postgresql://user:password@host:port/name`.
    """

    data: Path
    secret_key: str
    debug: bool
    hosts: tuple[str, ...]
    database_url: str
    encoder: EncoderChoice = EncoderChoice()


def read_environment() -> Environment:
    """Reads `KAKEHASHI_DATA`, `_SECRET_KEY`, `_DEBUG`, `_HOSTS`, `_DATABASE_URL`, `_ENCODER…`.

    Raises `EnvironmentFault`.
    """
    data = Path(os.environ.get("KAKEHASHI_DATA") or _default_data())
    if data.exists() and not data.is_dir():
        raise EnvironmentFault(f"KAKEHASHI_DATA={data} is a file: name a folder")
    hosts = tuple(
        h.strip() for h in os.environ.get("KAKEHASHI_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h.strip()
    )
    url = os.environ.get("KAKEHASHI_DATABASE_URL", "")
    if url and not url.startswith(("postgresql://", "postgres://")):
        raise EnvironmentFault("KAKEHASHI_DATABASE_URL must begin with postgresql:// (leave it empty for SQLite)")
    return Environment(
        data=data,
        secret_key=os.environ.get("KAKEHASHI_SECRET_KEY") or _kept_secret(data),
        debug=_flag("KAKEHASHI_DEBUG"),
        hosts=hosts,
        database_url=url,
        encoder=_encoder(),
    )


def _encoder() -> EncoderChoice:
    """The choice of `KAKEHASHI_ENCODER` and `_ENCODER_URL`, `_ENCODER_KEY`, `_ENCODER_PREFIX`."""
    words = os.environ.get("KAKEHASHI_ENCODER", "").strip()
    kind, _, model = words.partition(":")
    url, key = os.environ.get("KAKEHASHI_ENCODER_URL", "").strip(), os.environ.get("KAKEHASHI_ENCODER_KEY", "").strip()
    prefix = os.environ.get("KAKEHASHI_ENCODER_PREFIX", "")
    if words in ("", "bundled"):
        if url or key or prefix:
            raise EnvironmentFault("KAKEHASHI_ENCODER_… is set without KAKEHASHI_ENCODER: name the encoder")
        return EncoderChoice()
    if kind == "sentence-transformers" and model:
        return EncoderChoice("sentence-transformers", model, prefix=prefix)
    if kind != "openai" or not model:
        raise EnvironmentFault(
            f"KAKEHASHI_ENCODER={words}: write bundled, openai:MODEL or sentence-transformers:FOLDER"
        )
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise EnvironmentFault("KAKEHASHI_ENCODER_URL must be an address like https://example.org/v1, without a name")
    if parts.scheme == "http" and key and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise EnvironmentFault("KAKEHASHI_ENCODER_URL must begin with https:// where a key is sent to another machine")
    if not key.isascii() or not key.isprintable():
        raise EnvironmentFault("KAKEHASHI_ENCODER_KEY holds letters that no key has")
    return EncoderChoice("openai", model, url.rstrip("/"), key, prefix)


def _default_data() -> Path:
    """A source checkout keeps its data in its own `var`; an installed copy in the user's data folder."""
    if (SOURCE_ROOT / "pyproject.toml").is_file():
        return SOURCE_ROOT / "var"
    return user_data_path("kakehashi", appauthor=False)


def _flag(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "0", "no", "false"):
        return False
    if value in ("1", "yes", "true"):
        return True
    raise EnvironmentFault(f"{name}={value}: write yes or no")


def _kept_secret(data: Path) -> str:
    """A random key made once and kept readable by its owner alone, so that no default key is ever in use."""
    path = data / "secret_key"
    if path.is_file():
        return path.read_text(encoding="ascii").strip()
    data.mkdir(parents=True, exist_ok=True)
    key = os.urandom(32).hex()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key
