#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes schemas.jsonl and schema-cases.jsonl beside this file: the reference's schemas, and what it
says of random documents. Run it in the reference's virtual environment; the seed is fixed.

A line of schemas.jsonl is [operation, minor version, schema]; of schema-cases.jsonl
[operation, minor version, document, "ok" or the whole text of the refusal].
"""
import collections
import json
import pathlib
import random
import re
import uuid

import jsonschema
from placement import util
from placement.schemas import aggregate, allocation, allocation_candidate, inventory, reshaper
from placement.schemas import resource_class, resource_provider, trait, usage

random = random.Random(20240501)
folder = pathlib.Path(__file__).parent

BODIES = {
    "createResourceProvider": {0: resource_provider.POST_RESOURCE_PROVIDER_SCHEMA,
                               14: resource_provider.POST_RP_SCHEMA_V1_14},
    "updateResourceProvider": {0: resource_provider.PUT_RESOURCE_PROVIDER_SCHEMA,
                               14: resource_provider.PUT_RP_SCHEMA_V1_14},
    "createResourceClass": {2: resource_class.POST_RC_SCHEMA_V1_2},
    "renameResourceClass": {2: resource_class.PUT_RC_SCHEMA_V1_2},
    "ensureResourceClass": {7: resource_class.PUT_RC_SCHEMA_V1_2},
    "createInventory": {0: inventory.POST_INVENTORY_SCHEMA},
    "updateInventory": {0: inventory.BASE_INVENTORY_SCHEMA},
    "replaceInventories": {0: inventory.PUT_INVENTORY_SCHEMA},
    "replaceAggregates": {1: aggregate.PUT_AGGREGATES_SCHEMA_V1_1,
                          19: aggregate.PUT_AGGREGATES_SCHEMA_V1_19},
    "customTrait": {6: trait.CUSTOM_TRAIT},
    "replaceProviderTraits": {6: trait.SET_TRAITS_FOR_RP_SCHEMA},
    "replaceConsumerAllocations": {
        0: allocation.ALLOCATION_SCHEMA, 8: allocation.ALLOCATION_SCHEMA_V1_8,
        12: allocation.ALLOCATION_SCHEMA_V1_12, 28: allocation.ALLOCATION_SCHEMA_V1_28,
        34: allocation.ALLOCATION_SCHEMA_V1_34, 38: allocation.ALLOCATION_SCHEMA_V1_38},
    "replaceManyAllocations": {
        13: allocation.POST_ALLOCATIONS_V1_13, 28: allocation.POST_ALLOCATIONS_V1_28,
        34: allocation.POST_ALLOCATIONS_V1_34, 38: allocation.POST_ALLOCATIONS_V1_38},
    "reshape": {30: reshaper.POST_RESHAPER_SCHEMA, 34: reshaper.POST_RESHAPER_SCHEMA_V1_34,
                38: reshaper.POST_RESHAPER_SCHEMA_V1_38},
}
QUERIES = {
    "listResourceProviders": {
        minor: getattr(resource_provider, "GET_RPS_SCHEMA_1_%d" % minor)
        for minor in (0, 3, 4, 14, 18)},
    "listTraits": {6: trait.LIST_TRAIT_SCHEMA},
    "listTotalUsages": {9: usage.GET_USAGES_SCHEMA_1_9, 38: usage.GET_USAGES_SCHEMA_V1_38},
    "listAllocationCandidates": {
        minor: getattr(allocation_candidate, "GET_SCHEMA_1_%d" % minor)
        for minor in (10, 16, 17, 21, 25, 31, 33, 35, 36)},
}
ODD_CHARACTERS = ["a ", "b\n", "\r\n", "\t", "\x0b", "\x1c", "\x85", "\u2028", "\xa0", "\u3000", "word",
                  "\x7f", "\xad", "\u200b", "\ue000", "\U0010ffff", '"', "'", "\\", "\r", "\x00", "é"]
ODD_SCALARS = [None, True, False, 0, 1, -1, 2**31 - 1, 2**31, 2**63, -(2**63) - 1, 10**30, 340282 * 10**33,
               340283 * 10**33, 1.0, 10.0, -0.0, 1.5, 3.40282e38, 3.5e38, 1e300, 1e16, 2147483647.5, 1e-7,
               float("inf"), float("nan")]


def new_uuid():
    return str(uuid.UUID(int=random.getrandbits(128)))


def text():
    identifier = new_uuid()
    return random.choice([
        lambda: random.choice(["", "a", "CUSTOM_FOO", "VCPU", "VCPU\n", "vcpu", "it's", '"q"', "none",
                               "all", "unknown", "10", "0", "01", "5\n", "<b>", "CUSTOM_", "-" * 36]),
        lambda: random.choice([identifier, identifier.upper(), identifier + "\n", "{%s}" % identifier,
                               identifier.replace("-", ""), "urn:uuid:" + identifier, identifier[:-1],
                               identifier[:-1] + "g", identifier[:-2] + "_1", identifier[:-1] + "\u0665"]),
        lambda: random.choice("xXé\U0001f600") * random.choice([63, 65, 128, 200, 201, 255, 256]),
        lambda: " ".join(random.choice(["foo", "longer-word", "\u4e2d\u6587", "x" * 40])
                         for _ in range(random.randint(1, 14))),
        lambda: "".join(random.choice(ODD_CHARACTERS) for _ in range(random.randint(0, 25))),
    ])()


def anything(depth=0):
    kind = random.random()
    if depth > 2 or kind < 0.6:
        return text() if random.random() < 0.4 else random.choice(ODD_SCALARS)
    if kind < 0.8:
        return [anything(depth + 1) for _ in range(random.randint(0, 4))]
    return {text(): anything(depth + 1) for _ in range(random.randint(0, 3))}


def key(pattern):
    if random.random() < 0.1:
        return text()
    if "a-fA-F" in pattern:
        return new_uuid()
    if group := re.match(r"\^(\w+)\(", pattern):
        return group[1] + random.choice(["", "", "1", "12", "_x", "-", "A" * 64, "A" * 65, "0", "01", "\n"])
    if pattern.startswith("[a-z"):
        return random.choice(["", "1", "_a", "--", " x", "\u00e9"])
    return random.choice(["VCPU", "MEMORY_MB", "DISK_GB", "CUSTOM_FOO", "VCPU\n"])


def document(schema, doubt):
    """What `schema` asks for, but each part is wrong with the probability of `doubt`."""
    if random.random() < doubt:
        return anything()
    if "anyOf" in schema:
        return document(random.choice(schema["anyOf"]), doubt)
    if "enum" in schema:
        return random.choice(schema["enum"])
    kind = schema["type"] if isinstance(schema["type"], str) else random.choice(schema["type"])
    if kind == "object":
        return members(schema, doubt)
    if kind == "array":
        elements = [document(schema["items"], doubt) for _ in range(random.choice([0, 1, 1, 2, 3]))]
        return elements + elements[:1] if random.random() < doubt else elements
    if kind == "string" and random.random() < 2 * doubt:
        return text()
    if kind == "string":
        return new_uuid() if "format" in schema else random.choice(["CUSTOM_A", "INSTANCE", "1", "a b"])
    if kind == "null":
        return None
    return random.choice(ODD_SCALARS if random.random() < 2 * doubt else [1, 2, 10, 10.0])


def members(schema, doubt):
    result = {}
    for name, inner in schema.get("properties", {}).items():
        is_wanted = name in schema.get("required", ()) or random.random() < 0.6
        if is_wanted and random.random() > doubt:
            result[name] = document(inner, doubt)
    for pattern, inner in schema.get("patternProperties", {}).items():
        for _ in range(random.choice([0, 1, 1, 2] if random.random() < 0.1 else [1, 1, 2])):
            result[key(pattern)] = document(inner, doubt)
    while random.random() < doubt:
        result[text()] = anything()
    return result


def cases():
    operations = [(name, minor, schema, util._FORMAT_CHECKER)
                  for name, minors in BODIES.items() for minor, schema in minors.items()]
    operations += [(name, minor, schema, jsonschema.FormatChecker())
                   for name, minors in QUERIES.items() for minor, schema in minors.items()]
    room = collections.Counter()
    for index in range(60000):
        name, minor, schema, checker = operations[index % len(operations)]
        something = document(schema, random.choice([0, 0.02, 0.05, 0.1]))
        if name in QUERIES:
            if not isinstance(something, dict):
                continue
            something = {name: str(value) for name, value in something.items()}
        # Read back, so that each NaN is the one of the parser, as in the reference.
        something = json.loads(json.dumps(something))
        validator = jsonschema.validators.validator_for(schema)(schema, format_checker=checker)
        error = jsonschema.exceptions.best_match(validator.iter_errors(something))
        if len(json.dumps(something)) + len(str(error)) > 1000:
            continue
        room[name, minor, error and error.validator] += 1
        keyword = error.validator if error else "ok"
        room[keyword] += 1
        if room[name, minor, error and error.validator] <= 2 or error and room[keyword] <= 10:
            yield [name, minor, something, str(error) if error else "ok"]


def write(name, rows):
    with open(folder / name, "w", encoding="ascii") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")


write("schemas.jsonl", ([name, minor, schema] for name, minors in (BODIES | QUERIES).items()
                        for minor, schema in minors.items()))
write("schema-cases.jsonl", cases())
