"""How a parcel reaches a receiver: one module for each kind of channel, one contract for all."""

from collections.abc import Mapping

from gongjian.channels.choices import ChannelKind

from .contract import Answer, Destination, Parcel, Refused, Send, Unreachable
from .folder import send as to_folder
from .mail import send as to_mail
from .message import send as to_gateway
from .push import send as to_web

ADAPTERS: Mapping[str, Send] = {
    ChannelKind.FILE: to_folder,
    ChannelKind.HTTP: to_web,
    ChannelKind.MAIL: to_mail,
    ChannelKind.MESSAGE: to_gateway,
}

__all__ = ["ADAPTERS", "Answer", "Destination", "Parcel", "Refused", "Send", "Unreachable"]
