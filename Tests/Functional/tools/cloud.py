# SPDX-License-Identifier: Apache-2.0
"""Synthetic clouds, written straight into a file that `placement-manage db sync` made."""
import sqlite3
import uuid

OLD = '2026-01-01 00:00:00.000000'
CLASSES = ('VCPU', 'MEMORY_MB', 'DISK_GB')
TRAITS = 40


def name_uuid(name):
    """The UUID of what has this name, the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def fill(path, hosts):
    """Hosts of one root and two NUMA nodes each; half of them have two consumers."""
    db = sqlite3.connect(path)
    db.execute('PRAGMA synchronous = OFF')
    insert = db.executemany
    insert('INSERT INTO resource_classes (created_at, id, name) VALUES (?, ?, ?)',
           [(OLD, n, name) for n, name in enumerate(CLASSES)])
    insert('INSERT INTO traits (created_at, id, name) VALUES (?, ?, ?)',
           [(OLD, n + 1, f'CUSTOM_TRAIT_{n:02}') for n in range(TRAITS)])
    insert('INSERT INTO placement_aggregates (created_at, id, uuid) VALUES (?, ?, ?)',
           [(OLD, n + 1, name_uuid(f'aggregate{n}')) for n in range(20)])
    for table in ('projects', 'users'):
        db.execute(f'INSERT INTO {table} (created_at, id, external_id) VALUES (?, 1, ?)',
                   (OLD, table[:-1]))
    db.execute("INSERT INTO consumer_types (created_at, id, name) VALUES (?, 1, 'INSTANCE')", (OLD,))
    providers, inventories, traits, aggregates, consumers, allocations = [], [], [], [], [], []
    for host in range(hosts):
        root = 3 * host + 1
        for offset, name in enumerate((f'host{host}', f'host{host}-numa0', f'host{host}-numa1')):
            providers.append((OLD, root + offset, name_uuid(name), name, 1, root,
                              root if offset else None))
        inventories.append((OLD, root, 2, 2000, 10, 1.0))
        for numa in (root + 1, root + 2):
            inventories += [(OLD, numa, 0, 32, 0, 4.0), (OLD, numa, 1, 131072, 512, 1.0)]
        traits += [(OLD, n + 1, root) for n in range(TRAITS)]
        aggregates.append((OLD, root, host % 20 + 1))
        if host % 2 == 0:
            for numa in (root + 1, root + 2):
                consumer = name_uuid(f'consumer{numa}')
                consumers.append((OLD, consumer, 1, 1, 1, 1))
                allocations += [(OLD, numa, consumer, 0, 4), (OLD, numa, consumer, 1, 8192),
                                (OLD, root, consumer, 2, 20)]
    insert('INSERT INTO resource_providers (created_at, id, uuid, name, generation,'
           ' root_provider_id, parent_provider_id) VALUES (?, ?, ?, ?, ?, ?, ?)', providers)
    insert('INSERT INTO inventories (created_at, resource_provider_id, resource_class_id, total,'
           ' reserved, min_unit, max_unit, step_size, allocation_ratio)'
           ' VALUES (?, ?, ?, ?, ?, 1, 100000, 1, ?)', inventories)
    insert('INSERT INTO resource_provider_traits (created_at, trait_id, resource_provider_id)'
           ' VALUES (?, ?, ?)', traits)
    insert('INSERT INTO resource_provider_aggregates (created_at, resource_provider_id,'
           ' aggregate_id) VALUES (?, ?, ?)', aggregates)
    insert('INSERT INTO consumers (created_at, uuid, project_id, user_id, generation,'
           ' consumer_type_id) VALUES (?, ?, ?, ?, ?, ?)', consumers)
    insert('INSERT INTO allocations (created_at, resource_provider_id, consumer_id,'
           ' resource_class_id, used) VALUES (?, ?, ?, ?, ?)', allocations)
    db.commit()
    db.close()


def live(path):
    """The UUIDs of all consumers."""
    db = sqlite3.connect(path)
    found = [row[0] for row in db.execute('SELECT uuid FROM consumers ORDER BY uuid')]
    db.close()
    return found
