"""Names of things that are there, for every second request that the document allows; one check of our own."""

import zlib

import jsonschema_rs
import schemathesis

REAL_QUERY = {
    "/api/v1/concepts": {"id": "arc welding"},
    "/api/v1/search": {"framework": "left"},
    "/api/v1/suggest": {"framework": "left"},
    "/api/v1/crosswalks/queue": {"name": "small"},
    "/api/v1/crosswalks/log": {"name": "small"},
    "/api/v1/crosswalks/contradictions": {"name": "small"},
    "/api/v1/crosswalks/coverage": {"name": "small", "before": "small@1"},
    "/api/v1/crosswalks/file": {"name": "small@1"},
    "/api/v1/crosswalks/differences": {"before": "small@1", "after": "small"},
    "/api/v1/releases/differences": {"before": "left@1", "after": "left@2"},
    "/api/v1/documents": {"workspace": "team"},
    "/api/v1/documents/one": {"workspace": "team", "id": "one"},
    "/api/v1/documents/file": {"workspace": "team", "format": "csv"},
    "/api/v1/documents/coverage": {"workspace": "team"},
    "/api/v1/examples": {"workspace": "team"},
    "/api/v1/export": {"framework": "left", "format": "csv"},
}
REAL_BODY = {
    "/api/v1/tag": {"text": "You weld pipes.", "framework": ["left"], "profile": "mine"},
    "/api/v1/releases/impact": {"before": "left@1", "after": "left@2"},
    "/api/v1/releases/replaced": {"before": "left@1", "after": "left@2", "all": True},
    "/api/v1/frameworks/current": {"release": "left@2"},
    "/api/v1/documents/saved": {"workspace": "team", "id": "two", "text": "You weld pipes.", "framework": ["left"]},
    "/api/v1/documents/decisions": {
        "workspace": "team",
        "id": "one",
        "verdicts": [{"concept": "arc welding", "says": "add"}],
    },
    "/api/v1/documents/removed": {"workspace": "team", "id": "two"},
    "/api/v1/occupations": {"title": "welder"},
    "/api/v1/crosswalks/proposals": {"from": "left", "to": "right"},
    "/api/v1/crosswalks/saved": {"name": "other", "proposals": {"from": "left", "to": "right"}},
    "/api/v1/crosswalks/decisions": {"name": "small", "reviewer": "ann", "accept_above": 0.9},
    "/api/v1/crosswalks/composed": {"sets": ["small"]},
    "/api/v1/examples/removed": {"workspace": "team", "text": "arc artist"},
}


@schemathesis.hook
def before_call(context, case, kwargs):
    path = case.operation.path
    body = case.body if isinstance(case.body, dict) else None
    # All frameworks make a table of minutes; three concepts are learnt at once.
    if path == "/api/v1/learn" and body is not None and body.get("framework", []) == []:
        body["framework"] = ["left"]
    if not case.meta.generation.mode.is_positive:
        return
    if zlib.crc32(repr((case.query, case.body)).encode("utf-8", "replace")) % 2:
        return
    if path in REAL_QUERY and case.query is not None:
        case.query.update(REAL_QUERY[path])
    if path in REAL_BODY and body is not None:
        body.update(REAL_BODY[path])


@schemathesis.check
def a_reply_is_whole_unless_fields_are_selected(context, response, case):
    """The document allows a selection of fields; without one all that is promised has to be there."""
    if response.status_code != 200 or "fields" in (case.query or {}) or case.method != "GET":
        return
    document = case.operation.schema.raw_schema
    told = document["paths"][case.operation.path]["get"]["responses"]["200"]["content"]
    whole = told.get("application/json", {}).get("schema", {}).get("anyOf")
    if whole:
        validator = jsonschema_rs.Draft202012Validator({**whole[0], "components": document["components"]})
        faults = [str(fault) for fault in validator.iter_errors(response.json())]
        assert not faults, faults[0]
