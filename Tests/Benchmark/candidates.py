# SPDX-License-Identifier: Apache-2.0
"""GET /allocation_candidates on flat, nested and wide clouds; freshness; memory; claims beside it."""
import os
import sqlite3
import statistics
import subprocess
import threading
import time
import uuid

from _database import fill
from _measure import row, wrk
from servers import Ours, Reference, binary, fresh_folder

PATH = '/allocation_candidates?'
PLAIN = PATH + 'resources=VCPU:2,MEMORY_MB:4096,DISK_GB:20'


class Cloud:
    """A database of a kind, with ours and perhaps the reference serving it."""

    def __init__(self, folder, name, hosts, with_reference=True, options='', **kind):
        self.folder = os.path.join(folder, name)
        os.makedirs(self.folder)
        self.database = os.path.join(self.folder, 'placement.db')
        self.ours = Ours(f'{self.folder}/ours', database=self.database)
        # The first start makes tables and names; the rows come while nothing has to note them.
        self.ours.start_backend()
        self.ours.stop_backend()
        self.manage('db', 'journal', 'remove')
        self.rows, self.aggregates = fill(self.database, hosts, **kind)
        self.manage('db', 'journal', 'install')
        self.reference = None
        if with_reference:
            self.reference = Reference(f'{self.folder}/reference', database=self.database, options=options)

    def manage(self, *words):
        subprocess.run([binary('placement-manage'), '--config-file', f'{self.ours.folder}/placement.conf', *words],
                       check=True)

    def __enter__(self):
        self.ours.start()
        if self.reference:
            self.reference.start()
        return self

    def __exit__(self, *exc):
        self.ours.stop()
        if self.reference:
            self.reference.stop()


def compare(cloud, name, path, seconds, must_agree=True):
    """Prints the medians of both; returns ours and the ratio."""
    status, _, body = cloud.ours.request('GET', path)
    assert status == 200, (status, body)
    count = len(body['allocation_requests'])
    _, median, _, failures = wrk(cloud.ours, [path], seconds, 1)
    assert failures == 0, f'{failures} of our answers failed'
    if not cloud.reference:
        row(name, f'{count}', f'{median:.2f}', '-', '-')
        return median, None
    status, _, body = cloud.reference.request('GET', path, connection=cloud.reference.connection(600))
    assert status == 200, (status, body)
    if must_agree:
        assert len(body['allocation_requests']) == count, (len(body['allocation_requests']), count)
    times = []
    begin = time.monotonic()
    while not times or time.monotonic() - begin < seconds:
        start = time.monotonic()
        status = cloud.reference.request('GET', path, connection=cloud.reference.connection(600))[0]
        # The reference's uwsgi resets a FastCGI connection now and then: asked again.
        if status == 200:
            times.append((time.monotonic() - start) * 1000)
    slow = statistics.median(times)
    row(name, f'{count}', f'{median:.2f}', f'{slow:.0f}', f'{slow / median:.0f}')
    return median, slow / median


def first_after_write(cloud, path):
    """The median of the first search after another program changed one provider, and of the next."""
    connection = cloud.ours.connection()
    firsts, seconds = [], []
    with sqlite3.connect(cloud.database, timeout=30, isolation_level=None) as writer:
        for number in range(41):
            writer.execute('UPDATE inventories SET max_unit = max_unit - 1 WHERE id = ?', (3 * number + 1,))
            for times in (firsts, seconds):
                begin = time.monotonic()
                assert cloud.ours.request('GET', path, connection=connection)[0] == 200
                times.append((time.monotonic() - begin) * 1000)
    writer.close()
    return statistics.median(firsts), statistics.median(seconds)


def beside_claims(cloud, path, seconds, rate=200):
    """The median search alone, and while `rate` claims a second are made; and that rate."""
    _, alone, _, _ = wrk(cloud.ours, [path], seconds, 1)
    requests = cloud.ours.request('GET', PLAIN + '&limit=500')[2]['allocation_requests']
    stop = threading.Event()
    made = [0] * 4

    def claim(worker):
        connection = cloud.ours.connection()
        begin = time.monotonic()
        while not stop.is_set():
            body = dict(requests[(made[worker] * 4 + worker) % len(requests)], consumer_generation=None,
                        project_id='p', user_id='u', consumer_type='INSTANCE')
            status = cloud.ours.request('PUT', f'/allocations/{uuid.uuid4()}', body, connection=connection)[0]
            assert status == 204, status
            made[worker] += 1
            stop.wait(max(0, begin + made[worker] * 4 / rate - time.monotonic()))
        connection.close()

    threads = [threading.Thread(target=claim, args=(worker,)) for worker in range(4)]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    _, beside, _, failures = wrk(cloud.ours, [path], seconds, 1)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == 0
    return alone, beside, sum(made) / (time.monotonic() - begin)


def run(folder, seconds):
    fresh_folder(folder)
    row('median milliseconds', 'candidates', 'ours', 'reference', 'ratio')
    with Cloud(folder, 'flat', 10000) as cloud:
        compare(cloud, 'flat 10,000: limit=1', PLAIN + '&limit=1', seconds)
        compare(cloud, 'flat 10,000: limit=1000', PLAIN + '&limit=1000', seconds)
        compare(cloud, 'flat 10,000: no limit', PLAIN, seconds)
        compare(cloud, 'flat 10,000: required and member_of',
                f'{PLAIN}&required=HW_GPU_API_VULKAN&member_of=in:{cloud.aggregates[0]},{cloud.aggregates[10]}', seconds)
        first, second = first_after_write(cloud, PLAIN + '&limit=1000')
        row('first search after a foreign write, next one', '', f'{first:.2f}', f'{second:.2f}')
        row('memory after it, MiB', '', f'{cloud.ours.memory_kib() / 1024:.0f}')
        alone, beside, rate = beside_claims(cloud, PLAIN + '&limit=1000', seconds)
        row(f'beside {rate:.0f} claims a second, and alone', '', f'{beside:.2f}', f'{alone:.2f}')
    with Cloud(folder, 'nested', 2000, kind='nested') as cloud:
        compare(cloud, 'nested 2,000 x 5: same_subtree, limit=1000',
                PATH + 'resources_CPU=VCPU:2,MEMORY_MB:4096&resources_NET=SRIOV_NET_VF:1'
                '&group_policy=none&same_subtree=_CPU,_NET&limit=1000', seconds)
    groups = '&'.join(f'resources{n}=PGPU:1' for n in range(1, 9)) + '&group_policy=none&limit=1000'
    # Without the two options the reference lists 16 million combinations for each host.
    options = ('[placement]\nmax_allocation_candidates = 1000\n'
               '[workarounds]\noptimize_for_wide_provider_trees = true\n')
    with Cloud(folder, 'devices', 100, kind='devices', options=options) as cloud:
        compare(cloud, '8 devices x 8 groups, 100 hosts, limit=1000', PATH + groups, seconds)
    with Cloud(folder, 'large', 100000, with_reference=False) as cloud:
        begin = time.monotonic()
        cloud.ours.request('GET', PLAIN + '&limit=1')
        row('flat 100,000: first search, seconds', '', f'{time.monotonic() - begin:.2f}')
        compare(cloud, 'flat 100,000: limit=1000', PLAIN + '&limit=1000', seconds)
        compare(cloud, 'flat 100,000: required and member_of',
                f'{PLAIN}&required=HW_GPU_API_VULKAN&member_of={cloud.aggregates[10]}&limit=1000', seconds)
        row('memory, MiB', '', f'{cloud.ours.memory_kib() / 1024:.0f}')
        first, second = first_after_write(cloud, PLAIN + '&limit=1000')
        row('first search after a foreign write, next one', '', f'{first:.2f}', f'{second:.2f}')
