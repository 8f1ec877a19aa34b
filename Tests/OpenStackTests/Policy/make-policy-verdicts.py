#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks oslo.policy for its verdicts on random rules, and writes them down for PolicyVerdictTests.

    make-policy-verdicts.py --seed 1 --groups 170 policy-verdicts.json

Needs oslo.policy (6.0.1 made the file beside this one). A group is a policy file, defaults of a
service, some callers and some targets; its verdicts are one letter for each rule, caller and
target, in this order: T allowed, F refused, E an exception.
"""
import argparse
import json
import logging
import os
import random
import tempfile
import types
import warnings

from oslo_config import cfg
from oslo_policy import _external, policy
import yaml

ROLES = ["admin", "Member", "reader", "service", "ROLE_é", "role-x"]
VALUES = ["p1", "p2", "u1", "", "None", "True", "a b", "é", "é", "all", "1", "1.0", "%"]
NAMES = ["admin_api", "owner", "default", "a:b", "x", "y", "rule:old", "missing"]
KINDS = ["user_id", "project_id", "domain_id", "system_scope", "system", "is_admin_project",
         "roles", "service_roles", "token.user.id", "token.groups.id", "user_id.x", "nothing",
         "user-id", "None", "True", "False", "'x'", '"p1"', "1", "-1", "1.0", "0x10", "1_0", "+7",
         "'a\\n'", "r'a'", "010", "00", "1e3", "1.", ".5", "", "%(x)s", "class", "a..b", "'x",
         "None.x", "b'x'", "1a", "é_1", "u'p1'"]
MATCHES = ["%(project_id)s", "%(user_id)s", "%(missing)s", "p1", "u1", "None", "True", "x", "",
           "%(a(b)c)s", "%%", "%", "%(user_id)d", "%(enabled)s", "%(user_id)s-%(project_id)s", "1",
           "%(n)s", "10", "16", "a:b", "1.0", "1000.0", "0.5", "7", "é", "%s", "%(user_id", "reader"]
WORDS = ["and", "or", "not", "AND", "Or", "(", ")", "((", "))", "'quoted'", '"q', "@", "!", "nocolon",
         "@)", "(!", "'a')", "\u00a0", "not("]


def post(url, **arguments):
    if "boom" in url:
        raise RuntimeError("refused")
    return types.SimpleNamespace(text='"True"' if "yes" in url else "False", close=lambda: None)


def check(rng):
    roll = rng.random()
    if roll < 0.35:
        return "role:" + rng.choice(3 * ROLES + ["ADMIN", "%(role)s", "%(missing)s", "%"])
    if roll < 0.55:
        return "rule:" + rng.choice(NAMES)
    if roll < 0.60:
        return rng.choice(["http", "https"]) + "://h/" + rng.choice(
            ["yes", "no", "%(project_id)s/yes", "%(missing)s/yes", "boom"])
    if roll < 0.66:
        return rng.choice(["@", "!"])
    if roll < 0.9:
        return rng.choice(KINDS[:10]) + ":" + rng.choice(MATCHES[:8])
    return rng.choice(KINDS) + ":" + rng.choice(MATCHES)


def expression(rng, depth=0):
    roll = rng.random()
    if depth > 2 or roll < 0.45:
        return check(rng)
    if roll < 0.55:
        return "not " + expression(rng, depth + 1)
    if roll < 0.75:
        return "(" + expression(rng, depth + 1) + ")"
    join = rng.choice([" and ", " or ", " and ", " or ", "  OR\t"])
    return join.join(expression(rng, depth + 1) for _ in range(rng.randint(2, 3)))


def rule(rng):
    roll = rng.random()
    if roll < 0.03:
        return rng.choice(["", " ", [], [[]], ["", []], [["@", 5]], "not", None])
    if roll < 0.13:
        return [rng.choice([check(rng), [check(rng) for _ in range(rng.randint(0, 3))]])
                for _ in range(rng.randint(1, 3))]
    if roll < 0.28:
        return " ".join(rng.choice([rng.choice(WORDS), check(rng)])
                        for _ in range(rng.randint(1, 6)))
    return expression(rng)


def caller(rng):
    some = lambda *values: rng.choice([None, *values])
    attributes = {
        "user_id": some(*VALUES), "system_scope": some(None, None, "all", ""),
        "domain_id": some(None, None, "d1", ""), "project_id": some(*VALUES),
        "roles": rng.sample(ROLES, rng.randint(0, 3)), "is_admin_project": rng.random() < 0.5,
        "service_roles": rng.sample(ROLES, rng.randint(0, 2)),
    }
    if rng.random() < 0.3:
        attributes["token"] = {"user": {"id": rng.choice(VALUES)},
                               "groups": [{"id": rng.choice(VALUES)}, {"id": "p1"}]}
    if rng.random() < 0.05:
        del attributes["roles"]
    return attributes


def target(rng):
    values = {"user_id": rng.choice(VALUES), "role": rng.choice(ROLES), "a(b)c": "p1",
              "enabled": rng.random() < 0.5, "n": rng.choice([1, 1.0, None, 10])}
    if rng.random() < 0.8:
        values["project_id"] = rng.choice([None, *VALUES])
    return values


def default(rng, name):
    made = {"name": name, "check": text_rule(rng), "scope": rng.choice(
        [None, None, ["project"], ["system"], ["domain", "project"]])}
    if rng.random() < 0.6:
        made["old"] = {"name": rng.choice(NAMES + [name]), "check": rng.choice(
            [made["check"], text_rule(rng), "role:admin"])}
    return made


def text_rule(rng):
    while True:
        made = rule(rng)
        if isinstance(made, str):
            return made


def registered(made):
    old = made.get("old")
    return policy.RuleDefault(
        made["name"], made["check"], scope_types=made["scope"],
        deprecated_rule=old and policy.DeprecatedRule(
            old["name"], old["check"], deprecated_reason="r", deprecated_since="s"))


def group(rng, directory):
    names = rng.sample(NAMES[:-1] + ["r1", "r2", "r3", "r4", "r5"], 8)
    text = yaml.safe_dump({name: rule(rng) for name in names}, allow_unicode=True, width=10000)
    defaults = [default(rng, name) for name in rng.sample(NAMES[:-1] + ["r1", "d1", "d2"], 3)]
    with open(os.path.join(directory, "policy.yaml"), "w") as file:
        file.write(text)
    conf = cfg.ConfigOpts()
    conf([], default_config_dirs=[], default_config_files=[])
    new = rng.random() < 0.5
    enforcer = policy.Enforcer(conf, policy_file=os.path.join(directory, "policy.yaml"))
    conf.set_override("enforce_new_defaults", new, group="oslo_policy")
    conf.set_override("policy_dirs", [], group="oslo_policy")
    enforcer.register_defaults([registered(made) for made in defaults])
    asked = sorted({*names, *(made["name"] for made in defaults), "missing"})
    callers = [caller(rng) for _ in range(2)]
    targets = [target(rng) for _ in range(2)]
    verdicts = ""
    for name in asked:
        for who in callers:
            for what in targets:
                try:
                    verdicts += "FT"[bool(enforcer.enforce(name, what, dict(who)))]
                except Exception:
                    verdicts += "E"
    return {"file": text, "defaults": defaults, "new": new, "callers": callers,
            "targets": targets, "asked": asked, "verdicts": verdicts}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--groups", type=int, default=140)
    arguments.add_argument("output")
    arguments = arguments.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    _external.requests.post = post
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as directory, open(arguments.output, "w") as output:
        groups = (json.dumps(group(rng, directory), ensure_ascii=False, separators=(",", ":"))
                  for _ in range(arguments.groups))
        output.write("[\n" + ",\n".join(groups) + "\n]\n")


main()
