"""The ways out: how a message gets to a phone."""

from unionhall.accounts.adapters.adapter import Adapter, AdapterTrouble, Outgoing, adapter_of

__all__ = ["Adapter", "AdapterTrouble", "Outgoing", "adapter_of"]
