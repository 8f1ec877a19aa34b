# SPDX-License-Identifier: Apache-2.0
"""Several processes of ours on one database file, behind one nginx."""
import os
import signal
import time

from servers import Ours


class Fleet:
    """Looks like a server; the processes can be killed and started one by one."""

    def __init__(self, folder, processes, options='', database=None):
        self.database = database or os.path.join(os.path.abspath(folder), 'placement.db')
        self.servers = [Ours(os.path.join(folder, f'replica{n}'), database=self.database,
                             options=options) for n in range(processes)]

    def __enter__(self):
        for server in self.servers:
            server.start_backend()
        front = self.servers[0]
        # nginx would else leave a process alone for 10 s after it was killed.
        front.upstreams = [server.socket_path + ' max_fails=0' for server in self.servers]
        front.start_nginx()
        return self

    def __exit__(self, *exc):
        for server in reversed(self.servers):
            server.stop()

    def connection(self, timeout=60):
        return self.servers[0].connection(timeout)

    def request(self, *arguments, **options):
        return self.servers[0].request(*arguments, **options)

    def kill(self, numbers):
        """Kills processes at once; they have no chance to finish anything."""
        for number in numbers:
            self.servers[number].process.send_signal(signal.SIGKILL)
        for number in numbers:
            self.servers[number].stop_backend(signal.SIGKILL)

    def restart(self, number):
        """Starts a killed process again; returns the seconds until it accepts connections."""
        start = time.monotonic()
        self.servers[number].start_backend()
        return time.monotonic() - start

    def logs(self):
        """What all processes have written to stderr."""
        text = ''
        for server in self.servers:
            with open(server.log_path, errors='replace') as f:
                text += f.read()
        return text
