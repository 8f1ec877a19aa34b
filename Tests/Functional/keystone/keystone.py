# SPDX-License-Identifier: Apache-2.0
"""A real Keystone on loopback, over SQLite with fernet keys, and the cloud of the tests in it."""
import base64
import http.client
import json
import os
import signal
import socket
import subprocess
import time

VENV = os.environ.get('KEYSTONE_VENV') or os.path.expanduser('~/.cache/placement-oracle/keystone-venv')
PASSWORD = 'placement-test-secret'
CONF = '''[DEFAULT]
log_file = {folder}/keystone.log
[database]
connection = sqlite:///{folder}/keystone.db
[fernet_tokens]
key_repository = {folder}/fernet
[credential]
key_repository = {folder}/credential
[identity]
password_hash_rounds = 4
[cache]
enabled = false
[oslo_middleware]
enable_proxy_headers_parsing = true
[token]
expiration = {expiration}
allow_expired_window = 3600
'''


class Keystone:
    """Keystone's life: set up once, then started and stopped as often as a test likes."""

    def __init__(self, folder, port):
        self.folder, self.port, self.process = folder, port, None
        self.url = f'http://127.0.0.1:{port}/v3'
        os.makedirs(folder, exist_ok=True)
        self.configure()
        user, group = str(os.getuid()), str(os.getgid())
        self.manage('db_sync')
        self.manage('fernet_setup', '--keystone-user', user, '--keystone-group', group)
        self.manage('credential_setup', '--keystone-user', user, '--keystone-group', group)
        self.manage('bootstrap', '--bootstrap-password', PASSWORD, '--bootstrap-region-id', 'RegionOne',
                    *(part for kind in ('admin', 'public', 'internal')
                      for part in (f'--bootstrap-{kind}-url', self.url)))

    def configure(self, expiration=3600):
        with open(f'{self.folder}/keystone.conf', 'w') as file:
            file.write(CONF.format(folder=self.folder, expiration=expiration))

    def manage(self, *arguments):
        subprocess.run([f'{VENV}/bin/keystone-manage', '--config-file', f'{self.folder}/keystone.conf',
                        *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)

    def start(self, expiration=3600):
        self.configure(expiration)
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen(
                [f'{VENV}/bin/uwsgi', '--http11-socket', f'127.0.0.1:{self.port}', '--module',
                 'keystone.wsgi.api:application', '--processes', '1', '--threads', '4', '--master',
                 '--die-on-term', '--need-app', '--venv', VENV, '--buffer-size', '65535',
                 '--add-header', 'Connection: close'],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env=dict(os.environ, OS_KEYSTONE_CONFIG_DIR=self.folder))
        deadline = time.monotonic() + 60
        while True:
            try:
                if self.call('GET', '/')[0] == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError('Keystone does not start: ' + open(self.log).read()[-2000:])
            time.sleep(0.05)

    def stop(self):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def freeze(self):
        """Takes connections from now on, as the system does that for it, and never answers."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def thaw(self):
        os.killpg(self.process.pid, signal.SIGCONT)

    @property
    def log(self):
        return f'{self.folder}/uwsgi.log'

    def validations(self):
        """How many tokens Keystone was asked about since it exists."""
        with open(self.log, errors='replace') as file:
            return sum('GET /v3/auth/tokens' in line for line in file)

    # -- its API

    def call(self, method, path, body=None, token=None, **headers):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        sent = {'Accept': 'application/json', 'Content-Type': 'application/json',
                **{name.replace('_', '-'): value for name, value in headers.items()}}
        if token:
            sent['X-Auth-Token'] = token
        try:
            connection.request(method, '/v3' + path, body and json.dumps(body), sent)
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        return answer.status, answer.headers, json.loads(data) if data else None

    def token(self, user, password=PASSWORD, scope=None, **method):
        """A token for a user of the default domain; scope is a project's name or a scope's dict."""
        if isinstance(scope, str):
            scope = {'project': {'name': scope, 'domain': {'id': 'default'}}}
        identity = {'methods': ['password'], 'password': {
            'user': {'name': user, 'password': password, 'domain': {'id': 'default'}}}}
        if method:
            identity = {'methods': list(method), **method}
        auth = {'identity': identity}
        if scope:
            auth['scope'] = scope
        status, headers, body = self.call('POST', '/auth/tokens', {'auth': auth})
        if status != 201:
            raise RuntimeError(f'no token for {user}: {status} {body}')
        return headers['X-Subject-Token']

    def create(self, kind, **members):
        status, _, body = self.call('POST', f'/{kind}s', {kind: members}, self.admin)
        if status != 201:
            raise RuntimeError(f'{kind} {members}: {status} {body}')
        return body[kind]['id']

    def fill(self, placement_url):
        """Users admin, nova (service), member, reader; projects service and demo; placement's entry."""
        self.admin = self.token('admin', scope='admin')
        _, _, body = self.call('GET', '/roles', token=self.admin)
        roles = {role['name']: role['id'] for role in body['roles']}
        self.projects = {name: self.create('project', name=name, domain_id='default')
                         for name in ('service', 'demo')}
        self.users = {}
        for name, project, role in (
                ('placement', 'service', 'service'), ('nova', 'service', 'service'),
                ('member', 'demo', 'member'), ('reader', 'demo', 'reader'),
                ('other', 'service', 'reader')):
            self.users[name] = self.create(
                'user', name=name, password=PASSWORD, domain_id='default')
            path = f'/projects/{self.projects[project]}/users/{self.users[name]}/roles/{roles[role]}'
            assert self.call('PUT', path, token=self.admin)[0] == 204
        _, _, body = self.call('GET', '/users?name=admin', token=self.admin)
        self.users['admin'] = body['users'][0]['id']
        path = f'/domains/default/users/{self.users["admin"]}/roles/{roles["admin"]}'
        assert self.call('PUT', path, token=self.admin)[0] == 204
        service = self.create('service', name='placement', type='placement')
        for interface in ('public', 'internal', 'admin'):
            self.create('endpoint', service_id=service, interface=interface, url=placement_url,
                        region_id='RegionOne')


class TLSFront:
    """An nginx that speaks TLS in front of Keystone and wants a certificate from its clients."""

    def __init__(self, folder, backend):
        self.folder, self.port = folder, free_port()
        os.makedirs(folder)
        subprocess.run(
            ['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj',
             '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout',
             f'{folder}/key.pem', '-out', f'{folder}/cert.pem'], check=True, stderr=subprocess.DEVNULL)
        with open(f'{folder}/nginx.conf', 'w') as file:
            file.write(f'''
daemon on; master_process off; pid {folder}/nginx.pid; events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{self.port} ssl;
        ssl_certificate {folder}/cert.pem;
        ssl_certificate_key {folder}/key.pem;
        ssl_client_certificate {folder}/cert.pem;
        ssl_verify_client on;
        location / {{ proxy_pass http://127.0.0.1:{backend}; proxy_set_header Host $http_host;
                      proxy_set_header X-Forwarded-Proto https; }}
    }}
}}
''')

    def __enter__(self):
        nginx = os.environ.get('NGINX', '/usr/sbin/nginx')
        subprocess.run([nginx, '-c', f'{self.folder}/nginx.conf', '-p', self.folder, '-e',
                        f'{self.folder}/error.log'], check=True)

    def __exit__(self, *exc):
        with open(f'{self.folder}/nginx.pid') as file:
            os.kill(int(file.read()), signal.SIGTERM)


def damaged(token):
    """The token with one bit of its signed part turned."""
    data = bytearray(base64.urlsafe_b64decode(token + '=' * (-len(token) % 4)))
    data[len(data) // 2] ^= 1
    return base64.urlsafe_b64encode(data).decode().rstrip('=')


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]
