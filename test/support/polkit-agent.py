"""Runs a command on a terminal of its own: passes standard input to it, and what it writes to standard output.

Descriptor 3 is the command's. The command ends with its terminal: when standard input ends, or this program does.
"""

import os
import pty
import select
import sys

pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
os.close(3)
while True:
    for ready in select.select([0, terminal], [], [])[0]:
        try:
            data = os.read(ready, 4096)
        except OSError:
            # How Linux tells that nobody has the terminal any more.
            data = b""
        if not data:
            os.close(terminal)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 0xFF)
        os.write(terminal if ready == 0 else 1, data)
