# SPDX-License-Identifier: Apache-2.0
"""PUT /allocations/{consumer}: new claims of three classes on 10,000 hosts, on disk before each answer."""
import os
import shutil
import subprocess
import time

from _database import fill
from _measure import row, run_script
from servers import Ours, Reference, binary, fresh_folder

HOSTS = 10000
CLIENTS = (1, 8, 32)

# Each claim is of a consumer that nobody has, on the next host of the list.
SCRIPT = '''
local hosts = {}
for line in io.lines("%s") do hosts[#hosts + 1] = line end
math.randomseed(%d)
local prefix = string.format("%%08x-%%04x-4%%03x-8%%03x-", math.random(0, 0x7fffffff),
    math.random(0, 0xffff), math.random(0, 0xfff), math.random(0, 0xfff))
local count = 0
wrk.method = "PUT"
wrk.headers["Content-Type"] = "application/json"
request = function()
    count = count + 1
    local body = '{"allocations": {"' .. hosts[count * 7919 %% #hosts + 1] ..
        '": {"resources": {"VCPU": 1, "MEMORY_MB": 512, "DISK_GB": 1}}}, "project_id": "p", ' ..
        '"user_id": "u", "consumer_generation": null, "consumer_type": "INSTANCE"}'
    return wrk.format("PUT", "/allocations/" .. prefix .. string.format("%%012x", count), nil, body)
end
'''


def disk_rate(folder, seconds):
    """How often a second this disk makes 12 kB durable, one after the other."""
    path = os.path.join(folder, 'disk')
    with open(path, 'wb') as file:
        file.write(bytes(16 << 20))
        os.fsync(file.fileno())
        count, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            os.pwrite(file.fileno(), bytes(12288), count % 1000 * 12288)
            os.fdatasync(file.fileno())
            count += 1
    os.remove(path)
    return count / seconds


def run(folder, seconds):
    fresh_folder(folder)
    ours = Ours(f'{folder}/ours')
    ours.start_backend()
    ours.stop_backend()
    manage = [binary('placement-manage'), '--config-file', f'{ours.folder}/placement.conf']
    subprocess.run([*manage, 'db', 'journal', 'remove'], check=True)
    fill(ours.database, HOSTS, fill=0)
    reference = Reference(f'{folder}/reference', workers=2)
    shutil.copy(ours.database, reference.database)
    subprocess.run([*manage, 'db', 'journal', 'install'], check=True)
    row('the disk: fdatasync a second', f'{disk_rate(folder, min(seconds, 4)):.0f}')
    row('claims a second', 'ours', 'p99 ms', 'reference', 'p99 ms', 'its 5xx', 'ratio')
    with ours, reference:
        hosts = os.path.join(folder, 'hosts.txt')
        with open(hosts, 'w') as f:
            f.writelines(p['uuid'] + '\n' for p in ours.request('GET', '/resource_providers')[2]['resource_providers'])
        for number, clients in enumerate(CLIENTS):
            found = []
            for server in (ours, reference):
                rate, _, p99, failures, requests = run_script(server, SCRIPT % (hosts, number + 1), seconds, clients)
                found.append((rate * (1 - failures / requests), p99, failures, requests))
            (mine, p99, failures, _), (theirs, their_p99, their_failures, requests) = found
            assert failures == 0, f'{failures} of our claims failed'
            row(f'{clients} clients', f'{mine:.0f}', f'{p99:.1f}', f'{theirs:.0f}', f'{their_p99:.1f}',
                f'{100 * their_failures / requests:.1f} %', f'{mine / theirs:.1f}')
