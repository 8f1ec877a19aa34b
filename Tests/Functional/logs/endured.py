# SPDX-License-Identifier: Apache-2.0
"""What the log must endure: rotation under load, a full disk, failures that repeat themselves."""
import glob
import os
import re
import signal
import socket
import sqlite3
import subprocess
import threading
import time

import traffic
from servers import Ours, Reference

WHOLE = re.compile(
    r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \d+ INFO placement\.requestlog \[None req-[0-9a-f-]{36} '
    r'admin admin - - - -\] 127\.0\.0\.1 "GET /traits/(?P<mark>M\d+)" status: 404 len: \d+ '
    r'microversion: 1\.39')


def rotation(folder):
    """Files are moved away under load, with and without a signal: each request leaves one line."""
    clients, moves, enough, done = 4, 0, 8, threading.Event()
    counts = [0] * clients
    with Ours(folder, options=f'[DEFAULT]\nlog_file = {folder}/placement.log\n') as ours:
        def ask(client):
            connection = ours.connection()
            while not done.is_set():
                mark = client + clients * counts[client]
                ours.request('GET', f'/traits/M{mark}', connection=connection)
                counts[client] += 1
            connection.close()
        threads = [threading.Thread(target=ask, args=(n,)) for n in range(clients)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 60
        while moves < enough and time.monotonic() < deadline:
            path = f'{folder}/placement.log'
            if os.path.exists(path):
                os.rename(path, f'{path}.{moves:04}')
                moves += 1
                # logrotate's postrotate sends one of these; without one, the move is noticed.
                how = (signal.SIGUSR1, signal.SIGHUP, None)[moves % 3]
                if how:
                    ours.process.send_signal(how)
            time.sleep(0.02)
        done.set()
        for thread in threads:
            thread.join()
    marks, torn = [], []
    for path in glob.glob(f'{folder}/placement.log*'):
        with open(path) as f:
            for line in f.read().splitlines():
                if '/traits/M' in line:
                    whole = WHOLE.fullmatch(line)
                    (marks if whole else torn).append(whole['mark'] if whole else line)
    found = [f'torn: {line}' for line in torn]
    if moves < enough:
        found.append(f'the file was moved {moves} times only')
    sent = [f'M{client + clients * n}' for client in range(clients) for n in range(counts[client])]
    if sorted(marks) != sorted(sent):
        found.append(f'{len(sent)} requests left {len(marks)} lines, '
                     f'{len(set(marks))} different ones')
    return found


def full_disk(folder):
    """A file that takes nothing: the service goes on, its lines and one word go to stderr."""
    with Ours(folder, options='[DEFAULT]\nlog_file = /dev/full\n') as ours:
        for number in range(20):
            status, _, _ = ours.request('GET', f'/traits/M{number}')
            assert status == 404, status
        status = ours.stop()
    with open(ours.log_path) as f:
        lines = f.read().splitlines()
    words = [line for line in lines if '/dev/full does not take lines: No space left' in line]
    found = [f'{words} on stderr'] if len(words) != 1 else []
    if sum(bool(WHOLE.fullmatch(line)) for line in lines) != 20:
        found.append('not all 20 lines went to stderr')
    if status != 0:
        found.append(f'exit status {status}')
    return found


def disk_that_fills(folder):
    """A disk that becomes full, and is mended: no line is lost, and the next begins anew."""
    if not may_mount():
        return []
    small = os.path.join(folder, 'small')
    os.makedirs(small)

    class Apart(Ours):
        def command(self):
            mount = 'mount -t tmpfs -o size=32k none "$1" && shift && exec "$@"'
            return ['unshare', '-m', 'sh', '-c', mount, 'sh', small] + super().command()

    found, requests = [], 0

    def ask(ours, count):
        nonlocal requests
        for _ in range(count):
            assert ours.request('GET', f'/traits/M{requests}')[0] == 404
            requests += 1
    with Apart(folder, options=f'[DEFAULT]\nlog_file = {small}/placement.log\n') as ours:
        inside = f'/proc/{ours.process.pid}/root{small}'
        with open(f'{inside}/filler', 'wb') as f:
            f.write(bytes(16 << 10))
        ask(ours, 200)
        os.unlink(f'{inside}/filler')
        ask(ours, 5)
        with open(f'{inside}/placement.log') as f:
            lines = f.read().splitlines()
    with open(ours.log_path) as f:
        strays = f.read().splitlines()
    for word in ('does not take lines: No space left', 'takes lines again'):
        if sum(word in line for line in strays) != 1:
            found.append(f'not told once that the log {word}')
    marks = [m['mark'] for line in lines + strays if (m := WHOLE.fullmatch(line))]
    if sorted(marks) != sorted(f'M{n}' for n in range(requests)):
        found.append(f'{requests} requests left {len(marks)} whole lines')
    if not 0 < sum(bool(WHOLE.fullmatch(line)) for line in strays) < requests:
        found.append('the disk did not become full')
    broken = [line for line in lines if 'requestlog' in line and not WHOLE.fullmatch(line)]
    if len(broken) > 2:
        found.append(f'torn: {broken}')
    return found


def may_mount():
    """Whether a name space of one's own can be had; where not, the test is skipped."""
    probe = subprocess.run(['unshare', '-m', 'true'], capture_output=True)
    if probe.returncode != 0:
        print('SKIPPED: no name spaces here: ' + probe.stderr.decode().strip())
    return probe.returncode == 0


def repeats(folder):
    """A failure with each request: some lines, then their number, at the latest at the end."""
    options = (f'[DEFAULT]\nlog_file = {folder}/placement.log\n'
               '[log_repeats]\nlimit = 3\ninterval = 3600\n')
    requests = 50
    with Ours(folder, options=options) as ours:
        with sqlite3.connect(ours.database) as connection:
            connection.execute('ALTER TABLE traits RENAME TO lost')
        connection.close()
        for _ in range(requests):
            status, _, _ = ours.request('GET', '/traits')
            assert status == 500, status
    with open(f'{folder}/placement.log') as f:
        lines = f.read().splitlines()
    errors = [line for line in lines if ' ERROR placement.fault_wrap ' in line]
    sums = [line for line in errors if 'message repeated' in line]
    found = []
    if len(errors) != 4 or len(sums) != 1 or errors[-1] not in sums:
        found.append(f'{len(errors)} lines about errors, {len(sums)} of them sums')
    elif not re.search(rf'\[-\] message repeated {requests - 3} times in \d+ s: '
                       r'\[Placement API unexpected error: .*no such table', sums[0]):
        found.append(sums[0])
    # The lines about the requests themselves are all there.
    if sum('"GET /traits" status: 500' in line for line in lines) != requests:
        found.append('lines about requests are missing')
    return found


def without_effect(folder):
    """What the reference would do with the log and this service does not, is said once."""
    options = (f'[DEFAULT]\nlog_file = {folder}/placement.log\nlog_rotation_type = size\n'
               'max_logfile_size_mb = 1\n')
    with Ours(folder, options=options):
        pass
    with open(f'{folder}/placement.log') as f:
        lines = [line for line in f if 'has no effect here' in line]
    wanted = ['WARNING oslo_config.cfg', '[DEFAULT] log_rotation_type']
    if len(lines) != 2 or not all(sum(word in line for line in lines) for word in wanted):
        return [f'{lines}']
    return []


# A folder /dev of the test's own, so that a socket /dev/log can be in it.
NAMESPACE = r'''
dev=$1; log=$2; shift 2
mount -t tmpfs none "$dev" && cd "$dev" || exit 1
for name in null zero full random urandom tty; do touch $name && mount --bind /dev/$name $name; done
mkdir shm && mount -t tmpfs none shm && ln -s "$log" log && ln -s /proc/self/fd fd
mount --rbind "$dev" /dev && cd / && exec "$@"
'''


def syslog(folder):
    """The datagrams to /dev/log, of the reference and of ours."""
    if not may_mount():
        return []
    heads = []
    found = []
    for server_class in (Reference, Ours):
        place = os.path.join(folder, server_class.__name__)
        os.makedirs(f'{place}/dev')
        receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        receiver.bind(f'{place}/log.sock')
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        receiver.setblocking(False)

        class Apart(server_class):
            def command(self):
                return ['unshare', '-m', 'sh', '-c', NAMESPACE, 'sh', f'{place}/dev',
                        f'{place}/log.sock'] + super().command()

        options = (f'[DEFAULT]\nuse_syslog = on\nsyslog_log_facility = local3\n'
                   f'log_file = {place}/placement.log\n')
        lines = []

        def receive():
            while True:
                try:
                    lines.append(receiver.recv(1 << 16).decode())
                except BlockingIOError:
                    return
        with Apart(place, options=options) as server:
            for number in range(5):
                receive()
                server.request('GET', f'/traits/M{number}')
        receive()
        kept = [line.rstrip('\0\n') for line in lines if '/traits/M' in line]
        forms = [re.fullmatch(r'(<\d+>)[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d ([^:\[]+)(?:\[\d+\])?: '
                              + WHOLE.pattern, line) for line in kept]
        if len(kept) != 5 or not all(forms):
            found.append(f'{server_class.__name__}: {kept}')
        else:
            heads.append({form[1] for form in forms})
    if not found and heads[0] != heads[1]:
        found.append(f'priorities {heads}')
    return found


TESTS = [rotation, full_disk, disk_that_fills, repeats, without_effect, syslog]
