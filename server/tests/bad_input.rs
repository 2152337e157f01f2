//! Requests that are broken, too large, from elsewhere or nowhere: each gets a problem document, none a 5xx.
//!
//! The headers that every answer carries are held here too.

mod harness;

use harness::{Assay, Reply};
use serde_json::json;

fn must_be_a_problem(reply: Reply, status: u16, code: &str) {
    let reply = reply.must_be(status);
    assert_eq!(reply.header("content-type"), "application/problem+json");
    let problem = reply.json();
    assert_eq!((problem["code"].as_str(), problem["status"].as_u64()), (Some(code), Some(u64::from(status))));
    let detail = problem["detail"].as_str().expect("a sentence");
    assert!(detail.len() > 10 && detail.ends_with(['.', '…', '?']), "{detail}");
    assert!(!problem["trace"].as_str().expect("a trace").is_empty());
}

#[tokio::test]
async fn a_broken_body_is_named() {
    let assay = Assay::start().await;
    let browser = assay.browser();
    let send = |body: &'static str| {
        let request = browser.request("POST", "/api/session").header("content-type", "application/json").body(body);
        browser.send(request)
    };
    for body in
        ["", "{", "nonsense", "[]", "{\"email\":1,\"password\":\"x\"}", "{\"email\":\"a\"}", "null", "\u{feff}{}"]
    {
        must_be_a_problem(send(body).await, 400, "malformed");
    }
    let twice = "{\"email\":\"a\",\"email\":\"b\",\"password\":\"x\"}";
    must_be_a_problem(send(twice).await, 400, "malformed");
    let nul = "{\"email\":\"a\\u0000\",\"password\":\"x\"}";
    must_be_a_problem(send(nul).await, 400, "malformed");
    let unknown = send("{\"email\":\"a\",\"password\":\"x\",\"role\":\"admin\"}").await;
    assert!(unknown.json()["errors"][0]["detail"].as_str().expect("a sentence").contains("role"), "{unknown:?}");
    must_be_a_problem(unknown, 400, "malformed");
    let trailing = "{\"email\":\"a\",\"password\":\"x\"} {}";
    must_be_a_problem(send(trailing).await, 400, "malformed");
}

#[tokio::test]
async fn no_body_may_carry_a_field_of_the_servers() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    for field in ["org", "organisation", "person", "active", "password_hash", "id"] {
        let mut body = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
        body[field] = json!("x");
        must_be_a_problem(admin.post("/api/people", body).await, 400, "malformed");
    }
    assert_eq!(admin.get("/api/people").await.json()["people"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_deep_or_large_body_is_refused_and_the_server_lives() {
    let assay = Assay::start().await;
    let browser = assay.browser();
    let send = |body: String| {
        let request = browser.request("POST", "/api/session").header("content-type", "application/json").body(body);
        browser.send(request)
    };
    must_be_a_problem(send("[".repeat(500_000)).await, 400, "malformed");
    must_be_a_problem(send(format!("\"{}\"", "x".repeat(2_000_000))).await, 413, "too_large");
    browser.get("/api/health").await.must_be(200);
}

#[tokio::test]
async fn a_body_that_is_not_declared_as_json_is_refused() {
    let assay = Assay::start().await;
    let browser = assay.browser();
    let body = "{\"email\":\"a\",\"password\":\"x\"}";
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""] {
        let request = browser.request("POST", "/api/session").header("content-type", kind).body(body);
        must_be_a_problem(browser.send(request).await, 415, "wrong_type");
    }
    let request = browser.request("POST", "/api/session").body(body);
    must_be_a_problem(browser.send(request).await, 415, "wrong_type");
}

#[tokio::test]
async fn a_write_from_another_site_is_refused_and_changes_nothing() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let cookie = {
        let email = admin.get("/api/session").await.json()["email"].as_str().expect("an address").to_owned();
        let browser = assay.browser();
        let reply = browser.sign_in(&email, harness::PASSWORD).await.must_be(200);
        reply.header("set-cookie").split(';').next().expect("a cookie").to_owned()
    };
    server::files::choose_cryptography();
    let client = reqwest::Client::new();
    let invite = json!({ "name": "Eve", "email": "eve@buyer.example", "roles": ["admin"] });
    let foreign = [
        vec![("origin", "http://127.0.0.1:1")],
        vec![("origin", "null")],
        vec![("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("sec-fetch-site", "cross-site")],
        vec![("content-type", "text/plain")],
    ];
    for headers in foreign {
        let mut request = client.post(format!("{}/api/people", assay.base)).header("cookie", &cookie);
        let is_form = headers.iter().any(|(name, _)| *name == "content-type");
        request = if is_form { request.body(invite.to_string()) } else { request.json(&invite) };
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        let reply = admin.send(request).await;
        must_be_a_problem(reply, 403, "cross_site");
    }
    assert_eq!(admin.get("/api/people").await.json()["people"].as_array().map(Vec::len), Some(1));
    let no_browser = client.post(format!("{}/api/people", assay.base)).header("cookie", &cookie).json(&invite);
    admin.send(no_browser).await.must_be(201);
}

#[tokio::test]
async fn unknown_addresses_and_methods_are_told_apart() {
    let assay = Assay::start().await;
    let browser = assay.browser();
    for path in ["/api", "/api/", "/api/nothing", "/api/session/x", "/api/people/a%00b", "/api/../etc/passwd"] {
        let reply = browser.get(path).await;
        assert!([404, 405].contains(&reply.status) || path.contains(".."), "{path} {}", reply.status);
    }
    must_be_a_problem(browser.get("/api/nothing").await, 404, "not_found");
    for method in ["PATCH", "TRACE", "PUT"] {
        must_be_a_problem(browser.send(browser.request(method, "/api/session")).await, 405, "method");
    }
    must_be_a_problem(browser.get("/no/such/file.js").await, 404, "not_found");
    must_be_a_problem(browser.send(browser.request("POST", "/vendors")).await, 405, "method");
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_it() {
    let assay = Assay::start().await;
    let browser = assay.browser();
    for path in ["/", "/vendors", "/api/health", "/api/session", "/api/nothing", "/no-file.js", "/api/openapi.json"] {
        let reply = browser.get(path).await;
        let policy = reply.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path} {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path} {policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(reply.header(name), value, "{path} {name}");
        }
        assert!(!reply.header("content-type").is_empty() && reply.header("server").is_empty(), "{path}");
        if path.starts_with("/api") {
            assert_eq!(reply.header("cache-control"), "no-store", "{path}");
        }
    }
}

#[tokio::test]
async fn the_interface_describes_itself() {
    let assay = Assay::start().await;
    let description = assay.browser().get("/api/openapi.json").await.must_be(200).json();
    assert!(description["openapi"].as_str().expect("a version").starts_with("3.1"));
    assert!(description["paths"]["/api/session"]["post"].is_object());
    assert!(description["components"]["schemas"]["Problem"].is_object());
}

#[tokio::test]
async fn the_host_header_builds_no_link() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    let request = admin
        .request("POST", "/api/people")
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .json(&invite);
    admin.send(request).await;
    let outbox = admin.get("/api/outbox").await.json();
    for mail in outbox["mails"].as_array().expect("mails") {
        let path = format!("/api/outbox/{}/link", mail["id"].as_str().expect("an id"));
        let link = admin.post(&path, json!({})).await.must_be(200).json();
        assert!(link["link"].as_str().expect("a link").starts_with(&assay.base), "{link}");
    }
}

#[tokio::test]
async fn odd_idempotency_keys_and_cookies_do_no_harm() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    let long = "k".repeat(200);
    let request = admin.request("POST", "/api/people").header("idempotency-key", long).json(&invite);
    must_be_a_problem(admin.send(request).await, 400, "malformed");
    let browser = assay.browser();
    for cookie in ["assay_staff=", "assay_staff=x", "assay_staff=../../..", "assay_staff=%00", "a=b; assay_staff", "="]
    {
        let reply = browser.send(browser.request("GET", "/api/session").header("cookie", cookie)).await;
        must_be_a_problem(reply, 401, "signed_out");
    }
}
