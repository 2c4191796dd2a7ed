"""Every string a person sees exists in Vietnamese, Japanese and Korean, complete and unguessed."""

import pytest

from kakehashi.locale.catalogues import LANGUAGES, extract_messages, missing_messages


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_complete(language: str) -> None:
    faults = missing_messages(language)
    assert not faults, "\n".join(faults[:40])


def test_messages_are_found_in_code_and_templates() -> None:
    places = {place for message in extract_messages() for place, _line in message.locations}
    assert any(place.endswith(".py") for place in places)
    assert any(place.endswith(".html") for place in places)
