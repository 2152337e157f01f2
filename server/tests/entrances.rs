//! A one-time link and the session that it opens are stored together or not at all, for every kind of link.
//!
//! Clients go away while they wait and come again with the same key, as a browser on a bad line does.

mod desk;
mod harness;

use desk::{Desk, at};
use domain::api::session::LinkKind;
use domain::id::PersonId;
use harness::{Assay, Browser, PASSWORD, Reply};
use serde_json::{Value, json};
use server::letters;
use server::store::{Batch, Row};
use std::time::Duration;

/// An entrance: where the link is posted, with what, and where its session can be seen.
#[derive(Clone)]
struct Entrance {
    path: &'static str,
    body: Value,
    inside: String,
}

/// The fresh link of a member of the staff, of a kind that is for one person.
async fn staff_link(desk: &Desk, kind: LinkKind, email: &str) -> (PersonId, String) {
    let staff = desk.assay.state.store.staff(&desk.org).await.expect("staff");
    let person = staff.iter().find(|person| person.email == email).expect("a member").person.clone();
    let now = desk.assay.state.clock.now();
    let made = letters::make(&desk.assay.state.config.public_url, kind, Some(person.clone()), None, now, 600_000);
    let batch = Batch::new(desk.org.clone()).row(Row::AddLink(made.link));
    desk.assay.state.store.commit(batch).await.expect("a link");
    (person, made.url.split('#').nth(1).expect("a token").to_owned())
}

/// A fresh link of each kind that opens a session.
async fn entrances(desk: &Desk) -> Vec<Entrance> {
    let id = desk.sent().await;
    let invitation = desk.token(0).await;
    let email = desk.assay.new_email();
    let invite = json!({ "name": "Bea", "email": email, "roles": ["analyst"] });
    desk.admin.post("/api/people", invite).await.must_be(201);
    let join = desk.assay.mailed_token(&desk.admin, &email).await;
    let me = desk.admin.get("/api/session").await.json();
    let (_, console) = staff_link(desk, LinkKind::StaffSignIn, me["email"].as_str().expect("an address")).await;
    let entrance = |path, body, inside: &str| Entrance { path, body, inside: inside.to_owned() };
    vec![
        entrance("/api/portal/session", json!({ "token": invitation }), &at(&id, "")),
        entrance("/api/joins", json!({ "token": join, "name": "Bea", "password": PASSWORD }), "/api/session"),
        entrance("/api/session/link", json!({ "token": console }), "/api/session"),
    ]
}

/// The link to the first account of an organisation that is still to be made.
async fn first_account(assay: &Assay) -> Entrance {
    let token = assay.first_account_token(None).await;
    let body = json!({
        "token": token, "organisation": "Second AG", "name": "Ann", "email": assay.new_email(), "password": PASSWORD,
    });
    Entrance { path: "/api/first-account", body, inside: "/api/session".into() }
}

async fn post(browser: &Browser, entrance: &Entrance, key: &str) -> Reply {
    browser.send(request(browser, entrance, key)).await
}

fn request(browser: &Browser, entrance: &Entrance, key: &str) -> reqwest::RequestBuilder {
    browser.request("POST", entrance.path).header("idempotency-key", key).json(&entrance.body)
}

fn session_cookie(reply: &Reply) -> String {
    let cookies = reply.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let mut own = cookies.filter(|cookie| cookie.starts_with("assay_staff=") || cookie.starts_with("assay_vendor="));
    own.next().and_then(|cookie| cookie.split(';').next()).unwrap_or_default().to_owned()
}

async fn count(assay: &Assay, table: &str, filter: &str) -> u64 {
    // An update that changes nothing counts the rows on both databases.
    assay.tamper(&format!("UPDATE {table} SET org = org {filter}")).await
}

/// Fails the test unless the entrance let in; a first account is made by it.
#[track_caller]
fn entered(reply: Reply) -> Reply {
    assert!(matches!(reply.status, 200 | 201), "{reply:?}");
    reply
}

#[tokio::test]
async fn a_link_whose_session_cannot_be_stored_stays_unused() {
    let desk = Desk::open().await;
    let mut all = entrances(&desk).await;
    all.push(first_account(&desk.assay).await);
    for entrance in all {
        desk.assay.tamper("ALTER TABLE login_session RENAME TO away").await;
        let refused = desk.assay.browser().post(entrance.path, entrance.body.clone()).await;
        assert!(refused.status >= 500, "{}: {}", entrance.path, refused.text);
        desk.assay.tamper("ALTER TABLE away RENAME TO login_session").await;
        let browser = desk.assay.browser();
        entered(browser.post(entrance.path, entrance.body.clone()).await);
        browser.get(&entrance.inside).await.must_be(200);
    }
}

#[tokio::test]
async fn the_same_request_with_its_key_gets_the_same_session_and_another_one_is_refused() {
    let desk = Desk::open().await;
    let mut all = entrances(&desk).await;
    all.push(first_account(&desk.assay).await);
    for entrance in all {
        let first = post(&desk.assay.browser(), &entrance, "one key").await;
        assert_eq!(first.status, 400, "a key has no spaces");
        let first = entered(post(&desk.assay.browser(), &entrance, "one-key").await);
        let cookie = session_cookie(&first);
        assert!(!cookie.is_empty(), "{first:?}");
        let later = desk.assay.browser();
        let second = entered(post(&later, &entrance, "one-key").await);
        assert_eq!((session_cookie(&second), &second.text), (cookie, &first.text), "{}", entrance.path);
        later.get(&entrance.inside).await.must_be(200);
        let third = entered(post(&later, &entrance, "one-key").await);
        assert!(["", &session_cookie(&first)].contains(&session_cookie(&third).as_str()), "who is inside goes on");
        assert_eq!(post(&desk.assay.browser(), &entrance, "another-key").await.must_be(410).code(), "dead_link");
        if entrance.body.get("name").is_some() {
            let mut other = entrance.clone();
            other.body["name"] = json!("Somebody else");
            assert_eq!(post(&desk.assay.browser(), &other, "one-key").await.must_be(422).code(), "key_reused");
        }
        later.delete(if entrance.path.contains("portal") { "/api/portal/session" } else { "/api/session" }).await;
        let ended = post(&desk.assay.browser(), &entrance, "one-key").await.must_be(401);
        assert_eq!(session_cookie(&ended), "", "an ended session does not come back");
    }
}

#[tokio::test]
async fn clients_that_go_away_and_come_again_always_end_with_a_session() {
    let desk = Desk::open().await;
    let before = count(&desk.assay, "login_session", "").await;
    let used_before = count(&desk.assay, "invitation", "WHERE used_at IS NOT NULL").await;
    let me = desk.admin.get("/api/session").await.json();
    let email = me["email"].as_str().expect("an address").to_owned();
    let mut all = entrances(&desk).await;
    for _ in 0..150 {
        let (_, token) = staff_link(&desk, LinkKind::StaffSignIn, &email).await;
        all.push(Entrance {
            path: "/api/session/link",
            body: json!({ "token": token }),
            inside: "/api/session".into(),
        });
    }
    let at_once = std::sync::Arc::new(tokio::sync::Semaphore::new(30));
    let visits = all.into_iter().enumerate().map(|(n, entrance)| {
        let (browser, at_once) = (desk.assay.browser(), std::sync::Arc::clone(&at_once));
        tokio::spawn(async move {
            let _turn = at_once.acquire().await.expect("a turn");
            // The connection stands, so that only the request's own time is cut short.
            browser.get("/api/health").await;
            let key = format!("visit-{n}");
            let patience = Duration::from_micros(1_000 + n as u64 * 1_237 % 19_000);
            let _ = request(&browser, &entrance, &key).timeout(patience).send().await;
            for _ in 0..100 {
                let reply = post(&browser, &entrance, &key).await;
                if reply.status != 503 {
                    entered(reply);
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            browser.get(&entrance.inside).await.must_be(200);
        })
    });
    let visits: Vec<_> = visits.collect();
    let links = visits.len() as u64;
    for visit in visits {
        visit.await.expect("a session");
    }
    assert_eq!(count(&desk.assay, "login_session", "").await - before, links, "one session for each link");
    assert_eq!(count(&desk.assay, "invitation", "WHERE used_at IS NOT NULL").await - used_before, links);
}

#[tokio::test]
async fn of_a_hundred_posts_of_one_link_at_once_one_session_comes_whatever_the_keys() {
    let desk = Desk::open().await;
    let entrance = entrances(&desk).await.remove(0);
    let posts = (0..100).map(|n| {
        let (browser, entrance) = (desk.assay.browser(), entrance.clone());
        tokio::spawn(async move { post(&browser, &entrance, &format!("key-{}", n % 10)).await })
    });
    let mut cookies = std::collections::BTreeSet::new();
    for one in posts.collect::<Vec<_>>() {
        let reply = one.await.expect("ran");
        assert!([200, 410, 429, 503].contains(&reply.status), "{reply:?}");
        if reply.status == 200 {
            cookies.insert(session_cookie(&reply));
        }
    }
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    assert_eq!(count(&desk.assay, "login_session", "WHERE audience = 'vendor'").await, 1);
}
