"""The acts of channels: files for the credit platform, the register, receipts of pushes."""

from .channels import (
    ChangeChannel,
    CloseChannel,
    OpenChannel,
    RecordPush,
    RetryChannel,
    change_channel,
    close_channel,
    open_channel,
    record_push,
    retry_channel,
)
from .credit import (
    MakeCreditBatch,
    RecordCreditReceipt,
    make_credit_batch,
    record_credit_receipt,
)

__all__ = [
    "ChangeChannel",
    "CloseChannel",
    "MakeCreditBatch",
    "OpenChannel",
    "RecordCreditReceipt",
    "RecordPush",
    "RetryChannel",
    "change_channel",
    "close_channel",
    "make_credit_batch",
    "open_channel",
    "record_credit_receipt",
    "record_push",
    "retry_channel",
]
