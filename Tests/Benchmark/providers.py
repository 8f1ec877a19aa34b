# SPDX-License-Identifier: Apache-2.0
"""GET of a provider and of its inventories on 1,000 providers; start-up time and idle memory."""
import json
import time

from _measure import row, wrk
from servers import Ours, Reference, fresh_folder

PROVIDERS = 1000
CONNECTIONS = 16


def fill(server):
    """Makes the providers through the API; returns their uuids."""
    uuids = []
    connection = server.connection()
    for number in range(PROVIDERS):
        status, _, body = server.request('POST', '/resource_providers', {'name': f'host{number:05}'},
                                         connection=connection)
        assert status == 200, (status, body)
        uuids.append(body['uuid'])
        inventories = {'VCPU': {'total': 64, 'allocation_ratio': 4.0},
                       'MEMORY_MB': {'total': 262144, 'reserved': 2048, 'allocation_ratio': 1.5},
                       'DISK_GB': {'total': 2000}}
        status, _, body = server.request(
            'PUT', f'/resource_providers/{uuids[-1]}/inventories',
            {'resource_provider_generation': 0, 'inventories': inventories}, connection=connection)
        assert status == 200, (status, body)
    connection.close()
    return uuids


def run(folder, seconds):
    fresh_folder(folder)
    ours = Ours(f'{folder}/ours')
    ours.start()
    uuids = fill(ours)
    ours.stop()
    begin = time.monotonic()
    ours.start_backend()
    start_milliseconds = (time.monotonic() - begin) * 1000
    ours.start_nginx()
    time.sleep(1)
    idle = ours.memory_kib()
    rates = {}
    with Reference(f'{folder}/reference', database=ours.database, workers=2) as reference:
        cases = {
            'GET /resource_providers/{uuid}': [f'/resource_providers/{u}' for u in uuids],
            'GET .../inventories': [f'/resource_providers/{u}/inventories' for u in uuids],
            'GET /resource_providers?name=': [f'/resource_providers?name=host{n:05}' for n in range(PROVIDERS)],
            'GET /resource_providers (all 1,000)': ['/resource_providers'],
        }
        row('requests a second', 'ours', 'p99 ms', 'reference', 'p99 ms', 'ratio')
        for name, paths in cases.items():
            check_equal(ours, reference, paths[0])
            for path in paths[:20]:
                reference.request('GET', path)
            ours_rate, _, ours_p99, ours_failures = wrk(ours, paths, seconds, CONNECTIONS)
            rate, _, p99, failures = wrk(reference, paths, seconds, CONNECTIONS)
            assert ours_failures == 0, f'{ours_failures} of our answers failed'
            assert failures == 0, f'{failures} answers of the reference failed'
            row(name, f'{ours_rate:.0f}', f'{ours_p99:.1f}', f'{rate:.0f}', f'{p99:.1f}',
                f'{ours_rate / rate:.1f}')
            rates[name] = ours_rate / rate
        row('memory in MiB, idle / after load', f'{idle / 1024:.1f} / {ours.memory_kib() / 1024:.1f}', '',
            f'{reference.memory_kib() / 1024:.1f}')
    row('milliseconds from start to listening', f'{start_milliseconds:.0f}')
    ours.stop()
    return rates


def check_equal(ours, reference, path):
    """Both must say the same, or their speeds are not comparable."""
    first, second = ours.request('GET', path), reference.request('GET', path)
    assert first[0] == second[0] == 200, (first, second)

    def order(value):
        if isinstance(value, dict):
            return {k: order(v) for k, v in value.items()}
        if isinstance(value, list):
            return sorted((order(v) for v in value), key=json.dumps)
        return value
    assert order(first[2]) == order(second[2]), path
