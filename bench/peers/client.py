"""libvirt-python, as a program uses it. Commands as client.c has them."""

import json
import os
import resource
import sys
import threading
import time

import libvirt

THREADS = 16
STREAM_CHUNK = 262120
uri = sys.argv[1]
libvirt.registerErrorHandler(lambda context, error: None, None)
connections = [libvirt.open(uri)]


def sequential(calls):
    connection = connections[0]
    for _ in range(calls):
        connection.getLibVersion()


def info(calls):
    domain = connections[0].lookupByName("test")
    for _ in range(calls):
        domain.info()


def flight(calls):
    threads = [threading.Thread(target=sequential, args=(calls // THREADS,)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def files(calls, count):
    xml = (
        f"<domain type='test'><name>bench-{os.getpid()}</name><memory>8192</memory>"
        "<os><type>hvm</type></os></domain>"
    )
    fds = [os.open("/dev/null", os.O_RDONLY) for _ in range(count)]
    for _ in range(calls):
        connections[0].createXMLWithFiles(xml, fds, 0).destroy()
    for fd in fds:
        os.close(fd)


def connect_to(count):
    while len(connections) < count:
        connections.append(libvirt.open(uri))


def list_domains(calls):
    for _ in range(calls):
        connections[0].listAllDomains()


def stats(calls):
    for _ in range(calls):
        connections[0].getAllDomainStats()


def volume_and_stream():
    volume = connections[0].storagePoolLookupByName("bench").storageVolLookupByName("volume")
    return volume, connections[0].newStream()


def download():
    volume, stream = volume_and_stream()
    volume.download(stream, 0, 0)
    while stream.recv(STREAM_CHUNK):
        pass
    stream.finish()


def upload():
    volume, stream = volume_and_stream()
    chunk = bytes(STREAM_CHUNK)
    left = volume.info()[1]
    volume.upload(stream, 0, 0)
    while left > 0:
        left -= stream.send(chunk if left >= len(chunk) else chunk[:left])
    stream.finish()


listened = None
came = 0


def count_event(connection, domain, event, detail, opaque):
    global came
    came += 1


def listen():
    """Events need an event loop, which a connection finds when it is opened."""
    global listened
    libvirt.virEventRegisterDefaultImpl()
    listener = libvirt.open(uri)
    listener.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, count_event, None)
    listened = listener.lookupByName("bench")


def events(count):
    global came
    if listened is None:
        listen()
    came = 0
    listened.setMemory(count)
    while came < count:
        libvirt.virEventRunDefaultImpl()


def run_events():
    while True:
        libvirt.virEventRunDefaultImpl()


def among_events(calls, rate):
    """Calls while events arrive, which a thread of their own takes."""
    if listened is None:
        listen()
        threading.Thread(target=run_events, daemon=True).start()
    listened.setMaxMemory(rate)
    connection = listened.connect()
    for _ in range(calls):
        connection.getLibVersion()


COMMANDS = {
    "sequential": sequential,
    "info": info,
    "flight": flight,
    "files": files,
    "connections": connect_to,
    "list": list_domains,
    "stats": stats,
    "download": download,
    "upload": upload,
    "events": events,
    "among-events": among_events,
}


def cpu_time():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


for line in sys.stdin:
    command, *numbers = line.split()
    cpu, wall = cpu_time(), time.monotonic()
    COMMANDS[command](*map(int, numbers))
    print(json.dumps({"seconds": time.monotonic() - wall, "cpu": cpu_time() - cpu}), flush=True)
