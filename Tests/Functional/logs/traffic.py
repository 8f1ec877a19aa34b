# SPDX-License-Identifier: Apache-2.0
"""Requests that leave every kind of line in a log, and the lines they leave."""
import json
import re

PROVIDER = 'a6b1c5d2-0000-4000-8000-000000000001'
GLOBAL_ID = 'req-9c1a2f63-7d7e-4d2a-8b6c-3f2d0d6a9c11'
PROVIDER_BODY = json.dumps({'name': 'compute-\u00e9', 'uuid': PROVIDER})

# (wanted status, method, path, what differs from a plain request of an administrator)
REQUESTS = [
    (200, 'GET', '/', {'token': None, 'version': None}),
    (200, 'GET', '/', {'version': 'latest'}),
    (200, 'GET', '/resource_providers', {'version': None}),
    (200, 'GET', '/resource_providers?name=%C3%A9&resources=VCPU:1', {}),
    (200, 'GET', '/resource_providers?', {}),
    (201, 'POST', '/resource_providers', {'version': '1.0', 'body': PROVIDER_BODY}),
    (409, 'POST', '/resource_providers', {'body': PROVIDER_BODY}),
    (200, 'POST', '/resource_providers', {'body': '{"name": "other"}'}),
    (200, 'GET', f'/resource_providers/{PROVIDER}', {'version': '1.14'}),
    (201, 'PUT', '/traits/CUSTOM_LOG', {}),
    (204, 'PUT', '/traits/CUSTOM_LOG', {}),
    (204, 'GET', '/traits/CUSTOM_LOG', {}),
    (204, 'DELETE', '/traits/CUSTOM_LOG', {}),
    (404, 'DELETE', '/traits/CUSTOM_LOG', {'headers': {'X-Openstack-Request-Id': GLOBAL_ID}}),
    (400, 'PUT', '/traits/no_trait', {'headers': {'X-Openstack-Request-Id': 'mine'}}),
    (404, 'GET', '/resource_providers/%C3%A9', {}),
    (404, 'GET', '/nothing%20here/%7Eabc%25?x=%20y&z=%E2%82%AC', {}),
    (404, 'GET', '/%E2%82%AC/%ff', {}),
    (405, 'PATCH', '/traits', {}),
    (405, 'PUT', '/', {'token': None}),
    (400, 'GET', '/resource_providers?bad=1', {}),
    (400, 'POST', '/resource_providers', {'body': '{"name": '}),
    (400, 'GET', '/resource_providers', {'version': 'x.y'}),
    (406, 'GET', '/resource_providers', {'version': '9.99'}),
    (406, 'GET', '/traits', {'headers': {'Accept': 'text/plain'}}),
    (415, 'POST', '/resource_providers',
     {'body': '{}', 'headers': {'Content-Type': 'text/plain'}}),
    (401, 'GET', '/traits', {'token': None}),
    (401, 'GET', '/nowhere', {'token': None, 'version': None}),
    (403, 'GET', '/resource_providers', {'token': 'somebody:project'}),
    (403, 'DELETE', f'/resource_providers/{PROVIDER}', {'token': 'somebody'}),
    (200, 'GET', '/traits', {'token': 'admin:project', 'headers': {'Accept': '*/*'}}),
    (204, 'DELETE', f'/resource_providers/{PROVIDER}', {}),
]


def send(server):
    """Sends all requests one after another."""
    for wanted, method, path, options in REQUESTS:
        status, _, body = server.request(
            method, path, options.get('body'), version=options.get('version', '1.39'),
            token=options.get('token', 'admin'),
            headers={'openstack-api-version': None} | options.get('headers', {})
            if options.get('version', '1.39') is None else options.get('headers', {}))
        assert status == wanted, (type(server).__name__, method, path, status, body)


class Line:
    """One line of the default format, taken apart."""

    FORM = re.compile(
        r'(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) (?P<pid>\d+) (?P<level>[A-Z]+) '
        r'(?P<name>\S+) \[(?P<context>[^\]]*)\] (?P<message>.*)')

    def __init__(self, text):
        found = self.FORM.fullmatch(text)
        assert found, f'not of the default format: {text!r}'
        self.pid = int(found['pid'])
        self.level, self.name = found['level'], found['name']
        self.context, self.message = without_ids(found['context']), found['message']

    def __str__(self):
        return f'{self.level} {self.name} [{self.context}] {self.message}'


def without_ids(text):
    """The text with REQ for each identifier that the service itself made."""
    return re.sub(r'req-(?!9c1a2f63)[0-9a-f-]{36}', 'REQ', text)
