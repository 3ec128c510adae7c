"""The guard that the other tests rely on: no socket opens."""

from __future__ import annotations

import socket

import pytest


def test_a_connection_is_refused(network_calls: list[str]) -> None:
    """Both an address and a name are refused before anything leaves the machine."""
    with socket.socket() as outward, pytest.raises(PermissionError):
        outward.connect(("192.0.2.1", 80))
    with pytest.raises(PermissionError):
        socket.getaddrinfo("example.invalid", 80)
    assert len(network_calls) == 2
    network_calls.clear()
