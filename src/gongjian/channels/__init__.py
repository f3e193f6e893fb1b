"""Channels: the published decisions on their way to other platforms (渠道)."""
