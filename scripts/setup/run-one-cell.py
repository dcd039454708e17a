"""Runs one cell on the Tunebook kernel through a Jupyter server: run-one-cell.py ORIGIN TOKEN."""

import json
import sys
import time
import urllib.error
import urllib.request
import uuid

import websocket

origin, token = sys.argv[1:]
deadline = time.monotonic() + 90


def call(method, path, body=None):
    request = urllib.request.Request(
        origin + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text else None


while True:  # the server has no other sign of being up than that it answers
    try:
        call("GET", "/api/status")
        break
    except (urllib.error.URLError, ConnectionError) as problem:
        if time.monotonic() > deadline:
            sys.exit(f"the server did not answer within 90 s: {problem}")
        time.sleep(0.2)

specs = call("GET", "/api/kernelspecs")["kernelspecs"]
if "tunebook" not in specs:
    sys.exit(f"the server knows the kernels {sorted(specs)}, but not tunebook")
kernel = call("POST", "/api/kernels", {"name": "tunebook"})["id"]
socket = websocket.create_connection(
    f"{origin.replace('http', 'ws', 1)}/api/kernels/{kernel}/channels?token={token}", timeout=60
)
message_id = uuid.uuid4().hex
socket.send(
    json.dumps(
        {
            "channel": "shell",
            "header": {
                "msg_id": message_id,
                "msg_type": "execute_request",
                "username": "check",
                "session": uuid.uuid4().hex,
                "version": "5.3",
                "date": "",
            },
            "parent_header": {},
            "metadata": {},
            "content": {"code": "[1, 2, 3].map((n: number) => n * n).join()", "silent": False},
        }
    )
)
result = None
while True:
    message = json.loads(socket.recv())
    if message["parent_header"].get("msg_id") != message_id:
        continue
    if message["msg_type"] == "execute_result":
        result = message["content"]["data"]["text/plain"]
    if message["msg_type"] == "error":
        sys.exit("the cell failed: " + "\n".join(message["content"]["traceback"]))
    if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
        break
socket.close()
call("DELETE", f"/api/kernels/{kernel}")
if result not in ("'1,4,9'", '"1,4,9"', "1,4,9"):
    sys.exit(f"the cell answered {result}")
