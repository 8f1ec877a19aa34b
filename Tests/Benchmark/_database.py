# SPDX-License-Identifier: Apache-2.0
"""Synthetic clouds, written straight into an empty database that `db sync` made.

    python3 _database.py FILE HOSTS [--kind flat|nested|devices] [--traits N] [--sharing N] [--fill F] [--seed N]

flat     one provider a host with VCPU, MEMORY_MB and DISK_GB, N traits, in one of 20 aggregates
nested   a root with DISK_GB, two NUMA nodes with VCPU and MEMORY_MB, a network card below each
devices  a root with VCPU and MEMORY_MB, and eight cards with one PGPU each below it

F is the share of hosts that carry instances. Every tenth host has HW_GPU_API_VULKAN.
"""
import argparse
import random
import sqlite3
import uuid

NOW = '2026-01-01 00:00:00.000000'
DEVICES = 8


class Cloud:
    def __init__(self, path, seed):
        self.chance = random.Random(seed)
        self.seed = seed
        self.connection = sqlite3.connect(path)
        self.connection.execute('PRAGMA synchronous = OFF')
        self.classes = self.names('resource_classes')
        self.traits = self.names('traits')
        self.hardware = sorted(n for n in self.traits if n.startswith(('HW_CPU', 'COMPUTE_')))
        self.provider_id = self.connection.execute(
            'SELECT coalesce(max(id), 0) FROM resource_providers').fetchone()[0]
        self.aggregates = [self.insert('placement_aggregates', uuid=self.uuid()) for _ in range(21)]
        self.project = self.insert('projects', external_id=self.uuid())
        self.user = self.insert('users', external_id=self.uuid())

    def names(self, table):
        return dict(self.connection.execute(f'SELECT name, id FROM {table}'))

    def uuid(self):
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    def insert(self, table, **values):
        columns = ', '.join(['created_at', *values])
        marks = ', '.join('?' * (len(values) + 1))
        return self.connection.execute(
            f'INSERT INTO {table} ({columns}) VALUES ({marks})', (NOW, *values.values())).lastrowid

    def provider(self, name, parent=None, root=None):
        self.provider_id += 1
        return self.insert(
            'resource_providers', id=self.provider_id, uuid=self.uuid(), name=name, generation=1,
            root_provider_id=root or self.provider_id, parent_provider_id=parent)

    def inventory(self, provider, name, total, ratio=1.0, reserved=0):
        self.insert('inventories', resource_provider_id=provider, resource_class_id=self.classes[name],
                    total=total, reserved=reserved, min_unit=1, max_unit=total, step_size=1,
                    allocation_ratio=ratio)

    def give_traits(self, provider, names):
        self.connection.executemany(
            'INSERT INTO resource_provider_traits (created_at, trait_id, resource_provider_id)'
            ' VALUES (?, ?, ?)', [(NOW, self.traits[name], provider) for name in names])

    def join(self, provider, aggregate):
        self.insert('resource_provider_aggregates', resource_provider_id=provider, aggregate_id=aggregate)

    def consume(self, *parts):
        consumer = self.uuid()
        self.insert('consumers', uuid=consumer, project_id=self.project, user_id=self.user, generation=1)
        for provider, name, used in parts:
            self.insert('allocations', resource_provider_id=provider, consumer_id=consumer,
                        resource_class_id=self.classes[name], used=used)

    def host(self, number, kind, traits, sharing, fill):
        root = self.provider(f'host-{self.seed}-{number}')
        hardware = self.hardware[:traits]
        names = set(hardware[:max(0, traits - 10)]) | set(self.chance.sample(hardware, min(len(hardware), 5)))
        if number % 10 == 0:
            names.add('HW_GPU_API_VULKAN')
        self.give_traits(root, names)
        self.join(root, self.aggregates[number % 20])
        has_disk = not (sharing and number % 2)
        if has_disk:
            self.inventory(root, 'DISK_GB', 2000, reserved=10)
        else:
            self.join(root, self.aggregates[20])
        disk = [(root, 'DISK_GB', 20)] if has_disk else []
        nodes = getattr(self, kind)(root, f'host-{self.seed}-{number}')
        if self.chance.random() < fill:
            for _ in range(self.chance.randint(1, 6 if kind == 'nested' else 12)):
                node = self.chance.choice(nodes)
                self.consume((node, 'VCPU', 4), (node, 'MEMORY_MB', 8192), *disk)

    def flat(self, root, name):
        self.inventory(root, 'VCPU', 64, 4.0)
        self.inventory(root, 'MEMORY_MB', 262144, 1.0, 512)
        return [root]

    def nested(self, root, name):
        nodes = []
        for number in range(2):
            node = self.provider(f'{name}-numa{number}', root, root)
            self.inventory(node, 'VCPU', 32, 4.0)
            self.inventory(node, 'MEMORY_MB', 131072, 1.0, 512)
            self.give_traits(node, ['HW_NUMA_ROOT'])
            card = self.provider(f'{name}-pf{number}', node, root)
            self.inventory(card, 'SRIOV_NET_VF', 8)
            nodes.append(node)
        return nodes

    def devices(self, root, name):
        for number in range(DEVICES):
            self.inventory(self.provider(f'{name}-gpu{number}', root, root), 'PGPU', 1)
        return self.flat(root, name)

    def share(self, number):
        provider = self.provider(f'share-{self.seed}-{number}')
        self.inventory(provider, 'DISK_GB', 1000000)
        self.give_traits(provider, ['MISC_SHARES_VIA_AGGREGATE'])
        self.join(provider, self.aggregates[20])


def fill(path, hosts, kind='flat', traits=60, sharing=0, fill=0.5, seed=1):
    """Fills a database; returns the number of rows in its largest tables and its aggregates."""
    cloud = Cloud(path, seed)
    for number in range(hosts):
        cloud.host(number, kind, traits, sharing, fill)
    for number in range(sharing):
        cloud.share(number)
    cloud.connection.commit()
    cloud.connection.execute('ANALYZE')
    cloud.connection.commit()
    counts = {table: cloud.connection.execute(f'SELECT count(*) FROM {table}').fetchone()[0]
              for table in ('resource_providers', 'inventories', 'allocations', 'resource_provider_traits')}
    aggregates = [row[0] for row in cloud.connection.execute('SELECT uuid FROM placement_aggregates ORDER BY id')]
    cloud.connection.close()
    return counts, aggregates


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('file')
    parser.add_argument('hosts', type=int)
    parser.add_argument('--kind', choices=('flat', 'nested', 'devices'), default='flat')
    parser.add_argument('--traits', type=int, default=60)
    parser.add_argument('--sharing', type=int, default=0)
    parser.add_argument('--fill', type=float, default=0.5)
    parser.add_argument('--seed', type=int, default=1)
    options = vars(parser.parse_args())
    print(fill(options.pop('file'), options.pop('hosts'), **options)[0])
