# SPDX-License-Identifier: Apache-2.0
"""What the parts of contrib/benchmark share: running wrk and printing tables."""
import os
import re
import subprocess

SCRIPT = '''
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local index = 0
request = function()
    index = index %% #paths + 1
    return wrk.format("GET", paths[index])
end
'''


def wrk(server, paths, seconds, connections, version='1.39'):
    """Requests paths in turn; returns requests a second, median and 99 % latency in ms, failures."""
    listing = os.path.join(server.folder, 'wrk-paths.txt')
    with open(listing, 'w') as f:
        f.write('\n'.join(paths) + '\n')
    return run_script(server, SCRIPT % listing, seconds, connections, version)[:4]


def run_script(server, lua, seconds, connections, version='1.39'):
    """Runs a Lua script of wrk; returns what wrk() does, and the number of requests."""
    script = os.path.join(server.folder, 'wrk.lua')
    with open(script, 'w') as f:
        f.write(lua)
    text = subprocess.run(
        ['wrk', '-t1', f'-c{connections}', f'-d{max(1, round(seconds))}s', '--latency', '--timeout', '60s',
         '-s', script, '-H', 'X-Auth-Token: admin', '-H', 'Accept: application/json',
         '-H', f'OpenStack-API-Version: placement {version}',
         f'http://127.0.0.1:{server.port}'],
        check=True, capture_output=True, text=True).stdout
    rate = float(re.search(r'Requests/sec:\s+([\d.]+)', text).group(1))
    failures = sum(int(n) for n in re.findall(r'Non-2xx or 3xx responses: (\d+)', text))
    failures += sum(int(n) for line in re.findall(r'Socket errors: (.*)', text)
                    for n in re.findall(r'\d+', line))
    requests = int(re.search(r'(\d+) requests in', text).group(1))
    return rate, milliseconds(text, '50%'), milliseconds(text, '99%'), failures, requests


def milliseconds(text, percentile):
    value, unit = re.search(rf'{percentile}\s+([\d.]+)(us|ms|s)', text).groups()
    return float(value) * {'us': 0.001, 'ms': 1, 's': 1000}[unit]


def row(name, *cells):
    """Prints one line of a table."""
    print(f'{name:<44}' + ''.join(f'{cell:>16}' for cell in cells), flush=True)
