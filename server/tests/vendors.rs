//! Vendors, their contacts, AI systems, intakes and certificates over HTTP, and what is asked of them.
//!
//! Two organisations live on one server where one of them tries to reach the other's.

mod harness;

use domain::actor::Role;
use harness::{Assay, Browser, Reply};
use serde_json::{Map, Value, json};

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_else(|| panic!("{path} in {value}"))
}

async fn registered(browser: &Browser, name: &str) -> String {
    let body = json!({ "profile": { "name": name } });
    text(&browser.post("/api/vendors", body).await.must_be(201).json(), "/id").to_owned()
}

async fn with_system(browser: &Browser, vendor: &str, name: &str) -> String {
    let body = json!({ "description": { "name": name } });
    let view = browser.post(&format!("/api/vendors/{vendor}/systems"), body).await.must_be(201).json();
    let systems = view["systems"].as_array().expect("systems");
    text(systems.last().expect("a system"), "/id").to_owned()
}

async fn levels(browser: &Browser, level: u8) -> Value {
    let intake = browser.get("/api/intake").await.must_be(200).json();
    let factors = intake["factors"].as_array().expect("factors");
    Value::Object(factors.iter().map(|factor| (text(factor, "/id").to_owned(), json!(level))).collect::<Map<_, _>>())
}

#[tokio::test]
async fn a_vendor_is_registered_with_contacts_listed_and_changed() {
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let me = analyst.get("/api/session").await.json();
    let profile = json!({
        "name": "Helio Labs", "summary": "Chat.\nAnd more.", "website": "https://helio.example", "country": "Norway",
        "owner": me["person"],
    });
    let contacts = json!([
        { "name": "Zoe Zink", "email": "Zoe@Helio.example", "phone": "+47 1", "title": "Counsel" },
        { "name": "Ann Ahlers", "email": "ann@helio.example" },
    ]);
    let made = analyst.post("/api/vendors", json!({ "profile": profile, "contacts": contacts })).await.must_be(201);
    let path = format!("/api/vendors/{}", text(&made.json(), "/id"));
    let view = analyst.get(&path).await.must_be(200).json();
    assert_eq!((&view["profile"], &view["owner"]["name"]), (&profile, &me["name"]));
    let names: Vec<&str> =
        view["contacts"].as_array().expect("contacts").iter().map(|contact| text(contact, "/name")).collect();
    assert_eq!(names, ["Ann Ahlers", "Zoe Zink"], "by name");
    assert_eq!(view["contacts"][1]["email"], "zoe@helio.example");
    registered(&analyst, "Äther GmbH").await;
    registered(&analyst, "corvane").await;
    let list = analyst.get("/api/vendors").await.must_be(200).json();
    let names: Vec<&str> = list["vendors"].as_array().expect("rows").iter().map(|row| text(row, "/name")).collect();
    assert_eq!(names, ["corvane", "Helio Labs", "Äther GmbH"], "by name, whatever the case");
    assert_eq!((&list["vendors"][1]["contacts"], &list["vendors"][1]["systems"]), (&json!(2), &json!(0)));
    let renamed = analyst.put(&path, json!({ "name": "Helio Labs AS" })).await.must_be(200).json();
    assert_eq!((text(&renamed, "/profile/name"), &renamed["owner"]), ("Helio Labs AS", &Value::Null));
    assert_eq!(analyst.get("/api/vendors").await.json()["vendors"][1]["name"], "Helio Labs AS");
}

#[tokio::test]
async fn contacts_come_change_and_go_and_an_address_is_taken_once_per_vendor() {
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let vendor = registered(&analyst, "Helio Labs").await;
    let path = format!("/api/vendors/{vendor}/contacts");
    let ann = json!({ "name": "Ann Ahlers", "email": "ann@helio.example" });
    let view = analyst.post(&path, ann.clone()).await.must_be(201).json();
    let id = text(&view, "/contacts/0/id").to_owned();
    let taken = analyst.post(&path, ann.clone()).await.must_be(422).json();
    assert_eq!(text(&taken, "/errors/0/at"), "email");
    let change = json!({ "name": "Ann Berg", "email": "ann@helio.example", "phone": "+47 2", "title": "CISO" });
    let view = analyst.put(&format!("{path}/{id}"), change).await.must_be(200).json();
    assert_eq!((text(&view, "/contacts/0/name"), text(&view, "/contacts/0/title")), ("Ann Berg", "CISO"));
    assert_eq!(analyst.get(&format!("/api/vendors/{vendor}")).await.json()["contacts"], view["contacts"]);
    let other = registered(&analyst, "Corvane").await;
    analyst.post(&format!("/api/vendors/{other}/contacts"), ann.clone()).await.must_be(201);
    analyst.put(&format!("/api/vendors/{other}/contacts/{id}"), ann.clone()).await.must_be(404);
    analyst.delete(&format!("/api/vendors/{other}/contacts/{id}")).await.must_be(404);
    let view = analyst.delete(&format!("{path}/{id}")).await.must_be(200).json();
    assert_eq!(view["contacts"], json!([]));
    analyst.put(&format!("{path}/{id}"), ann).await.must_be(404);
    let twice = json!([{ "name": "A", "email": "a@b.example" }, { "name": "B", "email": "A@b.example" }]);
    let refused = analyst.post("/api/vendors", json!({ "profile": { "name": "New" }, "contacts": twice })).await;
    assert_eq!(text(&refused.must_be(422).json(), "/errors/0/at"), "contacts");
    assert_eq!(analyst.get("/api/vendors").await.json()["vendors"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn who_was_removed_as_a_contact_can_be_added_again_with_the_same_address() {
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let vendor = registered(&analyst, "Helio Labs").await;
    let path = format!("/api/vendors/{vendor}/contacts");
    let ann = json!({ "name": "Ann Ahlers", "email": "ann@helio.example" });
    let mut earlier: Vec<String> = Vec::new();
    for _ in 0..3 {
        let view = analyst.post(&path, ann.clone()).await.must_be(201).json();
        let id = text(&view, "/contacts/0/id").to_owned();
        assert_eq!(view["contacts"].as_array().map(Vec::len), Some(1), "{view}");
        assert!(!earlier.contains(&id), "a person of their own: {id}");
        analyst.post(&path, ann.clone()).await.must_be(422);
        let view = analyst.delete(&format!("{path}/{id}")).await.must_be(200).json();
        assert_eq!(view["contacts"], json!([]));
        earlier.push(id);
    }
    let bea = json!({ "name": "Bea Blum", "email": "bea@helio.example" });
    let view = analyst.post(&path, bea).await.must_be(201).json();
    let id = text(&view, "/contacts/0/id");
    let view = analyst.put(&format!("{path}/{id}"), ann).await.must_be(200).json();
    assert_eq!(text(&view, "/contacts/0/email"), "ann@helio.example", "the address is free for others too");
}

#[tokio::test]
async fn a_system_gets_a_tier_by_its_intake_and_leaves_the_register_when_retired() {
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let vendor = registered(&analyst, "Helio Labs").await;
    let system = with_system(&analyst, &vendor, "Helio Chat").await;
    let path = format!("/api/vendors/{vendor}/systems/{system}");
    let row = analyst.get("/api/register").await.must_be(200).json();
    assert_eq!((&row["rows"][0]["tier"], text(&row, "/rows/0/waiting")), (&Value::Null, "us"));
    let low = analyst.put(&format!("{path}/intake"), json!({ "levels": levels(&analyst, 0).await })).await;
    assert_eq!(text(&low.must_be(200).json(), "/register/0/tier"), "low");
    let high = analyst.put(&format!("{path}/intake"), json!({ "levels": levels(&analyst, 4).await })).await;
    let view = high.must_be(200).json();
    assert_eq!((text(&view, "/register/0/tier"), &view["register"][0]["inherent"]), ("critical", &json!(10_000)));
    assert_eq!(view["systems"][0]["intakes"].as_array().map(Vec::len), Some(2), "the earlier intake stays");
    let register = analyst.get("/api/register").await.json();
    assert_eq!(register["rows"], view["register"], "the list shows what the vendor's page shows");
    let change = json!({ "description": { "name": "Helio Chat 2", "techniques": ["generative"], "eu_market": true } });
    let view = analyst.put(&path, change).await.must_be(200).json();
    assert_eq!(text(&view, "/register/0/system"), "Helio Chat 2");
    let course = analyst.get(&format!("{path}/course")).await.must_be(200).json();
    assert_eq!(course["points"], json!([]), "nothing was concluded yet");
    let view = analyst.send(analyst.request("POST", &format!("{path}/retirement"))).await.must_be(200).json();
    assert_eq!(view["register"], json!([]));
    let register = analyst.get("/api/register").await.json();
    assert_eq!((&register["total"], &register["figures"]["systems"]), (&json!(0), &json!(0)));
    analyst.put(&format!("{path}/intake"), json!({ "levels": levels(&analyst, 1).await })).await.must_be(409);
}

#[tokio::test]
async fn an_intake_names_every_factor_that_is_wrong() {
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let vendor = registered(&analyst, "Helio Labs").await;
    let system = with_system(&analyst, &vendor, "Helio Chat").await;
    let mut wrong = levels(&analyst, 2).await;
    wrong["data"] = json!(5);
    wrong["nonsense"] = json!(1);
    wrong.as_object_mut().expect("levels").remove("people");
    let path = format!("/api/vendors/{vendor}/systems/{system}/intake");
    let problem = analyst.put(&path, json!({ "levels": wrong })).await.must_be(422).json();
    let mut at: Vec<&str> =
        problem["errors"].as_array().expect("faults").iter().map(|fault| text(fault, "/at")).collect();
    at.sort_unstable();
    for factor in ["data", "nonsense", "people"] {
        assert!(at.iter().any(|at| at.ends_with(factor)), "{factor} in {at:?}");
    }
    for wrong in [json!(-1), json!(1.5), json!("2"), json!(300)] {
        analyst.put(&path, json!({ "levels": { "data": wrong } })).await.must_be(400);
    }
}

#[tokio::test]
async fn certificates_are_recorded_changed_and_shown_by_their_end() {
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let vendor = registered(&analyst, "Helio Labs").await;
    let path = format!("/api/vendors/{vendor}/certificates");
    let iso = json!({
        "kind": "iso42001", "scope": "The platform", "number": "N 1", "issuer": "TÜV", "issued": "2025-01-02",
        "valid_until": "2028-01-01",
    });
    analyst.post(&path, iso).await.must_be(201);
    let soc = json!({ "kind": "soc2", "scope": "The platform", "valid_until": "2026-12-31" });
    let view = analyst.post(&path, soc).await.must_be(201).json();
    assert_eq!(text(&view, "/certificates/0/description/kind"), "soc2", "the first to end comes first");
    assert_eq!(analyst.get("/api/vendors").await.json()["vendors"][0]["certificate_ends"], "2026-12-31");
    let id = text(&view, "/certificates/0/id");
    let longer = json!({ "kind": "soc2", "scope": "The platform", "valid_until": "2029-12-31" });
    let view = analyst.put(&format!("{path}/{id}"), longer).await.must_be(200).json();
    assert_eq!(text(&view, "/certificates/0/description/kind"), "iso42001");
    let early = json!({ "kind": "soc2", "scope": "", "issued": "2027-01-01", "valid_until": "2026-12-31" });
    let problem = analyst.post(&path, early).await.must_be(422).json();
    let at: Vec<&str> = problem["errors"].as_array().expect("faults").iter().map(|fault| text(fault, "/at")).collect();
    assert_eq!(at, ["scope", "valid_until"]);
    for wrong in [json!("31.12.2026"), json!("2026-02-30"), json!(5), Value::Null] {
        let body = json!({ "kind": "soc2", "scope": "x", "valid_until": wrong });
        analyst.post(&path, body).await.must_be(400);
    }
}

#[tokio::test]
async fn only_an_analyst_changes_a_vendor_and_every_role_reads() {
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let reader = assay.staff(&analyst, &[Role::Admin, Role::Reviewer, Role::Approver, Role::Auditor]).await;
    let vendor = registered(&analyst, "Helio Labs").await;
    let path = format!("/api/vendors/{vendor}");
    let contact = json!({ "name": "Ann", "email": "ann@helio.example" });
    let view = analyst.post(&format!("{path}/contacts"), contact.clone()).await.must_be(201).json();
    let contact_path = format!("{path}/contacts/{}", text(&view, "/contacts/0/id"));
    let system = format!("{path}/systems/{}", with_system(&analyst, &vendor, "Helio Chat").await);
    let certificate = json!({ "kind": "soc2", "scope": "x", "valid_until": "2026-12-31" });
    let view = analyst.post(&format!("{path}/certificates"), certificate.clone()).await.must_be(201).json();
    let certificate_path = format!("{path}/certificates/{}", text(&view, "/certificates/0/id"));
    let description = json!({ "description": { "name": "x" } });
    let refused = [
        reader.post("/api/vendors", json!({ "profile": { "name": "x" } })).await,
        reader.put(&path, json!({ "name": "x" })).await,
        reader.post(&format!("{path}/contacts"), contact.clone()).await,
        reader.put(&contact_path, contact).await,
        reader.delete(&contact_path).await,
        reader.post(&format!("{path}/systems"), description.clone()).await,
        reader.put(&system, description).await,
        reader.put(&format!("{system}/intake"), json!({ "levels": {} })).await,
        reader.send(reader.request("POST", &format!("{system}/retirement"))).await,
        reader.post(&format!("{path}/certificates"), certificate.clone()).await,
        reader.put(&certificate_path, certificate).await,
    ];
    for reply in refused {
        assert_eq!(reply.must_be(403).code(), "forbidden");
    }
    let reading = ["/api/vendors", &path, "/api/register", "/api/register.csv", "/api/findings", "/api/findings.csv"];
    for path in reading.into_iter().chain(["/api/templates", "/api/intake", "/api/libraries/iso42001"]) {
        reader.get(path).await.must_be(200);
        assay.browser().get(path).await.must_be(401);
    }
    assert_eq!(analyst.get(&path).await.json()["profile"]["name"], "Helio Labs");
}

#[tokio::test]
async fn another_organisations_ids_answer_exactly_as_unknown_ones() {
    let assay = Assay::start().await;
    let (analyst, stranger) = (assay.found("Nordwind AG").await, assay.found("Aldermere Mutual").await);
    let vendor = registered(&analyst, "Helio Labs").await;
    let system = with_system(&analyst, &vendor, "Helio Chat").await;
    let certificate = json!({ "kind": "soc2", "scope": "x", "valid_until": "2026-12-31" });
    let view = analyst.post(&format!("/api/vendors/{vendor}/certificates"), certificate.clone()).await.json();
    let certificate_id = text(&view, "/certificates/0/id").to_owned();
    let contact = json!({ "name": "Ann", "email": "ann@helio.example" });
    let view = analyst.post(&format!("/api/vendors/{vendor}/contacts"), contact.clone()).await.json();
    let contact_id = text(&view, "/contacts/0/id").to_owned();
    let own = registered(&stranger, "Own").await;
    let ask = async |vendor: &str, system: &str, certificate_id: &str, contact_id: &str| -> Vec<Reply> {
        let path = format!("/api/vendors/{vendor}");
        let description = json!({ "description": { "name": "x" } });
        vec![
            stranger.get(&path).await,
            stranger.put(&path, json!({ "name": "x" })).await,
            stranger.post(&format!("{path}/contacts"), contact.clone()).await,
            stranger.put(&format!("{path}/contacts/{contact_id}"), contact.clone()).await,
            stranger.delete(&format!("{path}/contacts/{contact_id}")).await,
            stranger.post(&format!("{path}/systems"), description.clone()).await,
            stranger.put(&format!("{path}/systems/{system}"), description.clone()).await,
            stranger.put(&format!("{path}/systems/{system}/intake"), json!({ "levels": {} })).await,
            stranger.get(&format!("{path}/systems/{system}/course")).await,
            stranger.post(&format!("{path}/certificates"), certificate.clone()).await,
            stranger.put(&format!("{path}/certificates/{certificate_id}"), certificate.clone()).await,
            stranger.put(&format!("/api/vendors/{own}/systems/{system}"), description).await,
            stranger.put(&format!("/api/vendors/{own}/certificates/{certificate_id}"), certificate.clone()).await,
            stranger.delete(&format!("/api/vendors/{own}/contacts/{contact_id}")).await,
        ]
    };
    let theirs = ask(&vendor, &system, &certificate_id, &contact_id).await;
    let unknown = "0193a6e1-1111-7000-8000-000000000000";
    let nobodys = ask(unknown, unknown, unknown, unknown).await;
    for (theirs, nobodys) in theirs.iter().zip(&nobodys) {
        let same = |reply: &Reply| {
            let mut problem = reply.json();
            problem["trace"] = Value::Null;
            (reply.status, problem)
        };
        assert_eq!(same(theirs), same(nobodys));
        assert_eq!(theirs.status, 404);
    }
    assert_eq!(stranger.get(&format!("/api/register?vendor={vendor}")).await.must_be(200).json()["total"], 0);
    assert_eq!(stranger.get("/api/vendors").await.json()["vendors"].as_array().map(Vec::len), Some(1));
    let owner = analyst.get("/api/session").await.json()["person"].clone();
    let refused = stranger.put(&format!("/api/vendors/{own}"), json!({ "name": "Own", "owner": owner })).await;
    assert_eq!(text(&refused.must_be(422).json(), "/errors/0/at"), "owner");
}

#[tokio::test]
async fn what_cannot_be_kept_of_a_vendor_is_told_at_its_field() {
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let long = "a".repeat(201);
    let body = json!({
        "profile": {
            "name": long, "summary": "a".repeat(10_001), "website": "javascript:alert(1)", "country": "a\tb",
            "owner": "nobody",
        },
        "contacts": [
            { "name": "", "email": "ann" }, { "name": "a\u{7}", "email": "b@c.example", "phone": long, "title": long },
        ],
    });
    let problem = analyst.post("/api/vendors", body).await.must_be(422).json();
    let mut at: Vec<&str> =
        problem["errors"].as_array().expect("faults").iter().map(|fault| text(fault, "/at")).collect();
    at.sort_unstable();
    let expected = [
        "contacts[0].email",
        "contacts[0].name",
        "contacts[1].name",
        "contacts[1].phone",
        "contacts[1].title",
        "profile.country",
        "profile.name",
        "profile.owner",
        "profile.summary",
        "profile.website",
    ];
    assert_eq!(at, expected);
    for body in [
        json!({ "profile": { "name": "x", "org": "y" } }),
        json!({ "profile": { "name": "x" }, "id": "y" }),
        json!({ "profile": { "name": 5 } }),
        json!({ "profile": { "name": "x\u{0}" } }),
        json!({ "name": "x" }),
    ] {
        assert_eq!(analyst.post("/api/vendors", body).await.must_be(400).code(), "malformed");
    }
    let vendor = registered(&analyst, "Helio Labs").await;
    let path = format!("/api/vendors/{vendor}/systems");
    let wrong = json!({ "description": { "name": " ", "purpose": "a\u{1}", "version": long } });
    let problem = analyst.post(&path, wrong).await.must_be(422).json();
    assert_eq!(problem["errors"].as_array().map(Vec::len), Some(3));
    let unknown = json!({ "description": { "name": "x", "techniques": ["magic"] } });
    analyst.post(&path, unknown).await.must_be(400);
    assert_eq!(analyst.get("/api/register").await.json()["total"], 0);
}

#[tokio::test]
async fn a_repeated_request_has_one_effect_and_the_same_reply() {
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let send = |name: &'static str| {
        let request = analyst.request("POST", "/api/vendors").header("idempotency-key", "one");
        analyst.send(request.json(&json!({ "profile": { "name": name } })))
    };
    let first = send("Helio Labs").await.must_be(201);
    let again = send("Helio Labs").await.must_be(201);
    assert_eq!(first.text, again.text);
    assert_eq!(send("Another").await.must_be(422).code(), "key_reused");
    assert_eq!(analyst.get("/api/vendors").await.json()["vendors"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn every_questionnaire_of_the_list_is_read_by_its_hash_and_an_unknown_one_is_not_found() {
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let list = analyst.get("/api/templates").await.must_be(200).json();
    let rows = list["templates"].as_array().expect("rows");
    assert!(rows.len() >= 4, "{list}");
    for row in rows {
        let template = analyst.get(&format!("/api/templates/{}", text(row, "/hash"))).await.must_be(200).json();
        assert_eq!((&template["id"], &template["version"]), (&row["id"], &row["version"]));
        let questions = template["questions"].as_array().expect("questions");
        assert_eq!(row["questions_deep"], json!(questions.len()));
        let base = questions.iter().filter(|question| question["depth"] == "base").count();
        assert_eq!(row["questions_base"], json!(base));
    }
    for library in ["iso42001", "nist_ai_rmf", "eu_ai_act"] {
        let library = analyst.get(&format!("/api/libraries/{library}")).await.must_be(200).json();
        assert!(library["controls"].as_array().is_some_and(|controls| !controls.is_empty()), "{library}");
    }
    for unknown in ["/api/templates/ab12", "/api/templates/..%2Fx", "/api/libraries/none"] {
        assert_eq!(analyst.get(unknown).await.must_be(404).code(), "not_found");
    }
}

#[tokio::test]
async fn a_name_is_composed_however_it_is_typed_and_found_either_way() {
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let (composed, apart) = ("Zürich Élan", "Zu\u{308}rich E\u{301}lan");
    let vendor = registered(&analyst, apart).await;
    let path = format!("/api/vendors/{vendor}");
    let body = json!({ "name": format!("A{}", "nne \u{e9}"), "email": "ann@helio.example", "title": "Che\u{301}f" });
    analyst.post(&format!("{path}/contacts"), body).await.must_be(201);
    let raw = "{\"description\": {\"name\": \"Syste\\u0300me\", \"purpose\": \"e\u{301}valuer\"}}";
    let request = analyst.request("POST", &format!("{path}/systems")).header("content-type", "application/json");
    analyst.send(request.body(raw)).await.must_be(201);
    let view = analyst.get(&path).await.json();
    assert_eq!(text(&view, "/profile/name"), composed);
    assert_eq!(text(&view, "/contacts/0/title"), "Ch\u{e9}f");
    assert_eq!(text(&view, "/systems/0/description/name"), "Syst\u{e8}me");
    assert_eq!(text(&view, "/systems/0/description/purpose"), "\u{e9}valuer");
    for typed in [composed, apart] {
        let query = format!(
            "/api/register?name={}",
            percent_encoding::utf8_percent_encode(typed, percent_encoding::NON_ALPHANUMERIC)
        );
        let found = analyst.get(&query).await.must_be(200).json();
        assert_eq!(found["rows"].as_array().map(Vec::len), Some(1), "{typed}: {found}");
    }
}
