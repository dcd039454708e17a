"""Starts the kernel `tunebook-test` with encryption required, and prints what came of it as JSON."""

import json

import zmq
from jupyter_client.manager import KernelManager

manager = KernelManager(kernel_name="tunebook-test", transport_encryption="required")
manager.start_kernel()
client = manager.client()
client.start_channels()


def run(code):
    printed = []
    reply = client.execute_interactive(
        code,
        store_history=False,
        timeout=60,
        output_hook=lambda message: printed.append(
            message["content"].get("text", "")
            or message["content"].get("data", {}).get("text/plain", "")
        ),
    )
    return [reply["content"]["status"], "".join(printed)]


def beats():
    """A heartbeat as jupyter_client makes it, with a fresh pair of its own."""
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.linger = 0
    socket.curve_publickey, socket.curve_secretkey = zmq.curve_keypair()
    socket.curve_serverkey = manager.curve_publickey
    socket.connect(f"tcp://{manager.ip}:{manager.hb_port}")
    socket.send(b"ping")
    return socket.recv() == b"ping"


try:
    client.wait_for_ready(timeout=60)
    first = run("console.log('out'); 6 * 7")
    beat = beats()
    keys = manager.curve_publickey
    manager.restart_kernel()
    client.wait_for_ready(timeout=60)
    again = run("'again'")
    print(
        json.dumps(
            {
                "encrypted": manager.curve_publickey is not None,
                "same keys": manager.curve_publickey == keys,
                "first": first,
                "beat": beat,
                "again": again,
            }
        )
    )
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
