# SPDX-License-Identifier: Apache-2.0
"""Servers for functional tests and benchmarks: ours and the reference, each behind a real nginx.

    with Ours(folder) as ours:                   # a fresh SQLite file in folder, noauth2
        status, headers, body = ours.request('GET', '/traits')

Only Python's standard library is needed; the reference wants Tests/Conformance/setup first.
"""
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
VENV = os.environ.get('REF_VENV') or os.path.expanduser('~/.cache/placement-oracle/venv')
NGINX = os.environ.get('NGINX', '/usr/sbin/nginx')
START_SECONDS = 60
STOP_SECONDS = 30


def binary(name):
    """The path of one of our programs: the release build if there is one, else the debug build."""
    named = os.environ.get(name.upper().replace('-', '_'))
    if named:
        return named
    for build in ('release', 'debug'):
        path = os.path.join(TOP, '.build', build, name)
        if os.access(path, os.X_OK):
            return path
    raise SystemExit(f'{name} is not built; run: swift build -c release --static-swift-stdlib')


def free_port():
    """A port of the loopback interface that nobody uses."""
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class Server:
    """A server process behind an nginx of its own."""

    conf = '[api]\nauth_strategy = noauth2\n[placement_database]\nconnection = sqlite:///{database}\nsync_on_startup = True\n'
    backend_name = 'api.sock'
    keeps_connections = True

    def __init__(self, folder, database=None, options='', upstreams=None, workers=1):
        self.folder = os.path.abspath(folder)
        os.makedirs(self.folder, exist_ok=True)
        self.database = database or os.path.join(self.folder, 'placement.db')
        self.options = options
        self.workers = workers
        self.port = None
        self.process = None
        self.nginx = None
        self.upstreams = upstreams

    # -- life

    def __enter__(self):
        return self.start()

    def __exit__(self, *exc):
        self.stop()

    @property
    def socket_path(self):
        return os.path.join(self.folder, self.backend_name)

    @property
    def log_path(self):
        return os.path.join(self.folder, 'server.log')

    def start(self):
        self.start_backend()
        self.start_nginx()
        return self

    def start_backend(self):
        with open(os.path.join(self.folder, 'placement.conf'), 'w') as f:
            f.write(self.conf.format(database=self.database) + self.options)
        log = open(self.log_path, 'ab')
        self.process = subprocess.Popen(
            self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            env=self.environment(), start_new_session=True)
        log.close()
        self.await_listening()

    def await_listening(self):
        deadline = time.monotonic() + START_SECONDS
        while not self.is_listening():
            if self.process.poll() is not None or time.monotonic() > deadline:
                with open(self.log_path, errors='replace') as f:
                    raise RuntimeError('no start: ' + f.read()[-2000:])
            time.sleep(0.01)

    def is_listening(self):
        with socket.socket(socket.AF_UNIX) as s:
            try:
                s.connect(self.socket_path)
                return True
            except OSError:
                return False

    def start_nginx(self):
        self.port = self.port or free_port()
        path = os.path.join(self.folder, 'nginx.conf')
        with open(path, 'w') as f:
            f.write(nginx_conf(self.folder, self.port, self.upstreams or [self.socket_path],
                               self.keeps_connections))
        subprocess.run([NGINX, '-c', path, '-p', self.folder,
                        '-e', os.path.join(self.folder, 'nginx-error.log')], check=True)
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                if self.request('GET', '/')[0] == 200:
                    return
            except OSError:
                pass
            if time.monotonic() > deadline:
                raise RuntimeError('no answer through nginx')
            time.sleep(0.01)

    def stop(self):
        """Stops nginx and the server; returns the server's exit status."""
        pid_file = os.path.join(self.folder, 'nginx.pid')
        if os.path.exists(pid_file):
            with open(pid_file) as f:
                pid = int(f.read())
            os.kill(pid, signal.SIGTERM)
            deadline = time.monotonic() + STOP_SECONDS
            while os.path.exists(pid_file) and time.monotonic() < deadline:
                time.sleep(0.01)
        return self.stop_backend()

    def stop_backend(self, how=signal.SIGTERM):
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            status = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            raise RuntimeError('the server did not stop')
        self.process = None
        return status

    def memory_kib(self):
        """Resident memory of the server with its children, in KiB."""
        total = 0
        for pid in [self.process.pid] + children(self.process.pid):
            with open(f'/proc/{pid}/status') as f:
                total += sum(int(line.split()[1]) for line in f if line.startswith('VmRSS:'))
        return total

    # -- requests

    def connection(self, timeout=60):
        return http.client.HTTPConnection('127.0.0.1', self.port, timeout=timeout)

    def request(self, method, path, body=None, version='1.39', token='admin', headers=(),
                connection=None):
        """Sends one request; returns status, headers (lower-case names) and the parsed body."""
        owned = connection is None
        connection = connection or self.connection()
        sent = {'x-auth-token': token, 'openstack-api-version': f'placement {version}',
                'accept': 'application/json', **dict(headers)}
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if body is not None:
            sent.setdefault('content-type', 'application/json')
        try:
            connection.request(method, path, body, {k: v for k, v in sent.items() if v is not None})
            answer = connection.getresponse()
            text = answer.read()
        finally:
            if owned:
                connection.close()
        found = {k.lower(): v for k, v in answer.getheaders()}
        if text and found.get('content-type', '').startswith('application/json'):
            return answer.status, found, json.loads(text)
        return answer.status, found, text


class Ours(Server):
    """placement-api of this checkout."""

    def command(self):
        return [binary('placement-api'), '--config-file', os.path.join(self.folder, 'placement.conf'),
                '--listen', f'unix:{self.socket_path}']

    def environment(self):
        return dict(os.environ)


class Reference(Server):
    """openstack-placement from PyPI under uwsgi, as a FastCGI responder with `workers` processes."""

    # uwsgi closes each connection after its answer, and nginx would now and then meet the end.
    keeps_connections = False

    def command(self):
        return [os.path.join(VENV, 'bin', 'uwsgi'), '--fastcgi-socket', self.socket_path,
                '--chmod-socket=666', '--module', 'placement.wsgi.api:application', '--master',
                '--processes', str(self.workers), '--lazy-apps', '--buffer-size', '65535',
                '--die-on-term', '--need-app', '--disable-logging', '--venv', VENV]

    def environment(self):
        return dict(os.environ, OS_PLACEMENT_CONFIG_DIR=self.folder)


def children(pid):
    """The process ids of all descendants of a process."""
    found = []
    for task in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{task}/children') as f:
            for child in map(int, f.read().split()):
                found += [child] + children(child)
    return found


def nginx_conf(folder, port, upstreams, keeps_connections=True):
    """An nginx of one worker in front of FastCGI sockets, which never sends a request twice."""
    for name in ('body', 'fastcgi', 'proxy', 'uwsgi', 'scgi'):
        os.makedirs(os.path.join(folder, 'nginx-' + name), exist_ok=True)
    servers = '\n'.join(f'        server unix:{path};' for path in upstreams)
    keep = '        keepalive 64;' if keeps_connections else ''
    params = '\n'.join(f'            fastcgi_param {k} {v};' for k, v in (
        ('REQUEST_METHOD', '$request_method'), ('QUERY_STRING', '$query_string'),
        ('REQUEST_URI', '$request_uri'), ('SCRIPT_NAME', '""'), ('PATH_INFO', '$document_uri'),
        ('CONTENT_TYPE', '$content_type'), ('CONTENT_LENGTH', '$content_length'),
        ('SERVER_PROTOCOL', '$server_protocol'), ('REQUEST_SCHEME', '$scheme'),
        ('REMOTE_ADDR', '$remote_addr'), ('SERVER_ADDR', '$server_addr'),
        ('SERVER_NAME', '$server_name'), ('SERVER_PORT', '$server_port')))
    return f'''
daemon on;
master_process off;
pid {folder}/nginx.pid;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/nginx-body;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    proxy_temp_path {folder}/nginx-proxy;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    upstream placement {{
{servers}
{keep}
    }}
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        large_client_header_buffers 8 64k;
        client_max_body_size 64m;
        location / {{
            fastcgi_pass placement;
            fastcgi_keep_conn {'on' if keeps_connections else 'off'};
            fastcgi_next_upstream off;
            fastcgi_read_timeout 300s;
            fastcgi_buffer_size 64k;
            fastcgi_buffers 512 64k;
            fastcgi_busy_buffers_size 4m;
{params}
        }}
    }}
}}
'''


def fresh_folder(path):
    """An empty folder at path."""
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path
