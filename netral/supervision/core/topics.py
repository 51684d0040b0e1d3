"""What checks and findings are about."""

from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class Topic(StrEnum):
    """One subject of a check list."""

    CARS = "cars"
    OFFICES = "offices"
    UNIFORMS = "uniforms"
    SOCIAL = "social"
    INVITATIONS = "invitations"
    GOODS = "goods"
    CLIMATE = "climate"
    IMPLEMENTATION = "implementation"
    CIRCULAR = "circular"  # clauses that fit no other topic


TOPIC_WORDS: Final = {
    Topic.CARS: N_("Official vehicles"),
    Topic.OFFICES: N_("Offices and halls"),
    Topic.UNIFORMS: N_("Uniforms and attributes"),
    Topic.SOCIAL: N_("Social media of the unit"),
    Topic.INVITATIONS: N_("Invitations and meetings"),
    Topic.GOODS: N_("Goods and assistance"),
    Topic.CLIMATE: N_("Free voting"),
    Topic.IMPLEMENTATION: N_("What the unit has arranged"),
    Topic.CIRCULAR: N_("Bans of the circular"),
}
