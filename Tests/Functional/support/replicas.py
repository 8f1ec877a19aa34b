# SPDX-License-Identifier: Apache-2.0
"""What a site with two replicas does when one is away or loses answers, with replicas of the test's own."""
import http.client
import os
import socket
import threading
import time

import sites
from servers import free_port

READS = ('GET', 'HEAD')
WRITES = ('PUT', 'DELETE', 'POST', 'PATCH')
REQUESTS = 8


def record(kind, content):
    """A FastCGI record of request 1."""
    return bytes([1, kind, 0, 1]) + len(content).to_bytes(2, 'big') + b'\0\0' + content


class Replica(threading.Thread):
    """A FastCGI responder that counts whole requests, and answers them or closes the connection."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.loses_answers = False
        self.bodies = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        os.chmod(path, 0o666)
        self.listener.listen(100)

    def run(self):
        while True:
            connection, _ = self.listener.accept()
            with connection:
                connection.settimeout(30)
                received = b''
                while not received.endswith(record(5, b'')):
                    piece = connection.recv(65536)
                    if not piece:
                        break
                    received += piece
                if b'REQUEST_METHOD' not in received:
                    continue
                self.bodies.append(b'whole body' in received)
                if not self.loses_answers:
                    answer = b'Status: 200 OK\r\nContent-Type: text/plain\r\n\r\n'
                    connection.sendall(record(6, answer) + record(6, b'') + record(3, bytes(8)))


def ask(site, method):
    connection = http.client.HTTPConnection('127.0.0.1', site.port, timeout=60)
    connection.request(method, site.prefix + '/x', None if method in READS else b'whole body')
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def check_replicas(path, folder):
    """Asks through the site while replicas come, go, and lose answers."""
    sockets = [os.path.join(folder, f'{number}.sock') for number in (1, 2)]
    site = sites.Site(path, folder, free_port(), ['unix:' + each for each in sockets])
    replicas = []

    def ask_all(methods):
        """Statuses of some requests, and how often replicas saw one of them."""
        for replica in replicas:
            replica.bodies.clear()
        statuses = [ask(site, method) for method in methods for _ in range(REQUESTS)]
        return statuses, sum(len(replica.bodies) for replica in replicas)

    def expect_all_well(methods, what):
        statuses, seen = ask_all(methods)
        assert set(statuses) == {200} and seen == len(statuses), (what, methods, statuses, seen)

    site.start()
    try:
        statuses, _ = ask_all(READS + WRITES)
        assert set(statuses) <= {502, 503}, statuses

        replicas.append(Replica(sockets[1]))
        replicas[0].start()
        # Later than the time in the file, so that the replica that is away is tried again.
        time.sleep(3)
        expect_all_well(READS, 'one is away')
        statuses, seen = ask_all(WRITES)
        # What was refused has not been sent.
        assert seen == statuses.count(200), (statuses, seen)
        assert statuses.count(200) >= len(statuses) - (2 if site.is_apache else 0), statuses
        assert all(replicas[0].bodies), 'a body was lost on the way to the other replica'

        # A file that nobody listens on is what a killed process leaves.
        socket.socket(socket.AF_UNIX).bind(sockets[0])
        expect_all_well(READS, 'one is dead')
        os.unlink(sockets[0])

        replicas.append(Replica(sockets[0]))
        replicas[1].start()
        deadline = time.monotonic() + 60
        while not replicas[1].bodies:
            assert time.monotonic() < deadline, 'the replica that is back gets nothing'
            expect_all_well(READS + WRITES, 'both are there')

        replicas[1].loses_answers = True
        statuses, _ = ask_all(READS)
        assert set(statuses) == {200}, ('reads while one loses answers', statuses)
        replicas[0].loses_answers = True
        time.sleep(3)
        statuses, seen = ask_all(WRITES)
        assert set(statuses) <= {502, 503}, statuses
        assert 0 < seen <= len(statuses), f'{len(statuses)} writes were sent {seen} times'
    finally:
        site.stop()
