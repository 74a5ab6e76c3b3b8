"""Evaluates expressions with Debian's libvirt-python: `c` is the connection. A line of JSON in, a line of JSON out."""

import json
import sys

import libvirt


def plain(value):
    """What JSON and JavaScript have too. Integers are text, since JavaScript reads no more than 53 bits of them."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return "%d" % value
    if isinstance(value, float):
        return value
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): plain(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    return {"name": value.name(), "uuid": value.UUIDString()}


libvirt.registerErrorHandler(lambda context, error: None, None)
connection = libvirt.open(sys.argv[1])
for line in sys.stdin:
    try:
        answer = {"value": plain(eval(json.loads(line), {"c": connection, "libvirt": libvirt}))}
    except libvirt.libvirtError as error:
        answer = {"error": error.get_error_code(), "message": str(error)}
    print(json.dumps(answer), flush=True)
