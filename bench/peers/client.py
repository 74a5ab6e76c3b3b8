"""libvirt-python, as a program uses it. Commands as client.c has them."""

import json
import os
import resource
import sys
import threading
import time

import libvirt

THREADS = 16
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


COMMANDS = {"sequential": sequential, "info": info, "flight": flight, "files": files, "connections": connect_to}


def cpu_time():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


for line in sys.stdin:
    command, *numbers = line.split()
    cpu, wall = cpu_time(), time.monotonic()
    COMMANDS[command](*map(int, numbers))
    print(json.dumps({"seconds": time.monotonic() - wall, "cpu": cpu_time() - cpu}), flush=True)
