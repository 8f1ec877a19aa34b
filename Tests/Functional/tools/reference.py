# SPDX-License-Identifier: Apache-2.0
"""The commands that the Python service has too: the same output and exit status for the same database."""
import concurrent.futures
import os
import shutil
import sqlite3
import subprocess

from servers import VENV, binary

PROVIDERS = ["INSERT INTO resource_providers (id, uuid, name, generation, root_provider_id) VALUES "
             + ', '.join(f"({n}, 'u{n}', 'n{n}', 1, NULL)" for n in range(1, 121))]
CONSUMERS = ["INSERT INTO resource_classes (id, name) VALUES (0, 'VCPU')",
             'INSERT INTO allocations (resource_provider_id, consumer_id, resource_class_id, used)'
             ' VALUES ' + ', '.join(f"(1, 'c{n}', 0, 1)" for n in range(1, 8))]
MANAGE, STATUS = 'placement-manage', 'placement-status'
UNKNOWN = ["UPDATE alembic_version SET version_num = 'ffffffffffff'"]

# What is done to a fresh database (None: there is none), the program, its arguments, a policy file.
CASES = [
    (None, MANAGE, ['db', 'sync'], None),
    (None, MANAGE, ['db', 'version'], None),
    (UNKNOWN, MANAGE, ['db', 'sync'], None),
    (UNKNOWN, MANAGE, ['db', 'stamp', 'head'], None),
    ([], MANAGE, ['db', 'stamp', 'b5c3'], None),
    ([], MANAGE, ['db', 'stamp', 'nope'], None),
    ([], MANAGE, ['db', 'online_data_migrations'], None),
    (PROVIDERS + CONSUMERS, MANAGE, ['db', 'online_data_migrations'], None),
    (PROVIDERS + CONSUMERS, MANAGE, ['db', 'online_data_migrations', '--max-count', '30'], None),
    ([], STATUS, ['upgrade', 'check'], None),
    (CONSUMERS, STATUS, ['upgrade', 'check'], '"placement:usages": "!"\n'),
    (PROVIDERS, STATUS, ['upgrade', 'check'], '{"placement:usages": "!"}'),
]


def compare(folder, empty, expect):
    """Runs each case with both programs; `empty` is the path of a fresh database."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        pairs = pool.map(lambda n: [run(folder, empty, n, who) for who in ('theirs', 'ours')],
                         range(len(CASES)))
        for (_, program, words, _), (theirs, ours) in zip(CASES, pairs):
            expect((ours.returncode, ours.stdout) == (theirs.returncode, theirs.stdout),
                   f'{program} {words}: {ours.returncode} {ours.stdout} {ours.stderr}, '
                   f'not {theirs.returncode} {theirs.stdout} {theirs.stderr[-300:]}')
            if program == MANAGE and ours.returncode == 1 and '--max-count' not in words:
                expect(len(ours.stderr.splitlines()) == 1, f'{words}: one line: {ours.stderr}')


def run(folder, empty, number, who):
    """Runs one case in a folder of its own."""
    statements, program, words, policy = CASES[number]
    home = os.path.join(folder, f'{who}{number}')
    os.mkdir(home)
    database = os.path.join(home, 'placement.db')
    with open(os.path.join(home, 'placement.conf'), 'w') as f:
        f.write(f'[placement_database]\nconnection = sqlite:///{database}\n')
    if policy is not None:
        with open(os.path.join(home, 'policy.yaml'), 'w') as f:
            f.write(policy)
    if statements is not None:
        shutil.copy(empty, database)
        db = sqlite3.connect(database)
        for statement in statements:
            db.execute(statement)
        db.commit()
        db.close()
    place = binary(program) if who == 'ours' else os.path.join(VENV, 'bin', program)
    call = [place, '--config-file', os.path.join(home, 'placement.conf'), *words]
    return subprocess.run(call, capture_output=True, text=True, timeout=300)
