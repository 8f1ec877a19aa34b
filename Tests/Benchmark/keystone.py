# SPDX-License-Identifier: Apache-2.0
"""What a validated token costs: the same requests with noauth2 and with Keystone, in turns.

Beside the requests a second stands the processor time that the service takes for one, which other
work on the machine disturbs less.
"""
import http.server
import json
import os
import threading

import _measure
import servers

OPTIONS = '''
[keystone_authtoken]
www_authenticate_uri = {url}
auth_url = {url}
auth_type = v3token
token = any
'''


class Keystone(http.server.BaseHTTPRequestHandler):
    """Accepts every token as an administrator's, for good."""
    protocol_version = 'HTTP/1.1'

    def answer(self, status):
        self.rfile.read(int(self.headers.get('Content-Length') or 0))
        endpoint = {'interface': 'internal', 'region': 'r', 'url': self.server.url}
        body = json.dumps({'token': {
            'expires_at': '2099-01-01T00:00:00.000000Z', 'roles': [{'name': 'admin'}],
            'user': {'id': 'u' * 32, 'domain': {'id': 'default'}},
            'project': {'id': 'p' * 32, 'domain': {'id': 'default'}},
            'catalog': [{'type': 'identity', 'endpoints': [endpoint]}]}}).encode()
        self.send_response(status)
        self.send_header('X-Subject-Token', 'own')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(200)

    def do_POST(self):
        self.answer(201)

    def log_message(self, *arguments):
        pass


def processor_seconds(server):
    with open(f'/proc/{server.process.pid}/stat') as file:
        fields = file.read().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def run(folder, seconds):
    keystone = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Keystone)
    keystone.url = f'http://127.0.0.1:{keystone.server_port}/v3'
    threading.Thread(target=keystone.serve_forever, daemon=True).start()
    guarded = type('Guarded', (servers.Ours,), {'conf': servers.Ours.conf.replace('noauth2', 'keystone')})
    paths = ['/traits/HW_CPU_X86_AVX2', '/resource_classes/VCPU']
    _measure.row('', 'noauth2', 'keystone', 'ratio')
    rates, costs = [0, 0], [0, 0]
    with servers.Ours(f'{folder}/noauth2') as plain, \
            guarded(f'{folder}/keystone', options=OPTIONS.format(url=keystone.url)) as checked:
        for _ in range(4):
            for index, server in enumerate((plain, checked)):
                before = processor_seconds(server)
                rate, _, _, failures = _measure.wrk(server, paths, seconds, 8)
                if failures:
                    raise SystemExit(f'{failures} requests failed')
                rates[index] += rate / 4
                costs[index] += (processor_seconds(server) - before) / (rate * seconds) * 1e6 / 4
    _measure.row('requests a second', *(f'{rate:.0f}' for rate in rates), f'{rates[1] / rates[0]:.2f}')
    _measure.row('processor time of one, in us', *(f'{cost:.1f}' for cost in costs),
                 f'{costs[1] / costs[0]:.2f}')
    keystone.shutdown()
    keystone.server_close()
