"""Runs a command in a pseudo-terminal and types: ARGS = pairs of (text to wait for, what to type), "--", command."""
import os, pty, sys

words = sys.argv[1:]
at = words.index("--")
pairs, command = words[:at], words[at + 1 :]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
seen = ""
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    text = piece.decode("utf8", "replace")
    sys.stdout.write(text)
    seen += text
    while pairs and pairs[0] in seen:
        seen = seen.split(pairs[0], 1)[1]
        os.write(terminal, pairs[1].encode("utf8").decode("unicode_escape").encode("utf8"))
        pairs = pairs[2:]
sys.stdout.flush()
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
