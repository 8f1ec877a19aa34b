# SPDX-License-Identifier: Apache-2.0
"""The nginx sites of conf/, with sockets and a port of a test's own."""
import os
import re
import shutil

SITES = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..', 'conf', 'nginx')


def site_conf(folder, port, sockets):
    """An nginx.conf around the shipped site, which differs in sockets and port alone."""
    with open(os.path.join(SITES, 'placement-root.conf')) as f:
        site = f.read()
    upstreams = ''.join(f'    server unix:{path};\n' for path in sockets)
    site, count = re.subn(r' *server unix:[^;]*;\n', lambda _: upstreams, site, count=1)
    assert count == 1, 'the site has no upstream on a socket'
    site, count = re.subn(r'listen 8778;', f'listen 127.0.0.1:{port};', site)
    assert count == 1, 'the site has another port'
    site = re.sub(r' *listen \[::\]:8778;\n', '', site)
    shutil.copy(os.path.join(SITES, 'placement-fastcgi.conf'), folder)
    with open(os.path.join(folder, 'site.conf'), 'w') as f:
        f.write(site)
    paths = ''.join(f'    {name}_temp_path {folder}/nginx-{name};\n'
                    for name in ('client_body', 'fastcgi', 'proxy', 'uwsgi', 'scgi'))
    return (f'daemon on;\nmaster_process off;\npid {folder}/nginx.pid;\n'
            'events { worker_connections 4096; }\n'
            f'http {{\n    access_log off;\n{paths}    include site.conf;\n}}\n')
