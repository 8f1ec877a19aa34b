# SPDX-License-Identifier: Apache-2.0
"""Small file systems for tests, and a load that writes down what was acknowledged."""
import contextlib
import http.client
import os
import shutil
import subprocess
import sys
import threading
import time
import uuid

from claims import Session


@contextlib.contextmanager
def mounted(folder, *arguments):
    """A file system at folder while the block runs."""
    os.makedirs(folder, exist_ok=True)
    deadline = time.monotonic() + 10
    # A loop device is let go of only a moment after its file system was.
    while subprocess.run(['mount', *arguments, folder]).returncode != 0:
        if time.monotonic() > deadline:
            raise RuntimeError('cannot mount ' + ' '.join(arguments))
        time.sleep(0.1)
    try:
        yield folder
    finally:
        subprocess.run(['umount', folder], check=True)


def skip_unless_mountable(folder, *arguments):
    """Ends the program, with success, where the system lets nobody mount that."""
    os.makedirs(folder, exist_ok=True)
    done = subprocess.run(['mount', *arguments, folder], capture_output=True, text=True)
    if done.returncode != 0:
        print(f'SKIPPED, since nothing can be mounted here: {done.stderr.strip()}')
        sys.exit(0)
    subprocess.run(['umount', folder], check=True)


def ext4_image(path, mebibytes=32):
    """An ext4 file system in a file, which turns read-only at its first error."""
    with open(path, 'wb') as f:
        f.truncate(mebibytes << 20)
    tool = shutil.which('mkfs.ext4', path=os.environ['PATH'] + ':/usr/sbin:/sbin')
    if tool is None:
        print('SKIPPED, since there is no mkfs.ext4')
        sys.exit(0)
    subprocess.run([tool, '-q', '-F', '-e', 'remount-ro', path], check=True)


class Writer(threading.Thread):
    """A client that makes providers all the time and reads one that it has made."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.session = Session(server)
        self.made, self.refused, self.unknown = [], [], []
        # What was acknowledged and may be lost all the same, by no fault of the service.
        self.doubtful = set()
        self.statuses, self.texts = {}, set()
        self.failures = []
        self.reads = 0
        self.stopping = threading.Event()

    def run(self):
        while not self.stopping.is_set():
            self.write()
            self.read()

    def write(self):
        provider = str(uuid.uuid4())
        try:
            status, answer = self.session.request(
                'POST', '/resource_providers',
                {'uuid': provider, 'name': f'{provider} {"x" * 160}'})
        except (OSError, http.client.HTTPException) as error:
            self.unknown.append(provider)
            self.failures.append(f'no answer to a write: {error!r}')
            return
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status in (200, 201):
            self.made.append(provider)
        elif status in (500, 503):
            self.refused.append(provider)
            self.texts.add(answer['errors'][0]['detail'])
            time.sleep(0.01)  # as a client would that was told to come back
        else:
            self.failures.append(f'{status} {answer}')

    def read(self):
        if not self.made:
            return
        try:
            status, answer = self.session.request('GET', f'/resource_providers/{self.made[-1]}')
        except (OSError, http.client.HTTPException) as error:
            status, answer = None, error
        self.reads += 1
        if status != 200:
            self.failures.append(f'a read of what was acknowledged: {status} {answer!r}')


def check(server, writers, failures, exceptions=0):
    """All that was acknowledged is there, and nothing that was refused, with so many exceptions."""
    session = Session(server)
    _, answer = session.request('GET', '/resource_providers')
    stored = {provider['uuid'] for provider in answer['resource_providers']}
    kept = set()
    for writer in writers:
        lost = set(writer.made) - stored - writer.doubtful
        if lost:
            failures.append(f'{len(lost)} acknowledged writes are lost')
        kept |= set(writer.refused) & stored
    if len(kept) > exceptions:
        failures.append(f'{len(kept)} refused writes are there')
