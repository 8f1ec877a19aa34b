#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes documents.jsonl, numbers.jsonl and integers.jsonl beside this file: what Python makes of
documents, floating point numbers and int() texts. Run it with Python 3.11; the seed is fixed.

A line of documents.jsonl is [document, "value" or "error", its dumps() or its complaint], where the
document's bytes are Latin-1 characters; of numbers.jsonl [bits in hexadecimal, repr()]; of
integers.jsonl [text, "value" or "error", the number or the complaint].
"""
import json
import pathlib
import random
import struct

random = random.Random(20240501)
folder = pathlib.Path(__file__).parent

CHARACTERS = ["a", "é", "\u20ac", "\U0001f600", '"', "\\", "\n", "\x7f", "\u2028", "/", "\x00", "Z"]
INTEGERS = [0, -1, 2**63 - 1, -(2**63), 2**63, -(2**63) - 1, 10**18, 10**19, 10**30]
DOUBLES = [1.0, 16.0, 1.5, 1e15, 1e16, 1e17, 123456789012345678.0, 1e-4, 1e-5, 1e22, 1e23, 5e-324,
           1.7976931348623157e308, 2.0**53, 2.0**53 + 2, 2.0**60, 0.1, 100.25, 0.0, -0.0,
           float("nan"), float("inf"), float("-inf")]
SPLINTERS = [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\u", b"\\ud83d\\ude00", b"\\u00e9",
             b"\n", b"\t", b" ", b"0", b"-", b"1.", b"e", b"E+5", b".5", b"\x00", b"\xff", b"\xc3",
             b"\xe2\x82", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\xef\xbb\xbf", "é".encode(), b"NaN",
             b"-Infinity", b"nul", b"//", b"'", b"1e400", b"1e-400", b"-0", b"00"]
DOCUMENTS = [b"", b" ", b"\xef\xbb\xbf", b"\xef\xbb\xbf1", b"1" * 4300, b"-" + b"1" * 4301,
             b"\xff\xfe1\x00", b'"\\u1234', b'"\\u12', b'"\\ud83d\\ude00"', b'"\\ud83d\\ude0"',
             b"nan", b"-", b"[-", b"-I", b"-Infinit", b"tru", b"[1,]", b'{"a":1,}', b'{"a"',
             b'{"a":', b'{"a":1', b"{a", b"[,", b'["\n"]', b"[1 2]", b'{"a" 1}', b"01", b"1.", b"1e",
             b".5", b"+1", b"1_0", '"é"x'.encode(), b'"abc', b'"abc\\', b'"\\x', b"\x0c1",
             b"[\n\n\n  x]", "{\"é\":\n1,\n\"\u20ac\" 2}".encode()]


def number():
    kind = random.random()
    if kind < 0.4:
        return random.choice(INTEGERS + [random.randint(-100, 100)])
    return random.choice(DOUBLES + [random.uniform(-1, 1) * 10 ** random.randint(-20, 20)])


def text():
    return "".join(random.choice(CHARACTERS) for _ in range(random.randint(0, 5)))


def value(depth=0):
    kind = random.random()
    if depth > 3 or kind < 0.5:
        return random.choice([number, number, text, text, lambda: random.choice([None, True, False])])()
    if kind < 0.75:
        return [value(depth + 1) for _ in range(random.randint(0, 4))]
    return {text(): value(depth + 1) for _ in range(random.choice([0, 1, 2, 3, 20]))}


def broken(document):
    document = bytearray(document)
    for _ in range(random.choice([1, 1, 1, 2, 4])):
        place = random.randint(0, len(document))
        kind = random.random()
        if kind < 0.3:
            del document[max(place - 1, 0):place + random.randint(0, 2)]
        elif kind < 0.8:
            document[place:place] = random.choice(SPLINTERS)
        else:
            del document[place:]
    return bytes(document)


def has_lone_surrogate(something):
    return any("\ud800" <= character <= "\udfff" for character in json.dumps(
        something, ensure_ascii=False))


def documents():
    for document in DOCUMENTS:
        yield document
    for index in range(420):
        document = json.dumps(value(), ensure_ascii=index % 2 == 0).encode()
        if len(document) < 400:
            yield broken(document) if index % 4 else document


def read(document):
    try:
        something = json.loads(document.decode("utf-8"))
    except ValueError as error:
        return ["error", str(error)]
    return None if has_lone_surrogate(something) else ["value", json.dumps(something)]


def integer(text):
    try:
        return ["value", str(int(text))]
    except ValueError as error:
        return ["error", str(error)]


def integers():
    atoms = ["0", "1", "9", "_", "+", "-", " ", "\t", "\x1c", "\x85", "\xa0", "\u3000", "\u0665",
             "\uff15", "\U0001d7d8", "\u00b2", "x", ".", "\x00", "12345678901234567890", "é", "'"]
    yield from ["", "+1", "1_0", "\u0661\u0662", " 7 ", "1" * 4300, "1" * 4301, "-" + "0" * 4301,
                "x" * 300, "it's", "\u22121"]
    for _ in range(200):
        yield "".join(random.choice(atoms[:8] if random.random() < 0.8 else atoms)
                      for _ in range(random.randint(1, 5)))


def write(name, rows):
    with open(folder / name, "w", encoding="ascii") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")


write("documents.jsonl", ([document.decode("latin-1")] + answer for document in documents()
                          if (answer := read(document))))
write("integers.jsonl", ([text] + integer(text) for text in integers()))
bits = [struct.unpack("<Q", struct.pack("<d", double))[0] for double in DOUBLES]
bits += [random.getrandbits(64) for _ in range(300)]
write("numbers.jsonl", (
    ["%016x" % pattern, repr(struct.unpack("<d", struct.pack("<Q", pattern))[0])]
    for pattern in bits))
