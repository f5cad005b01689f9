"""Ports of the loopback that are this process's until it ends."""

import random
import socket

# Below the ports that the system gives to connections and to those who ask for any (32768 and up on
# Linux): one of those may be taken between the choice and the server's start.
CHOICE = range(20000, 32000)
reserved = []


def reserve(port):
    """Whether the port is ours now. A name of this machine is bound for it, which no other process
    of the tests can bind as long as this one lives, whoever listens at the port meanwhile."""
    name = socket.socket(socket.AF_UNIX)
    try:
        name.bind(f"\0till-tests-port-{port}")
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        name.close()
        return False
    reserved.append(name)
    return True


def free_ports(count):
    """Ports that nothing listens on and that nobody else is given."""
    ports = []
    while len(ports) < count:
        port = random.choice(CHOICE)
        if reserve(port):
            ports.append(port)
    return ports
