# SPDX-License-Identifier: Apache-2.0
"""Bare Debian 12 roots, and packages of this checkout to install in them."""
import os
import shutil
import subprocess

import servers

# Without a mirror, debootstrap takes its own.
MIRROR = [os.environ['DEBIAN_MIRROR']] if 'DEBIAN_MIRROR' in os.environ else []
CLIENT = os.environ.get('CLIENT_VENV') or os.path.expanduser('~/.cache/placement-oracle/client-venv')
BUILD = os.path.join(servers.TOP, '.build')
PATHS = '/usr/sbin:/usr/bin:/sbin:/bin'


class Failure(Exception):
    """What a test found to be wrong."""


def expect(condition, text):
    if not condition:
        raise Failure(text)
    print('ok:', text, flush=True)


def run(*command, **options):
    """Runs a command; returns its standard output."""
    result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, timeout=900, **options)
    if result.returncode != 0:
        raise Failure(f'{" ".join(command)} ended with {result.returncode}:\n{result.stdout}')
    return result.stdout


def make_root(folder):
    """Unpacks a bare Debian 12, which is made the first time."""
    archive = os.path.join(BUILD, 'debian-12.tar')
    if not os.path.exists(archive):
        made = os.path.join(folder, 'made')
        run('debootstrap', '--variant=minbase', 'bookworm', made, *MIRROR)
        run('tar', '-C', made, '-cf', archive + '.new', '.')
        os.rename(archive + '.new', archive)
        shutil.rmtree(made)
    root = os.path.join(folder, 'root')
    os.mkdir(root)
    run('tar', '-C', root, '-xpf', archive)
    shutil.copy('/etc/resolv.conf', os.path.join(root, 'etc'))
    # Nothing starts while packages are installed from outside.
    policy = os.path.join(root, 'usr/sbin/policy-rc.d')
    with open(policy, 'w') as f:
        f.write('#!/bin/sh\nexit 101\n')
    os.chmod(policy, 0o755)
    return root


def chroot(root, *words):
    """A command line that runs in the root, with /proc, which a Swift program reads its own from.

    The mount is seen by that command alone and ends with it.
    """
    return ['unshare', '--mount', 'sh', '-c', 'mount --bind /proc "$0/proc" && exec chroot "$@"',
            root, *words]


def in_root(root, *command):
    environment = dict(PATH=PATHS, DEBIAN_FRONTEND='noninteractive', LC_ALL='C.UTF-8')
    return run(*chroot(root, root, *command), env=environment)


def build_package(folder, version):
    """Makes a package of the release build; returns its path."""
    # What is thrown away after the test need not be small.
    environment = {'BIN': os.path.join(BUILD, 'release'), 'DPKG_DEB_COMPRESSOR_TYPE': 'gzip',
                   **os.environ, 'VERSION': version}
    return run(os.path.join(servers.TOP, 'contrib', 'package'), folder,
               env=environment).splitlines()[-1]


def client(port, *words, entering=()):
    """Runs the openstack client; returns what it prints."""
    run(os.path.join(servers.TOP, 'Tests', 'Functional', 'package', 'setup'))
    return run(*entering, os.path.join(CLIENT, 'bin', 'openstack'), '--os-auth-type', 'admin_token',
               '--os-token', 'admin', '--os-endpoint', f'http://127.0.0.1:{port}',
               '--os-placement-api-version', '1.39', *words)
