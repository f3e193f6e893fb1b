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
from .witnesses import CloseWitness, OpenWitness, close_witness, open_witness

__all__ = [
    "AddReceiver",
    "ChangeChannel",
    "CloseChannel",
    "CloseReceiver",
    "CloseWitness",
    "MakeCreditBatch",
    "OpenChannel",
    "OpenWitness",
    "RecordCreditReceipt",
    "RecordPush",
    "ReleasePersons",
    "RetryChannel",
    "TakePersons",
    "add_receiver",
    "change_channel",
    "close_channel",
    "close_receiver",
    "close_witness",
    "make_credit_batch",
    "open_channel",
    "open_witness",
    "record_credit_receipt",
    "record_push",
    "release_persons",
    "retry_channel",
    "take_persons",
]
