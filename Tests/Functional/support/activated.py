# SPDX-License-Identifier: Apache-2.0
"""placement-api as systemd starts it: with a socket to report to, on an inherited socket or its own."""
import os
import shutil
import socket
import subprocess
import time

from servers import Ours, binary

# What a restart may take before requests begin to pile up; nginx itself waits for 300 s.
READY_SECONDS = 60


class Managed(Ours):
    """placement-api that reports to this process, from a program file of its own, on its own socket."""

    def __init__(self, folder, **options):
        super().__init__(folder, **options)
        self.program = os.path.join(self.folder, 'placement-api')
        self.messages = []
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.manager.bind(os.path.join(self.folder, 'notify.sock'))

    def replace_binary(self):
        """Puts a new file in the program's place, as a package manager does."""
        new = self.program + '.new'
        shutil.copy(binary('placement-api'), new)
        os.rename(new, self.program)

    def command(self):
        return [self.program, '--config-file', os.path.join(self.folder, 'placement.conf'),
                '--listen', f'unix:{self.socket_path}']

    def inherited(self):
        """The descriptors that the program is to find open."""
        return []

    def start_backend(self):
        with open(os.path.join(self.folder, 'placement.conf'), 'w') as f:
            f.write(self.conf.format(database=self.database) + self.options)
        self.replace_binary()
        environment = dict(os.environ, NOTIFY_SOCKET=self.manager.getsockname())
        with open(self.log_path, 'ab') as log:
            self.process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment,
                pass_fds=self.inherited(), start_new_session=True)
        self.await_message('READY=1')

    def await_message(self, wanted):
        """Waits until the service tells its manager something."""
        deadline = time.monotonic() + READY_SECONDS
        while True:
            self.manager.settimeout(0.1)
            try:
                message = self.manager.recv(4096).decode().splitlines()
            except TimeoutError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    with open(self.log_path, errors='replace') as f:
                        raise RuntimeError(f'no {wanted}: ' + f.read()[-2000:])
                continue
            self.messages.append(message[0])
            if message[0] == wanted:
                return

    def restart(self):
        """What "systemctl restart" does; returns the exit status and the seconds it took."""
        start = time.monotonic()
        status = self.stop_backend()
        self.await_stop_message()
        self.start_backend()
        return status, time.monotonic() - start

    def await_stop_message(self):
        """The ended process must have said that it stops."""
        self.manager.settimeout(0)
        messages = []
        try:
            while True:
                messages.append(self.manager.recv(4096).decode().splitlines()[0])
        except BlockingIOError:
            pass
        if messages != ['STOPPING=1']:
            raise RuntimeError(f'the process ended with the words {messages}')


class Activated(Managed):
    """placement-api on a socket that this process keeps, as systemd does."""

    def __init__(self, folder, **options):
        super().__init__(folder, **options)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.socket_path)
        self.listener.listen(1024)

    def command(self):
        # Only the process itself knows its number before it begins, so a shell sets LISTEN_PID; bash,
        # because a plain sh knows descriptors of one digit only.
        activate = 'exec 3<&$1; shift; export LISTEN_FDS=1 LISTEN_PID=$$; exec "$@"'
        return ['/bin/bash', '-c', activate, 'activate', str(self.listener.fileno()),
                self.program, '--config-file', os.path.join(self.folder, 'placement.conf')]

    def inherited(self):
        return [self.listener.fileno()]
