"""An attribute that is worked out when it is first asked for, and kept.

What `functools.cached_property` does, without the lock that it takes before Python
3.12: some hundred of these are asked for each sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Value = TypeVar("_Value")


class kept(Generic[_Value]):  # noqa: N801 - used as property is
    """Make a method an attribute that is worked out once.

    Args:
        make: the method; what it gives must never change.
    """

    def __init__(self, make: Callable[[Any], _Value]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, owner: Any, _: type) -> _Value:
        """Work it out, and stand in its own way from now on."""
        value = self._make(owner)
        owner.__dict__[self._name] = value
        return value
