"""The acts of money, in the order in which they come."""

from .receipts import (
    MatchReceipt,
    ReturnReceipt,
    TakeReceipt,
    match_receipt,
    return_receipt,
    take_receipt,
)

__all__ = [
    "MatchReceipt",
    "ReturnReceipt",
    "TakeReceipt",
    "match_receipt",
    "return_receipt",
    "take_receipt",
]
