"""What every door for machines is made of: `ApiView`, `operation`, and the words that its answers are written in.

A slice's `api.py` says which scope opens each method (`access`), what is read (`Asked`), what is answered (`Told`),
and calls one service or selector. Identity, limits, errors, versions, repeated requests and the description for
machines are here.
"""

from core.api.api.base import ApiView, Call, Nowhere, trouble_response
from core.api.api.operations import Operation, operation
from core.api.api.serializers import Asked, Receipt, Told

__all__ = ["ApiView", "Asked", "Call", "Nowhere", "Operation", "Receipt", "Told", "operation", "trouble_response"]
