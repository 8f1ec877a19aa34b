# SPDX-License-Identifier: Apache-2.0
"""The site files of conf/ in web servers of a test's own: only addresses and folders differ."""
import glob
import os
import re
import shutil
import signal
import subprocess
import time

from servers import NGINX, TOP

APACHE = os.environ.get('APACHE', '/usr/sbin/apache2')
MODULES = os.environ.get('APACHE_MODULES', '/usr/lib/apache2/modules')
APACHE_MODULES = ('mpm_event', 'authz_core', 'setenvif', 'slotmem_shm', 'proxy', 'proxy_fcgi',
                  'proxy_balancer', 'lbmethod_byrequests')
# Where the shipped files look for the service.
ADDRESSES = r'unix:/run/placement/[\w.-]+|127\.0\.0\.1:8779'


def shipped():
    """The paths of all sites of the API; the one for watchers is tried by Tests/Functional/monitoring."""
    found = sorted(glob.glob(os.path.join(TOP, 'conf', '*', 'placement-*.conf')))
    others = ('placement-fastcgi.conf', 'placement-monitoring.conf')
    return [path for path in found if os.path.basename(path) not in others]


class Site:
    """A web server with one site file.

    `addresses` takes the place of those in the file, which ``shipped_addresses`` names in order.
    """

    def __init__(self, path, folder, port, addresses=None):
        self.path = path
        self.folder = folder
        self.port = port
        with open(path) as f:
            self.text = f.read()
        self.shipped_addresses = sorted(set(re.findall(ADDRESSES, self.text)))
        assert self.shipped_addresses, f'{path} names no address of the service'
        self.addresses = addresses or self.shipped_addresses
        assert len(self.addresses) == len(self.shipped_addresses), self.shipped_addresses
        self.is_apache = os.sep + 'apache' + os.sep in path
        self.prefix = '/placement' if 'prefix' in os.path.basename(path) else ''

    @property
    def pid_path(self):
        return os.path.join(self.folder, 'nginx.pid')

    def adapted(self):
        """The text of the file with this test's addresses and port."""
        text = self.text
        for old, new in zip(self.shipped_addresses, self.addresses):
            text, count = re.subn(re.escape(old) + r'(?=[|;/ ])', lambda _: new, text)
            assert count, f'{self.path} does not use {old}'
        if self.is_apache:
            text = re.sub(r'(?m)^Listen \d+$', '', text)
            text, count = re.subn(r'<VirtualHost \*:\d+>', f'<VirtualHost 127.0.0.1:{self.port}>', text)
        else:
            text = re.sub(r' *listen \[::\]:\d+;\n', '', text)
            text, count = re.subn(r'listen \d+;', f'listen 127.0.0.1:{self.port};', text)
        assert count == 1, f'{self.path} has {count} ports'
        return text

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, 'w') as f:
            f.write(text)
        return path

    def configuration(self):
        """The text of a whole configuration around the site."""
        root = os.geteuid() == 0
        if self.is_apache:
            modules = ''.join(f'LoadModule {name}_module {MODULES}/mod_{name}.so\n'
                              for name in APACHE_MODULES)
            user = 'User www-data\nGroup www-data\n' if root else ''
            return (f'ServerRoot {self.folder}\nDefaultRuntimeDir {self.folder}\n'
                    f'PidFile {self.pid_path}\nErrorLog {self.folder}/apache-error.log\n'
                    f'ServerName localhost\nListen 127.0.0.1:{self.port}\n{modules}{user}'
                    + self.adapted())
        self.write('site.conf', self.adapted())
        shutil.copy(os.path.join(os.path.dirname(self.path), 'placement-fastcgi.conf'), self.folder)
        paths = ''.join(f'    {name}_temp_path {self.folder}/nginx-{name};\n'
                        for name in ('client_body', 'fastcgi', 'proxy', 'uwsgi', 'scgi'))
        return ('daemon on;\nworker_processes 2;\n' + ('user root;\n' if root else '')
                + f'pid {self.pid_path};\nevents {{ worker_connections 4096; }}\n'
                f'http {{\n    access_log off;\n{paths}    include site.conf;\n}}\n')

    def start(self):
        if self.is_apache:
            # Apache's workers are another user, who has to reach the sockets.
            os.chmod(self.folder, 0o755)
            conf = self.write('apache.conf', self.configuration())
            subprocess.run([APACHE, '-f', conf, '-k', 'start'], check=True)
        else:
            conf = self.write('nginx.conf', self.configuration())
            subprocess.run([NGINX, '-c', conf, '-p', self.folder,
                            '-e', os.path.join(self.folder, 'nginx-error.log')], check=True)

    def stop(self):
        if not os.path.exists(self.pid_path):
            return
        with open(self.pid_path) as f:
            os.kill(int(f.read()), signal.SIGTERM)
        deadline = time.monotonic() + 30
        while os.path.exists(self.pid_path) and time.monotonic() < deadline:
            time.sleep(0.01)


def site_conf(folder, port, sockets):
    """An nginx.conf around the shipped site for so many sockets."""
    name = 'placement-root.conf' if len(sockets) == 1 else 'placement-replicas.conf'
    site = Site(os.path.join(TOP, 'conf', 'nginx', name), folder, port,
                ['unix:' + path for path in sockets])
    return site.configuration()
