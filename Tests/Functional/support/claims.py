# SPDX-License-Identifier: Apache-2.0
"""A load of overlapping claims whose outcome is known: what was acknowledged is written down.

Each consumer belongs to one client, so a client knows what its consumers hold: exactly what was
acknowledged last. Providers are small and shared by all. A request whose answer was lost leaves
two possibilities, which the client settles by asking; a third is a failure, and so is a consumer
that changed without its client, a provider used beyond its capacity, or an answer that the test
does not allow.
"""
import http.client
import json
import random
import sqlite3
import threading
import time
import uuid

VERSION = '1.36'
CAPACITY = {'VCPU': 40, 'MEMORY_MB': 4096}
RETRY_SECONDS = 60


class Ledger:
    """What all clients found and failed at."""

    def __init__(self):
        self.lock = threading.Lock()
        self.failures = []
        self.statuses = {}
        self.settled = {'kept': 0, 'not kept': 0}

    def fail(self, text):
        with self.lock:
            self.failures.append(text)

    def count(self, what, status):
        with self.lock:
            key = f'{what} {status}'
            self.statuses[key] = self.statuses.get(key, 0) + 1

    def count_settled(self, how):
        with self.lock:
            self.settled[how] += 1

    def total(self, *statuses):
        with self.lock:
            return sum(n for key, n in self.statuses.items() if key.split()[-1] in statuses)

    def report(self):
        with self.lock:
            print('answers:', ', '.join(f'{k}: {n}' for k, n in sorted(self.statuses.items())))
            print('lost answers settled:', self.settled)


class Session:
    """A kept connection to a server, opened anew where it broke."""

    def __init__(self, server):
        self.server = server
        self.connection = None

    def request(self, method, path, body=None):
        """Status and parsed body; raises OSError or HTTPException where no answer came."""
        if self.connection is None:
            self.connection = self.server.connection(timeout=60)
        try:
            status, _, answer = self.server.request(
                method, path, body, version=VERSION, connection=self.connection)
            return status, answer
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise

    def get(self, path, ledger):
        """The parsed body of a 200, asked for until there is one."""
        deadline = time.monotonic() + RETRY_SECONDS
        while True:
            try:
                status, answer = self.request('GET', path)
                if status == 200:
                    return answer
            except (OSError, http.client.HTTPException) as error:
                status = type(error).__name__
            ledger.count('ask', status)
            if time.monotonic() > deadline:
                raise TimeoutError(f'no answer for {path}')
            time.sleep(0.05)


def make_providers(server, count):
    """Makes small providers; returns their UUIDs."""
    session, providers = Session(server), []
    for number in range(count):
        provider = str(uuid.uuid4())
        status, answer = session.request(
            'POST', '/resource_providers', {'uuid': provider, 'name': f'small-{provider}'})
        assert status in (200, 201), (status, answer)
        status, answer = session.request(
            'PUT', f'/resource_providers/{provider}/inventories',
            {'resource_provider_generation': 0,
             'inventories': {name: {'total': total} for name, total in CAPACITY.items()}})
        assert status == 200, (status, answer)
        providers.append(provider)
    return providers


class Client(threading.Thread):
    """One client that claims, moves, shrinks and deletes until it is told to stop.

    Where the service is not alone with the providers, a claim may lose to another program's.
    """

    def __init__(self, server, providers, ledger, seed, is_alone=True):
        super().__init__(daemon=True)
        self.session = Session(server)
        self.providers = providers
        self.ledger = ledger
        self.random = random.Random(seed)
        self.is_alone = is_alone
        self.held = {}  # consumer -> {provider: {class: amount}}, empty ones are left out
        self.stopping = threading.Event()
        self.may_run = threading.Event()
        self.may_run.set()
        self.is_resting = threading.Event()

    def run(self):
        try:
            while not self.stopping.is_set():
                if not self.may_run.is_set():
                    self.is_resting.set()
                    self.may_run.wait(1)
                    continue
                self.is_resting.clear()
                self.step()
        except Exception as error:  # a thread's exception is seen by nobody else
            self.ledger.fail(f'client: {error!r}')
        finally:
            self.is_resting.set()

    # -- what a client does

    def step(self):
        held = list(self.held)
        action = self.random.choices(
            ('claim', 'shrink', 'move', 'swap', 'delete'), (4, 2, 2, 1, 2))[0]
        if action == 'claim' or not held:
            self.write('claim', {str(uuid.uuid4()): self.some_resources()})
        elif action == 'shrink':
            consumer = self.random.choice(held)
            self.write('shrink', {consumer: {
                provider: {name: max(1, amount // 2) for name, amount in resources.items()}
                for provider, resources in self.held[consumer].items()}})
        elif action == 'move':
            # All that a consumer holds goes to a new one, as when an instance is moved.
            consumer = self.random.choice(held)
            self.write('move', {consumer: {}, str(uuid.uuid4()): self.held[consumer]})
        elif action == 'swap' and len(held) > 1:
            first, second = self.random.sample(held, 2)
            self.write('swap', {first: self.held[second], second: self.some_resources()})
        else:
            consumer = self.random.choice(held)
            self.write('delete', {consumer: {}})

    def some_resources(self):
        return {provider: {'VCPU': self.random.randint(1, 4),
                           'MEMORY_MB': self.random.choice((64, 128, 256))}
                for provider in self.random.sample(self.providers, self.random.randint(1, 2))}

    def write(self, what, wanted):
        """Asks for a new state of some consumers, and writes down what became of it."""
        generations = {consumer: self.check(consumer) for consumer in wanted}
        if what == 'delete':
            consumer, = wanted
            call = ('DELETE', f'/allocations/{consumer}', None)
        elif len(wanted) == 1:
            (consumer, resources), = wanted.items()
            call = ('PUT', f'/allocations/{consumer}', body(resources, generations[consumer]))
        else:
            call = ('POST', '/allocations',
                    {consumer: body(resources, generations[consumer])
                     for consumer, resources in wanted.items()})
        try:
            status, answer = self.session.request(*call)
        except (OSError, http.client.HTTPException) as error:
            self.ledger.count(what, type(error).__name__)
            return self.settle(wanted)
        self.ledger.count(what, status)
        if status in (200, 204):
            self.remember(wanted)
        elif status >= 500:
            self.settle(wanted)
        elif status != 409 or self.is_alone and code(answer) == 'placement.concurrent_update':
            self.ledger.fail(f'{what}: {status} {answer}')

    def remember(self, wanted):
        for consumer, resources in wanted.items():
            if resources:
                self.held[consumer] = resources
            else:
                self.held.pop(consumer, None)

    def settle(self, wanted):
        """After a lost answer: either all of it was kept or nothing.

        A process may be killed after its commit was in the log and before the others were told.
        Then they do not see it, and their next commit takes its place; but if they are all killed
        before that, whoever opens the file next finds it. So while nobody has acknowledged the
        write it may appear, whole, between two questions.
        """
        old = {consumer: self.held.get(consumer, {}) for consumer in wanted}
        for _ in range(2):
            now = {consumer: self.ask(consumer)[0] for consumer in wanted}
            if now == wanted:
                self.ledger.count_settled('kept')
                return self.remember(wanted)
            if now == old:
                return self.ledger.count_settled('not kept')
        self.ledger.fail(f'half a write: {old} should be {wanted} and is {now}')

    def check(self, consumer):
        """Looks whether a consumer holds what was acknowledged; returns its generation."""
        found, generation = self.ask(consumer)
        if found != self.held.get(consumer, {}):
            self.ledger.fail(f'{consumer} holds {found}, not {self.held.get(consumer, {})}')
            self.remember({consumer: found})
        return generation

    def check_all(self):
        for consumer in list(self.held):
            self.check(consumer)

    def ask(self, consumer):
        """What a consumer holds, and its generation."""
        answer = self.session.get(f'/allocations/{consumer}', self.ledger)
        return ({provider: of['resources'] for provider, of in answer['allocations'].items()},
                answer.get('consumer_generation'))


def body(resources, generation):
    return {'allocations': {provider: {'resources': of} for provider, of in resources.items()},
            'project_id': 'project', 'user_id': 'user', 'consumer_generation': generation}


def code(answer):
    """The code of an error: a full provider has another one than a lost race."""
    return answer['errors'][0]['code']


class Watcher(threading.Thread):
    """Reads usages all the time: no provider may ever be used beyond its capacity."""

    def __init__(self, server, providers, ledger):
        super().__init__(daemon=True)
        self.session = Session(server)
        self.providers = providers
        self.ledger = ledger
        self.reads = 0
        self.stopping = threading.Event()

    def run(self):
        while not self.stopping.is_set():
            for provider in self.providers:
                try:
                    status, answer = self.session.request(
                        'GET', f'/resource_providers/{provider}/usages')
                except (OSError, http.client.HTTPException) as error:
                    self.ledger.count('watch', type(error).__name__)
                    time.sleep(0.05)
                    continue
                if status != 200:
                    self.ledger.count('watch', status)
                    time.sleep(0.05)
                    continue
                self.reads += 1
                if any(answer['usages'][name] > CAPACITY[name] for name in CAPACITY):
                    self.ledger.fail(f'oversold: {provider} {answer}')


def totals(clients):
    """What every provider should be used for, by the clients' books."""
    sums = {}
    for client in clients:
        for resources in client.held.values():
            for provider, of in resources.items():
                for name, amount in of.items():
                    sums[provider, name] = sums.get((provider, name), 0) + amount
    return sums


def check_server(server, providers, clients, ledger):
    """Compares all that a server says with the clients' books."""
    session = Session(server)
    for client in clients:
        client.session = Session(server)
        client.check_all()
    sums = totals(clients)
    for provider in providers:
        usages = session.get(f'/resource_providers/{provider}/usages', ledger)['usages']
        expected = {name: sums.get((provider, name), 0) for name in CAPACITY}
        if usages != expected:
            ledger.fail(f'{provider} is used for {usages}, not {expected}')
        answer = session.get(f'/resource_providers/{provider}/allocations', ledger)
        expected = {consumer for client in clients for consumer in client.held
                    if provider in client.held[consumer]}
        if set(answer['allocations']) != expected:
            ledger.fail(f'{provider} has other consumers than were acknowledged')


def check_file(path, clients, ledger, allows_idle_consumers=False):
    """Compares the database file itself with the clients' books."""
    with sqlite3.connect(path) as database:
        check = database.execute('PRAGMA integrity_check').fetchall()
        if check != [('ok',)]:
            ledger.fail(f'integrity_check: {check}')
        stored = dict()
        for provider, number, used in database.execute(
                'SELECT p.uuid, a.resource_class_id, sum(a.used) FROM allocations a'
                ' JOIN resource_providers p ON p.id = a.resource_provider_id GROUP BY 1, 2'):
            stored[provider, {0: 'VCPU', 1: 'MEMORY_MB'}[number]] = used
        if stored != totals(clients):
            ledger.fail(f'the file holds {stored}, acknowledged were {totals(clients)}')
        for what, query in (
                ('consumers without allocations',
                 'SELECT count(*) FROM consumers WHERE uuid NOT IN'
                 ' (SELECT consumer_id FROM allocations)'),
                ('allocations without a consumer',
                 'SELECT count(*) FROM allocations WHERE consumer_id NOT IN'
                 ' (SELECT uuid FROM consumers)')):
            count, = database.execute(query).fetchone()
            if count and not (allows_idle_consumers and what.startswith('consumers')):
                ledger.fail(f'{count} {what}')
    database.close()


def finish(name, ledger):
    """Prints the result; returns the exit status."""
    for failure in ledger.failures[:20]:
        print('FAILED:', failure)
    print(f'{name}: ' + ('passed' if not ledger.failures else f'{len(ledger.failures)} failures'))
    return 1 if ledger.failures else 0
