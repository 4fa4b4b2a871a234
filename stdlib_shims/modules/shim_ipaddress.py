"""`ipaddress`: the real arithmetic, with one meaning of `is_private` and `is_global` on every Python.

The tables behind those two were rewritten in bug-fix releases (3.11.10, 3.12.4), so that the same Python
version gives two answers. Ours follow the IANA special-purpose registries as of 2024.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Any, Final

from stdlib_shims.spending import charge
from stdlib_shims.tables import pick

_PRIVATE: Final = {
    4: """
    0.0.0.0/8 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.0.170/31 192.0.2.0/24
    192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 255.255.255.255/32
    """,
    6: """
    ::1/128 ::/128 ::ffff:0:0/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 fc00::/7
    fe80::/10
    """,
}
_PUBLIC_INSIDE: Final = {
    4: "192.0.0.9/32 192.0.0.10/32",
    6: "2001:1::1/128 2001:1::2/128 2001:3::/32 2001:4:112::/48 2001:20::/28 2001:30::/28",
}
_SHARED: Final = ipaddress.IPv4Network("100.64.0.0/10")


def _networks(texts: dict[int, str]) -> dict[int, tuple[Any, ...]]:
    return {version: tuple(map(ipaddress.ip_network, text.split())) for version, text in texts.items()}


_PRIVATE_NETWORKS: Final = _networks(_PRIVATE)
_PUBLIC_NETWORKS: Final = _networks(_PUBLIC_INSIDE)


def _is_inside(first: Any, last: Any, networks: dict[int, tuple[Any, ...]]) -> bool:
    return any(first in network and last in network for network in networks[first.version])


def _is_private(first: Any, last: Any) -> bool:
    mapped = ipaddress.IPv6Address.ipv4_mapped.fget(first) if first.version == 6 else None  # type: ignore[attr-defined]
    if mapped is not None and first == last:
        return _is_private(mapped, mapped)
    return _is_inside(first, last, _PRIVATE_NETWORKS) and not _is_inside(first, last, _PUBLIC_NETWORKS)


class _Masked:
    """What is made with a mask: without the dict of masks that all who derive from the real class would share."""

    _netmask_cache: Any = MappingProxyType({})

    @classmethod
    def _make_netmask(cls, arg: Any) -> Any:
        real: Any = ipaddress.IPv4Network if issubclass(cls, ipaddress._BaseV4) else ipaddress.IPv6Network
        return real._make_netmask(int(arg) if isinstance(arg, int) else str.__str__(arg))


class _Address(_Masked):
    """What is pinned of an address."""

    __slots__ = ()

    @property
    def is_private(self) -> bool:
        return _is_private(self, self)

    @property
    def is_global(self) -> bool:
        return not _is_private(self, self) and not _is_shared(self, self)


class _Network(_Masked):
    """What is pinned of a network: true when it is of the first and of the last address."""

    network_address: Any
    broadcast_address: Any

    @property
    def is_private(self) -> bool:
        return _is_private(self.network_address, self.broadcast_address)

    @property
    def is_global(self) -> bool:
        first, last = self.network_address, self.broadcast_address
        return not _is_private(first, last) and not _is_shared(first, last)


def _is_shared(first: Any, last: Any) -> bool:
    return first.version == 4 and first in _SHARED and last in _SHARED


class IPv4Address(_Address, ipaddress.IPv4Address):
    """An address of version 4."""

    __slots__ = ()


def _of_mapped(name: str) -> property:
    """Return a property that is true of an address of version 4 when there is one inside, as from 3.14 on."""
    real = getattr(ipaddress.IPv6Address, name)

    def read(self: Any) -> bool:
        mapped = self.ipv4_mapped
        return bool(real.fget(self) if mapped is None else getattr(mapped, name))

    return property(read)


class IPv6Address(_Address, ipaddress.IPv6Address):
    """An address of version 6."""

    __slots__ = ()

    @property
    def ipv4_mapped(self) -> IPv4Address | None:
        found = super().ipv4_mapped
        return None if found is None else IPv4Address(int(found))

    def __str__(self) -> str:
        """Show an address of version 4 inside in its own form, as from 3.13 on."""
        mapped, zone = self.ipv4_mapped, self.scope_id
        return super().__str__() if mapped is None else f"::ffff:{mapped}" + (f"%{zone}" if zone else "")

    def _explode_shorthand_ip_string(self) -> str:
        digits = f"{int(self):032x}"
        text = ":".join(digits[at : at + 4] for at in range(0, 32, 4))
        return text if self.ipv4_mapped is None else f"{text[:30]}{self.ipv4_mapped}"

    @property
    def reverse_pointer(self) -> str:
        return ".".join(f"{int(self):032x}"[::-1]) + ".ip6.arpa"

    is_link_local = _of_mapped("is_link_local")
    is_loopback = _of_mapped("is_loopback")
    is_multicast = _of_mapped("is_multicast")
    is_reserved = _of_mapped("is_reserved")
    is_unspecified = _of_mapped("is_unspecified")


class IPv4Network(_Network, ipaddress.IPv4Network):
    """A network of version 4."""

    _address_class = IPv4Address


class IPv6Network(_Network, ipaddress.IPv6Network):
    """A network of version 6."""

    _address_class = IPv6Address


class IPv4Interface(ipaddress.IPv4Interface, IPv4Address):
    """An address of version 4 and the network it is in."""

    is_private = _Address.is_private
    is_global = _Address.is_global

    def __init__(self, address: Any) -> None:
        super().__init__(address)
        self.network = IPv4Network(str(self.network))

    @property
    def ip(self) -> IPv4Address:
        return IPv4Address(int(self))


class IPv6Interface(ipaddress.IPv6Interface, IPv6Address):
    """An address of version 6 and the network it is in."""

    is_private = _Address.is_private
    is_global = _Address.is_global

    def __init__(self, address: Any) -> None:
        super().__init__(address)
        self.network = IPv6Network(str(self.network))

    @property
    def ip(self) -> IPv6Address:
        return IPv6Address(str(super().ip))


def ip_address(address: Any) -> IPv4Address | IPv6Address:
    """Return the address that a text, integer or bytes stand for. Raises ValueError."""
    found = ipaddress.ip_address(address)
    return IPv4Address(address) if found.version == 4 else IPv6Address(address)


def ip_network(address: Any, strict: bool = True) -> IPv4Network | IPv6Network:
    """Return a network. Raises ValueError, also for host bits under `strict`."""
    found = ipaddress.ip_network(address, strict)
    return IPv4Network(str(found)) if found.version == 4 else IPv6Network(str(found))


def ip_interface(address: Any) -> IPv4Interface | IPv6Interface:
    """Return an interface. Raises ValueError."""
    found = ipaddress.ip_interface(address)
    return IPv4Interface(address) if found.version == 4 else IPv6Interface(address)


def summarize_address_range(first: Any, last: Any) -> Iterator[IPv4Network | IPv6Network]:
    """Yield the networks that together are a range of addresses."""
    return map(_ours, ipaddress.summarize_address_range(first, last))


def collapse_addresses(addresses: Iterable[Any]) -> Iterator[IPv4Network | IPv6Network]:
    """Yield the fewest networks that hold all the addresses and networks given."""
    given = [*addresses]
    charge(_PER_ADDRESS * len(given))
    return map(_ours, ipaddress.collapse_addresses(given))


_PER_ADDRESS: Final = 20  # units: it is sorted and joined in Python


def _ours(network: Any) -> IPv4Network | IPv6Network:
    return ip_network(str(network))


OFFERS: Final[dict[str, Any]] = {
    **pick(
        ipaddress,
        "AddressValueError NetmaskValueError get_mixed_type_key v4_int_to_packed v6_int_to_packed",
    ),
    "IPV4LENGTH": 32,
    "IPV6LENGTH": 128,
    "IPv4Address": IPv4Address,
    "IPv4Interface": IPv4Interface,
    "IPv4Network": IPv4Network,
    "IPv6Address": IPv6Address,
    "IPv6Interface": IPv6Interface,
    "IPv6Network": IPv6Network,
    "collapse_addresses": collapse_addresses,
    "ip_address": ip_address,
    "ip_interface": ip_interface,
    "ip_network": ip_network,
    "summarize_address_range": summarize_address_range,
}

REFUSES: Final[dict[str, str]] = {}
