"""libvirt's own client, asked by lines of JSON: one question a line, one answer a line."""

import base64
import json
import sys

import libvirt

# Where the binding takes an empty result for a failure, of which libvirt knows nothing.
EMPTY_IS_FAILURE = {"securityLabelList"}

FIELDS = {
    libvirt.virDomain: ("Domain", {"name": "name", "uuid": "UUIDString", "id": "ID"}),
    libvirt.virDomainSnapshot: ("DomainSnapshot", {"name": "getName", "domain": "getDomain"}),
    libvirt.virDomainCheckpoint: ("DomainCheckpoint", {"name": "getName", "domain": "getDomain"}),
    libvirt.virNetwork: ("Network", {"name": "name", "uuid": "UUIDString"}),
    libvirt.virNetworkPort: ("NetworkPort", {"uuid": "UUIDString", "network": "network"}),
    libvirt.virInterface: ("Interface", {"name": "name", "mac": "MACString"}),
    libvirt.virStoragePool: ("StoragePool", {"name": "name", "uuid": "UUIDString"}),
    libvirt.virStorageVol: ("StorageVol", {"name": "name", "key": "key"}),
    libvirt.virNodeDevice: ("NodeDevice", {"name": "name"}),
    libvirt.virSecret: ("Secret", {"uuid": "UUIDString", "usageType": "usageType", "usageID": "usageID"}),
    libvirt.virNWFilter: ("NWFilter", {"name": "name", "uuid": "UUIDString"}),
    libvirt.virNWFilterBinding: ("NWFilterBinding", {"portDev": "portDev", "filterName": "filterName"}),
}


def written(value):
    """A result as JSON has it: integers as text, since they have 64 bits, and bytes and objects by what they are."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return {"$": "int", "value": str(int(value))}
    if isinstance(value, float):
        return value
    if isinstance(value, bytes):
        return {"$": "bytes", "value": base64.b64encode(value).decode()}
    if isinstance(value, (list, tuple)):
        return [written(one) for one in value]
    if isinstance(value, dict):
        return {"$": "dict", "value": [[written(key), written(one)] for key, one in value.items()]}
    name, fields = FIELDS[type(value)]
    return {
        "$": "object",
        "class": name,
        "value": {field: written(getattr(value, method)()) for field, method in fields.items()},
    }


def called(connection, path):
    """What these calls return, each of which is made on what the one before has returned."""
    values = [connection]
    for method, args in path:
        values.append(getattr(values[-1], method)(*[read(connection, arg) for arg in args]))
    return values


def read(connection, value):
    if isinstance(value, list):
        return [read(connection, one) for one in value]
    if not isinstance(value, dict):
        return value
    kind = value["$"]
    if kind == "int":
        return int(value["value"])
    if kind == "bytes":
        return base64.b64decode(value["value"])
    return called(connection, value["value"])[-1]


def failed(error):
    """A virError as an answer; nothing where there is none."""
    if error is None:
        return {"value": None}
    names = ("errno", "domain", "message", "level", "str1", "str2", "str3", "int1", "int2")
    return {"error": dict(zip(names, error))}


def answer(connection, path):
    libvirt.virResetLastError()
    try:
        # An object that goes takes the last error with it.
        values = called(connection, path)
        # The binding hides some errors behind None.
        return failed(libvirt.virGetLastError()) if values[-1] is None else {"value": written(values[-1])}
    except libvirt.libvirtError as error:
        return {"value": None} if path[-1][0] in EMPTY_IS_FAILURE else failed(error.err)
    except Exception as error:  # What the test did wrong.
        return {"failure": f"{type(error).__name__}: {error}"}


def main():
    # It would write each error to the standard error.
    libvirt.registerErrorHandler(lambda context, error: None, None)
    connection = libvirt.open(sys.argv[1])
    print(json.dumps({"value": None}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(connection, json.loads(line))), flush=True)
    connection.close()


main()
