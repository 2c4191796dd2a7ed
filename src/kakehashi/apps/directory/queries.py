"""Which organisation answers to this address, and who speaks for it?"""

from kakehashi.apps.directory.models import Organisation, Person
from kakehashi.engines.language import fold


def people_of(organisation: Organisation) -> list[Person]:
    """The people of an organisation in the order it named them."""
    return list(organisation.people.order_by("position"))


def is_called(organisation: Organisation, folded: str) -> bool:
    """Whether the folded words all occur in the organisation's names: "dong" finds "Đồng"."""
    names = f"{fold(organisation.name)} {fold(organisation.latin_name)}"
    return all(word in names for word in folded.split())
