# SPDX-License-Identifier: Apache-2.0
"""Lines of the reference and of ours, for the same requests and the same options."""
import json
import os
import re
import sqlite3

import traffic
from servers import Ours, Reference

BOTH = (Reference, Ours)

# What differs, and why; each must be met by the test that names it.
KNOWN = {
    'a control character in a path': (
        'The reference writes control characters as they are, line breaks too, so a client can '
        'forge lines. Here they are written as %XX.'),
    'lines of other loggers': (
        'At level DEBUG the reference tells of the steps of its Python code and its libraries. '
        'Here only the requests, the configuration and what this service does are told.'),
    'traceback': 'There is no traceback here: the kind of the error and its text say what failed.',
    'exception in the message': 'The reference writes the text of an error twice.',
    'microversion of a 500': (
        'What fails unexpectedly is answered by a layer that does not know the microversion; the '
        'words of the answer, and so its length, are others as well.'),
}


def lines_of(server_class, folder, options, log='placement.log', wanted=None, after=None):
    """What a server writes into its log: its process's number, and the lines about requests."""
    folder = os.path.join(folder, server_class.__name__)
    with server_class(folder, options=options.format(folder=folder)) as server:
        traffic.send(server)
        pids = [server.process.pid]
        if after:
            after(server)
    path = os.path.join(folder, log)
    with open(path, errors='surrogateescape') as f:
        lines = f.read().split('\n')
    assert lines.pop() == '', f'{path} does not end with a line break'
    return pids, [line for line in lines if wanted is None or wanted(line)]


def both(folder, options, **more):
    """The lines of the reference, and ours."""
    (_, reference), (pids, ours) = (lines_of(c, folder, options, **more) for c in BOTH)
    return reference, ours, pids


def differences(reference, ours, excuse=None):
    """Pairs of lines that are not equal and not excused."""
    found = []
    if len(reference) != len(ours):
        found.append(f'{len(reference)} lines of the reference, {len(ours)} of ours')
    for theirs, mine in zip(reference, ours):
        if theirs != mine and not (excuse and excuse(theirs, mine)):
            found.append(f'\n  reference {theirs}\n  ours      {mine}')
    return found


def about_requests(line):
    return ' placement.requestlog ' in line


def control_character(theirs, mine):
    """The reference's line, with control characters as ours writes them."""
    escaped = re.sub('[\x00-\x1f\x7f-\x9f]', lambda c: f'%{ord(c[0]):02X}', theirs)
    return escaped != theirs and escaped == mine


def excuses(met):
    def excuse(theirs, mine):
        if control_character(theirs, mine):
            met.add('a control character in a path')
            return True
        return False
    return excuse


# -- the tests

def default_format(folder):
    reference, ours, pids = both(
        folder, '[DEFAULT]\nlog_file = {folder}/placement.log\n', wanted=about_requests)
    met, parsed = set(), [traffic.Line(line) for line in ours]
    found = differences(
        [str(traffic.Line(line)) for line in reference], list(map(str, parsed)), excuses(met))
    if len(ours) < len(traffic.REQUESTS):
        found.append(f'{len(ours)} lines for {len(traffic.REQUESTS)} requests')
    if {line.pid for line in parsed} != set(pids):
        found.append(f'process {pids} has lines of {({line.pid for line in parsed})}')
    return found + missing(met, 'a control character in a path')


def missing(met, *wanted):
    return [f'not met: {what}: {KNOWN[what]}' for what in wanted if what not in met]


def debug(folder):
    """Lines of level DEBUG: equal but for the place in the source."""
    reference, ours, _ = both(folder, '[DEFAULT]\nlog_file = {folder}/placement.log\ndebug = on\n')
    place = re.compile(r' \S+ \S+:\d+$')
    met = set()

    def requests(lines):
        kept = []
        for line in filter(about_requests, lines):
            if ' DEBUG ' in line:
                assert place.search(line), f'no place in the source: {line}'
                line = place.sub('', line)
            kept.append(str(traffic.Line(line)))
        return kept
    found = differences(requests(reference), requests(ours), excuses(met))
    if sum(line.startswith('DEBUG') for line in requests(ours)) < len(traffic.REQUESTS):
        found.append('there are not as many lines of level DEBUG as requests')
    names = [{line.split()[4] for line in lines if ' DEBUG ' in line} for lines in (reference, ours)]
    if names[0] > names[1]:
        met.add('lines of other loggers')
    # All values of the configuration, as the reference lists them.
    for name in ('placement_database.connection', 'log_options', 'api.auth_strategy'):
        wanted = re.compile(rf'DEBUG placement\.wsgi \[-\] {re.escape(name)} += (\S+) ')
        values = [{m[1] for line in lines if (m := wanted.search(line))} for lines in
                  (reference, ours)]
        if values[0] != values[1] or not values[0]:
            found.append(f'{name} is shown as {values}')
    return found + missing(met, 'a control character in a path', 'lines of other loggers')


def json_lines(folder):
    """Each line as a JSON object with the same members of the same kinds."""
    reference, ours, pids = both(
        folder, '[DEFAULT]\nlog_file = {folder}/placement.log\nuse_json = true\ndebug = true\n',
        wanted=lambda line: '"placement.requestlog"' in line)
    met, found = set(), []
    of_the_place = {'pathname', 'filename', 'module', 'lineno', 'funcname', 'created', 'msecs',
                    'relative_created', 'thread', 'thread_name', 'process', 'asctime'}

    def shown(line):
        record = json.loads(line)
        for name in of_the_place:
            record[name] = type(record[name]).__name__
        return json.dumps(json.loads(traffic.without_ids(json.dumps(record))), indent=1)
    for theirs, mine in zip(reference, ours):
        one, other = shown(theirs).split('\n'), shown(mine).split('\n')
        found += [f'{a.strip()} <> {b.strip()}' for a, b in zip(one, other)
                  if a != b and not escaped_pair(a, b, met)]
        if len(one) != len(other):
            found.append(f'\n  reference {theirs}\n  ours      {mine}')
    if len(reference) != len(ours) or len(ours) < 2 * len(traffic.REQUESTS):
        found.append(f'{len(reference)} lines of the reference, {len(ours)} of ours')
    if {json.loads(line)['process'] for line in ours} != set(pids):
        found.append('the number of the process is wrong')
    return found + missing(met, 'a control character in a path')


def escaped_pair(theirs, mine, met):
    r"""Lines of indented JSON that differ in "\u0082" and "%82" alone."""
    written = re.sub(r'\\u00([0189][0-9a-f])', lambda m: '%' + m[1].upper(), theirs)
    if written != theirs and written == mine:
        met.add('a control character in a path')
        return True
    return False


FORMATS = '''[DEFAULT]
log_file = {folder}/placement.log
debug = true
log_date_format = %Y/%m/%d-%H.%M
logging_context_format_string = %(asctime)s|%(msecs)03d|%(process)d|%(levelname)-8s|%(levelno)s|%(name)s|%(global_request_id)s|%(request_id)s|%(user)s|%(project_id)s|%(domain)s|%(roles)s|%(is_admin_project)s|%(user_identity)s|%(auth_token)s|%(resource)s|%(instance)s%(message)s
logging_default_format_string = %(asctime)s|%(msecs)03d|%(levelname)s|%(name)s|%(project)s %(version)s|%(message)s
logging_debug_format_suffix = <%(levelname)s>
logging_exception_prefix = !%(levelname)s %(request_id)s!
logging_user_identity_format = %(user)s/%(project)s/%(system_scope)s
'''


def own_formats(folder):
    """Format strings of the operator, and a failure of the database in each of them."""
    reference, ours, pids = both(folder, FORMATS, after=break_database)
    number = re.compile(r'^\d{4}/\d\d/\d\d-\d\d\.\d\d\|\d{3}\|\d+\|')

    def requests(lines):
        kept = [line for line in lines if '|placement.requestlog|' in line]
        assert all(map(number.match, kept)), 'a line has not the form that was asked for'
        return [traffic.without_ids(number.sub('', line)) for line in kept]
    met = set()

    def excuse(theirs, mine):
        answer = re.compile(r'(status: 500) len: \d+ microversion: \S+$')
        if answer.search(theirs) and answer.sub(r'\1', theirs) == answer.sub(r'\1', mine):
            met.add('microversion of a 500')
            return True
        return excuses(met)(theirs, mine)
    found = differences(requests(reference), requests(ours), excuse)
    if any(line.split('|')[2] != str(pids[0]) for line in ours if '|placement.requestlog|' in line):
        found.append('the number of the process is wrong')
    start = re.compile(r'^[^|]+\|\d{3}\|INFO\|[^|]+\|placement unknown\|')
    if not any(map(start.match, reference)) or not any(map(start.match, ours)):
        found.append('no line has the format of those that belong to no request')

    theirs, mine = (about_failure(lines, number) for lines in (reference, ours))
    heads = [re.sub('(unexpected error:).*', r'\1', lines[0]) for lines in (theirs, mine)]
    if heads[0] != heads[1] or not all('no such table' in lines[0] for lines in (theirs, mine)):
        found.append(f'\n  reference {theirs[0]}\n  ours      {mine[0]}')
    if len(mine) == 1 and '!ERROR REQ!Traceback (most recent call last):' in theirs:
        met.add('traceback')
    text = '(sqlite3.OperationalError) no such table: traits'
    if '\n'.join(line for line in theirs if not line.startswith('!')).count(text) == 2:
        met.add('exception in the message')
    return found + missing(met, 'a control character in a path', 'traceback',
                           'exception in the message', 'microversion of a 500')


def about_failure(lines, number):
    """The line about an unexpected failure, and the further ones that belong to it."""
    begin, = (n for n, line in enumerate(lines) if '|placement.fault_wrap|' in line)
    end = next(n for n in range(begin + 1, len(lines)) if number.match(lines[n]))
    return [traffic.without_ids(number.sub('', line)) for line in lines[begin:end]]


def break_database(server):
    """Takes a table away and asks for what was in it."""
    with sqlite3.connect(server.database) as connection:
        connection.execute('ALTER TABLE traits RENAME TO lost')
    connection.close()
    status, _, body = server.request('GET', '/traits')
    assert status == 500, (status, body)


def levels(folder):
    """A part of the program that is told to be quiet, and a file in log_dir."""
    options = ('[DEFAULT]\nlog_dir = {folder}\nlog_file = quiet.log\n'
               'default_log_levels = placement.requestlog=WARN,placement.fault_wrap=CRITICAL\n')
    found = []
    for server_class in BOTH:
        _, lines = lines_of(server_class, folder, options, log='quiet.log', after=break_database)
        if not lines:
            found.append(f'{server_class.__name__} wrote nothing')
        found += [f'{server_class.__name__}: {line}' for line in lines
                  if 'placement.requestlog' in line or 'placement.fault_wrap' in line]
    return found


TESTS = [default_format, debug, json_lines, own_formats, levels]
