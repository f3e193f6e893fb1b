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
from .persons import ReleasePersons, TakePersons, release_persons, take_persons
from .receivers import AddReceiver, CloseReceiver, add_receiver, close_receiver

__all__ = [
    "AddReceiver",
    "ChangeChannel",
    "CloseChannel",
    "CloseReceiver",
    "MakeCreditBatch",
    "OpenChannel",
    "RecordCreditReceipt",
    "RecordPush",
    "ReleasePersons",
    "RetryChannel",
    "TakePersons",
    "add_receiver",
    "change_channel",
    "close_channel",
    "close_receiver",
    "make_credit_batch",
    "open_channel",
    "record_credit_receipt",
    "record_push",
    "release_persons",
    "retry_channel",
    "take_persons",
]
