//! Data extension gives the values of properties, as they were set, in both versions.

use serde_json::Value;
use serde_json::json;

use crate::reconcile::form;
use crate::reconcile::get;
use crate::reconcile::post;
use crate::reconcile::reply;

/// The values of one property of one concept, the same in both versions.
#[track_caller]
fn values(base: &str, id: &str, property: &str, settings: &Value) -> Value {
    let wish = json!({ "ids": [id], "properties": [{ "id": property, "settings": settings }] });
    let old = reply(form(&format!("/reconcile{base}"), "extend", &wish));
    let new = reply(post(&format!("/reconcile/v1{base}/extend"), &wish));
    assert_eq!(new["rows"][0]["id"], id);
    assert_eq!(new["rows"][0]["properties"][0]["id"], property);
    assert_eq!(old["meta"][0]["id"], property);
    let old = &old["rows"][id][property];
    assert_eq!(*old, new["rows"][0]["properties"][0]["values"], "{property}");
    old.clone()
}

#[test]
fn every_property_gives_its_values() {
    let none = json!({});
    let c1 = json!([{ "id": "urn:test:crafts:C1", "name": "welding" }]);
    let metal = json!([{ "id": "urn:test:trades:M", "name": "metal work" }]);
    let rows = [
        ("label", none.clone(), json!([{ "str": "welding" }])),
        ("label", json!({ "language": "fr" }), json!([{ "str": "soudage" }])),
        ("label", json!({ "language": "es" }), json!([])),
        (
            "alternative_label",
            none.clone(),
            json!([{ "str": "fusing metal" }, { "str": "joining" }]),
        ),
        ("alternative_label", json!({ "limit": 1 }), json!([{ "str": "fusing metal" }])),
        ("alternative_label", json!({ "limit": "1" }), json!([{ "str": "fusing metal" }])),
        ("alternative_label", json!({ "count": true }), json!([{ "int": 2 }])),
        ("alternative_label", json!({ "count": "on", "limit": 1 }), json!([{ "int": 2 }])),
        ("alternative_label", json!({ "language": "fr" }), json!([])),
        ("description", none.clone(), json!([{ "str": "Joins pieces of metal by heat." }])),
        ("definition", none.clone(), json!([])),
        ("code", none.clone(), json!([{ "str": "W-100" }])),
        ("kind", none.clone(), json!([{ "str": "skill" }])),
        ("framework", none.clone(), json!([{ "str": "trades" }])),
        ("status", none.clone(), json!([{ "str": "active" }])),
        ("language", none.clone(), json!([{ "str": "en" }, { "str": "fr" }])),
        ("broader", none.clone(), metal.clone()),
        (
            "broader",
            json!({ "language": "fr" }),
            json!([
                { "id": "urn:test:trades:M", "name": "métallurgie" },
            ]),
        ),
        ("narrower", none.clone(), json!([])),
        ("mapping", none.clone(), c1.clone()),
        ("exactMatch", none.clone(), c1.clone()),
        ("exactMatch", json!({ "framework": "crafts" }), c1),
        ("exactMatch", json!({ "framework": "starter-skills" }), json!([])),
        ("closeMatch", none.clone(), json!([])),
        ("narrowMatch", json!({ "count": true }), json!([{ "int": 0 }])),
    ];
    for (property, settings, expected) in rows {
        for (base, id) in
            [("", "urn:test:trades:T1"), ("/trades", "urn:test:trades:T1"), ("/trades", "W-100")]
        {
            assert_eq!(values(base, id, property, &settings), expected, "{property} {settings}");
        }
    }
    let below = values("", "urn:test:trades:M", "narrower", &none);
    assert_eq!(below.as_array().unwrap().len(), 2, "{below}");
    // A mapping is read from both sides.
    let counterpart = values("", "urn:test:crafts:C2", "closeMatch", &none);
    assert_eq!(counterpart, json!([{ "id": "urn:test:trades:T4", "name": "pipe fitting" }]));
}

#[test]
fn what_is_not_there_has_a_row_of_no_values() {
    let wish = json!({ "ids": ["urn:none", "urn:test:trades:T1"], "properties": [{ "id": "code" }, { "id": "kind" }] });
    let old = reply(form("/reconcile/trades", "extend", &wish));
    assert_eq!(old["rows"]["urn:none"], json!({ "code": [], "kind": [] }));
    assert_eq!(old["rows"]["urn:test:trades:T1"]["code"], json!([{ "str": "W-100" }]));
    assert!(
        values("/crafts", "urn:test:trades:T1", "code", &json!({})).as_array().unwrap().is_empty()
    );
}

#[test]
fn every_proposed_property_can_be_fetched_and_matched_by() {
    for (propose, base) in [
        ("/reconcile/extend/propose", "/reconcile"),
        ("/reconcile/v1/trades/extend/propose", "/reconcile/trades"),
    ] {
        let proposed = reply(get(&format!("{propose}?type=skill&limit=100")));
        assert_eq!((&proposed["type"], &proposed["limit"]), (&json!("skill"), &json!(100)));
        let properties = proposed["properties"].as_array().unwrap();
        assert!(properties.len() >= 15, "{properties:?}");
        for property in properties {
            let id = property["id"].as_str().unwrap();
            let _ = values("", "urn:test:trades:T1", id, &json!({}));
            let query =
                json!({ "q": { "query": "welding", "properties": [{ "pid": id, "v": "x" }] } });
            let found = reply(form(base, "queries", &query));
            assert!(!found["q"]["result"].as_array().unwrap().is_empty(), "{id}");
        }
        let two = reply(get(&format!("{propose}?limit=2")));
        assert_eq!(two["properties"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn a_wrong_setting_is_refused() {
    let rows = [
        ("label", json!({ "language": "not a language" }), 422),
        ("label", json!({ "limit": "many" }), 400),
        ("label", json!({ "limit": -1 }), 400),
        ("label", json!({ "count": "perhaps" }), 400),
        ("label", json!({ "limit": [1] }), 400),
        ("mapping", json!({ "framework": "none" }), 422),
        ("colour", json!({}), 422),
    ];
    for (property, settings, status) in rows {
        let wish =
            json!({ "ids": ["urn:x"], "properties": [{ "id": property, "settings": settings }] });
        let answer = post("/reconcile/v1/extend", &wish);
        assert_eq!(answer.status(), status, "{property} {settings}");
        assert_eq!(form("/reconcile", "extend", &wish).status(), status, "{property} {settings}");
    }
}
