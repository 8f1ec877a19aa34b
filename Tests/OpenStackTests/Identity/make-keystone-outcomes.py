#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sends requests through keystonemiddleware and writes down what becomes of them.

    make-keystone-outcomes.py keystone-outcomes.json

Needs keystonemiddleware (13.0.1 made the file beside this one). Keystone is played by a small
server that answers by the script of each case. KeystoneOutcomeTests plays the same script.
"""
import http.server
import json
import logging
import sys
import threading
import time
import warnings

from keystonemiddleware import auth_token
from oslo_config import cfg
import webob

FUTURE, PAST = "2099-01-01T00:00:00.000000Z", "2001-01-01T00:00:00.000000Z"
CATALOG = [{"type": "identity", "name": "keystone", "endpoints": [
    {"interface": i, "region": "r", "region_id": "r", "url": "URL/v3"}
    for i in ("public", "internal")]}, {"type": "placement", "endpoints": []}]


def token(user="u1", roles=("member",), expires=FUTURE, scope="project", **more):
    made = {"methods": ["password"], "expires_at": expires, "catalog": CATALOG,
            "user": {"id": user, "name": user, "domain": {"id": "default", "name": "Default"}},
            "roles": [{"id": r, "name": r} for r in roles]}
    if scope == "project":
        made["project"] = {"id": "p1", "name": "p", "domain": {"id": "d2", "name": "D"}}
    if scope == "domain":
        made["domain"] = {"id": "d3", "name": "D"}
    if scope == "system":
        made["system"] = {"all": True}
    made.update(more)
    return {"token": made}


def without(body, *names):
    for name in names:
        del body["token"][name]
    return body


def credential(rules):
    return token(application_credential={"id": "c", "access_rules": rules})


RULE = {"id": "1", "service": "placement", "method": "GET", "path": "/traits/*"}
GOOD, EXPIRED, SERVICE = token(), token(expires=PAST), token("s1", ["service", "member"])
USER = {"X-Auth-Token": "user"}
BOTH = {"X-Auth-Token": "user", "X-Service-Token": "service"}
SPOOFED = {"X-User-Id": "evil", "X-Roles": "admin", "X-Project-Id": "evil", "X-Domain-Id": "evil",
           "OpenStack-System-Scope": "all", "X-Service-Roles": "admin", "X-Tenant-Id": "evil",
           "X-Identity-Status": "Confirmed", "X-Is-Admin-Project": "False", "X-User": "evil"}

# Each case: options, answers of Keystone by token (a `+` for allow_expired=1), requests.
CASES = {
    "a good token": ({}, {"user": [[200, GOOD]]}, [USER, USER]),
    "no token": ({}, {}, [{}, {"X-Auth-Token": ""}]),
    "an unknown token": ({}, {"user": [[404, None]]}, [USER, USER]),
    "an expired token": ({}, {"user": [[200, EXPIRED]]}, [USER, USER]),
    "white space around a token": ({}, {"user": [[200, GOOD]]}, [{"X-Auth-Token": " user "}]),
    "the old header": ({}, {"user": [[200, GOOD]]}, [
        {"X-Storage-Token": "user"}, {"X-Storage-Token": "user", "X-Auth-Token": ""}]),
    "spoofed headers": ({}, {"user": [[200, GOOD]], "system": [[200, token(scope="system")]]}, [
        SPOOFED, {**SPOOFED, **USER}, {**SPOOFED, "X-Auth-Token": "system"}]),
    "scopes": ({}, {s: [[200, token(scope=s)]] for s in ("domain", "system", "none")}, [
        {"X-Auth-Token": s} for s in ("domain", "system", "none")]),
    "not the admin project": ({}, {"user": [[200, token(is_admin_project=False)]]}, [USER]),
    "no roles": ({}, {"user": [[200, without(token(), "roles")]]}, [USER]),
    "a service token": ({}, {"user": [[200, GOOD]], "service": [[200, SERVICE]]}, [BOTH, BOTH]),
    "an empty service token": ({}, {"user": [[200, GOOD]]}, [{**USER, "X-Service-Token": ""}]),
    "a service token without the role": (
        {}, {"user": [[200, GOOD]], "user+": [[200, GOOD]], "service": [[200, GOOD]]}, [BOTH]),
    "roles of services not required": (
        {"service_token_roles_required": False},
        {"user": [[200, EXPIRED]], "ok": [[200, GOOD]], "service": [[200, GOOD]]},
        [BOTH, {**BOTH, "X-Auth-Token": "ok"}]),
    "a bad service token": ({}, {"user": [[200, GOOD]], "service": [[404, None]]}, [BOTH]),
    "an expired service token": (
        {}, {"user": [[200, GOOD]], "user+": [[200, GOOD]], "service": [[200, EXPIRED]]}, [BOTH]),
    "an expired token with a service token": (
        {}, {"user": [[404, None]], "user+": [[200, EXPIRED]], "service": [[200, SERVICE]]},
        [BOTH, USER, BOTH]),
    "no catalog wanted": (
        {"include_service_catalog": False},
        {"user": [[200, GOOD]], "old+": [[200, EXPIRED]], "service": [[200, SERVICE]]},
        [USER, {**BOTH, "X-Auth-Token": "old"}]),
    "a decision delayed": (
        {"delay_auth_decision": True},
        {"user": [[200, GOOD]], "bad": [[404, None]], "down": [[500, None]],
         "service": [[404, None]], "lost": [[500, None]]},
        [{}, USER, {"X-Auth-Token": "bad"}, {"X-Auth-Token": "down"}, BOTH,
         {**USER, "X-Service-Token": "lost"},
         {"X-User-Id": "evil", "X-Roles": "admin"}]),
    "no cache": ({"token_cache_time": -1}, {"user": [[200, GOOD]]}, [USER, USER]),
    "the own token refused once": ({}, {"user": [[401, None], [200, GOOD]]}, [USER]),
    "the own token refused thrice": (
        {}, {"user": [[401, None], [401, None], [401, None], [200, GOOD]]}, [USER]),
    "the own token refused always": ({}, {"user": [[401, None]]}, [USER]),
    "access rules": (
        {"service_type": "placement"},
        {"user": [[200, credential([RULE])]], "none": [[200, credential([])]],
         "service": [[200, SERVICE]], "free": [[200, credential(None)]]},
        [{**USER, "path": "/traits/X"}, {**USER, "path": "/traits/X/Y"},
         {**USER, "path": "/traits/X", "method": "PUT"}, {**USER, "path": "/traits"},
         {"X-Auth-Token": "none", "path": "/traits/X"}, {**BOTH, "path": "/usages"},
         {"X-Auth-Token": "free", "path": "/usages"}]),
    "access rules of another service": (
        {"service_type": "compute"}, {"user": [[200, credential([RULE])]]}, [USER]),
    "access rules without service_type": ({}, {"user": [[200, credential([RULE])]]}, [USER]),
    "patterns of paths": (
        {"service_type": "placement"},
        {name: [[200, credential([{**RULE, "path": path}])]] for name, path in {
            "any": "**", "below": "/a/**", "tag": "/a/{x}/b", "two": "/{x}/{y}", "star": "/*/b",
            "part": "/a*c", "exact": "/a/b/c", "deep": "/**/c"}.items()},
        [{"X-Auth-Token": name, "path": path}
         for name in ("any", "below", "tag", "two", "star", "part", "exact", "deep")
         for path in ("/a", "/a/", "/a/b", "/a/b/c", "/abc", "/a//b", "/a/x y/b")]),
}
for status in (300, 400, 403, 409, 413, 429, 500, 502, 503, 504):
    CASES[f"Keystone answers {status}"] = ({}, {"user": [[status, None], [200, GOOD]]}, [USER, USER])
for name, body in {
        "nothing": None, "no token": {"x": 1}, "no user": without(token(), "user"),
        "no expiry": without(token(), "expires_at")}.items():
    CASES[f"Keystone answers 200 with {name}"] = ({}, {"user": [[200, body]]}, [USER])
for status in (401, 403, 500):
    CASES[f"the own password gets {status}"] = (
        {}, {"POST": [[status, None], [status, None], [201, None]], "user": [[200, GOOD]]},
        [USER, USER])


class Keystone(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body, **headers):
        data = b"" if body is None else json.dumps(body).replace("URL", self.server.url).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def next(self, key):
        script = self.server.script.get(key, [[404, None]])
        return script.pop(0) if len(script) > 1 else script[0]

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append("POST")
        status, _ = self.next("POST") if "POST" in self.server.script else (201, None)
        body = token("placement", ["service"]) if status == 201 else None
        self.answer(status, body, X_Subject_Token="own")

    def do_GET(self):
        if not self.path.startswith("/v3/auth/tokens"):
            link = {"rel": "self", "href": "URL/v3/"}
            self.answer(200, {"version": {"id": "v3.14", "status": "stable", "links": [link]}})
            return
        name, query = self.headers["X-Subject-Token"], self.path.partition("?")[2]
        self.server.calls.append(f"GET {name} {query}")
        self.answer(*self.next(name + ("+" if "allow_expired" in query else "")))

    def log_message(self, *arguments):
        pass


def application(environ, start_response):
    fields = {"user": "USER_ID", "project": "PROJECT_ID", "roles": "ROLES", "domain": "DOMAIN_ID",
              "user_domain": "USER_DOMAIN_ID", "project_domain": "PROJECT_DOMAIN_ID",
              "admin_project": "IS_ADMIN_PROJECT", "service_user": "SERVICE_USER_ID",
              "service_project": "SERVICE_PROJECT_ID", "service_roles": "SERVICE_ROLES"}
    caller = {name: environ.get("HTTP_X_" + variable) for name, variable in fields.items()}
    caller["system"] = environ.get("HTTP_OPENSTACK_SYSTEM_SCOPE")
    body = json.dumps({name: value for name, value in caller.items() if value})
    start_response("200 OK", [("Content-Type", "application/json")])
    return [body.encode()]


def outcomes(options, script, requests):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keystone)
    server.url = f"http://127.0.0.1:{server.server_port}"
    server.script = {key: list(answers) for key, answers in script.items()}
    server.calls = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    conf = cfg.ConfigOpts()
    conf([], default_config_files=[], default_config_dirs=[])
    middleware = auth_token.AuthProtocol(application, {
        "oslo_config_config": conf, "auth_type": "password", "auth_url": server.url + "/v3",
        "username": "placement", "password": "secret", "user_domain_id": "default",
        "project_name": "service", "project_domain_id": "default",
        "www_authenticate_uri": "http://public/v3",
        **{name: str(value) for name, value in options.items()}})
    made = []
    for headers in requests:
        headers = dict(headers)
        request = webob.Request.blank(
            headers.pop("path", "/traits"), method=headers.pop("method", "GET"), headers=headers)
        server.calls.clear()
        try:
            response = request.get_response(middleware)
            made.append({"status": response.status_int, "calls": list(server.calls),
                         "caller": response.json if response.status_int == 200 else None,
                         "challenge": response.headers.get("WWW-Authenticate")})
        except Exception:
            made.append({"status": 500, "calls": list(server.calls)})
    server.shutdown()
    server.server_close()
    return made


def main():
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    time.sleep = lambda seconds: None
    cases = [json.dumps({"name": name, "options": options, "script": script, "requests": requests,
                         "outcomes": outcomes(options, script, requests)}, separators=(",", ":"))
             for name, (options, script, requests) in CASES.items()]
    with open(sys.argv[1], "w") as output:
        output.write("[\n" + ",\n".join(cases) + "\n]\n")


main()
