"""A property that is computed once and kept in a slot: as `functools.cached_property`, without a dictionary for each instance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_T = TypeVar("_T")


class _Kept(Generic[_T]):
    def __init__(self, slot: str, compute: Callable[[Any], _T]) -> None:
        self._slot, self._compute = slot, compute
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> _Kept[_T]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> _T: ...
    def __get__(self, instance: object, owner: type) -> _Kept[_T] | _T:
        if instance is None:
            return self
        value = getattr(instance, self._slot)
        if value is None:
            value = self._compute(instance)
            object.__setattr__(instance, self._slot, value)
        return value  # type: ignore[no-any-return]  # what was computed


def kept(slot: str) -> Callable[[Callable[[Any], _T]], _Kept[_T]]:
    """Return a decorator for a method whose result, never None, is kept in a slot that is None as long as nobody has asked."""
    return lambda compute: _Kept(slot, compute)
