"""The other end of the sockets under test: does what it is told by lines of JSON, and answers each with one."""

import array
import hashlib
import json
import os
import socket
import sys

listeners = {}
connections = {}
LAST_ID = 0


def keep(table, thing):
    global LAST_ID
    LAST_ID += 1
    table[LAST_ID] = thing
    return LAST_ID


def listen(path, backlog):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(backlog)
    listener.settimeout(15)
    return keep(listeners, listener)


def unlisten(listener):
    listeners.pop(listener).close()


def accept(listener):
    connection, _ = listeners[listener].accept()
    connection.settimeout(15)
    return keep(connections, connection)


def files_of(ancillary):
    files = []
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            numbers = array.array("i")
            numbers.frombytes(data[: len(data) - len(data) % numbers.itemsize])
            for number in numbers:
                status = os.fstat(number)
                files.append(f"{status.st_dev}:{status.st_ino}")
                os.close(number)
    return files


def receive(connection, count, size, room):
    """Takes `count` bytes, or what there is before the end, `size` at a time, with room for `room` descriptors."""
    digest = hashlib.sha256()
    total = 0
    messages = []
    while total < count:
        data, ancillary, flags, _ = connections[connection].recvmsg(min(size, count - total), socket.CMSG_LEN(4 * room))
        if not data:
            break
        total += len(data)
        digest.update(data)
        files = files_of(ancillary)
        if files or flags & socket.MSG_CTRUNC:
            cut = bool(flags & socket.MSG_CTRUNC)
            messages.append({"at": total - len(data), "bytes": data[-64:].hex(), "files": files, "cut": cut})
    return {"total": total, "digest": digest.hexdigest(), "messages": messages}


# Repeated, it lines up with no buffer.
BLOCK = hashlib.shake_128(b"transport").digest(100_003)


def pattern(length):
    return (BLOCK * (length // len(BLOCK) + 1))[:length]


def send(connection, length):
    connections[connection].sendall(pattern(length))


def send_files(connection, data, paths):
    """One message, with all of these files."""
    numbers = [os.open(path, os.O_RDONLY) for path in paths]
    socket.send_fds(connections[connection], [bytes.fromhex(data)], numbers)
    for number in numbers:
        os.close(number)


def shutdown(connection):
    connections[connection].shutdown(socket.SHUT_WR)


def close(connection):
    connections.pop(connection).close()


for line in sys.stdin:
    name, arguments = json.loads(line)
    try:
        answer = {"value": globals()[name](*arguments)}
    except OSError as error:
        answer = {"error": str(error)}
    print(json.dumps(answer), flush=True)
