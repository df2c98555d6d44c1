"""Networks that people come from."""

from ipaddress import ip_address


def network_of(address: str) -> str:
    """An address; of IPv6 the first half, because a household or an office has the other."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or found.exploded[:19])
