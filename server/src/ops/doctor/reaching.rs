//! How people are reached and reach the site: the mail server, the sender, the public URL.
//!
//! The mail server is greeted and the public URL is opened, for at most ten seconds each; no mail is sent.

use super::{Observation, Site};
use crate::config::{Config, PublicUrl};
use crate::files::choose_cryptography;
use crate::jobs::mail::transport;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);

/// The mail server and the sender.
pub(super) async fn mail_server(site: &Site) -> Vec<Observation> {
    const CHECK: &str = "mail";
    let Some(smtp_url) = &site.smtp_url else {
        return vec![Observation::ok(
            CHECK,
            "no mail server is set: mails wait in the outbox, and an admin copies the links",
        )];
    };
    let host = site.public_url.as_ref().map_or("localhost", |url| host(url));
    let config = Config {
        data_dir: site.data_dir.clone(),
        files: site.files.clone(),
        metrics_token: None,
        heads_dir: site.heads_dir.clone(),
        public_url: site.public_url.clone().unwrap_or_else(|| PublicUrl::local(([127, 0, 0, 1], 8080).into())),
        smtp_url: Some(smtp_url.clone()),
        mail_from: site.mail_from.clone().unwrap_or_else(|| format!("Assay <assay@{host}>")),
        trusted_proxies: vec![],
    };
    let sender = config.mail_from.clone();
    let transport = match transport(&config) {
        Ok(Some((transport, _))) => transport,
        Ok(None) => return vec![],
        Err(error) => {
            return vec![Observation::wrong(CHECK, error.to_string(), "set --smtp-url and --mail-from right")];
        }
    };
    let mut observations = Vec::new();
    if site.mail_from.is_none() && site.public_url.is_none() {
        let says = format!("mails come from {sender}, since neither --mail-from nor --public-url is set");
        observations.push(Observation::warn(
            CHECK,
            says,
            "set --mail-from to an address that the mail server may send for",
        ));
    }
    if site.quick {
        observations.push(Observation::ok(
            CHECK,
            format!("the mail server is set and was not called; mails come from {sender}"),
        ));
        return observations;
    }
    let remedy =
        "see that the address, the port and the password are right, and that a firewall lets this machine through";
    observations.push(match tokio::time::timeout(PATIENCE, transport.test_connection()).await {
        Ok(Ok(true)) => Observation::ok(CHECK, format!("the mail server answers; mails come from {sender}")),
        Ok(Ok(false)) => Observation::wrong(CHECK, "the mail server answers, but not as one", remedy),
        Ok(Err(error)) => Observation::wrong(CHECK, format!("the mail server cannot be used: {error}"), remedy),
        Err(_) => Observation::wrong(CHECK, "the mail server does not answer within ten seconds", remedy),
    });
    observations
}

/// The host of a URL, without its port.
fn host(url: &PublicUrl) -> &str {
    let place = url.origin().split("://").nth(1).unwrap_or_default();
    match place.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => place,
    }
}

fn is_this_machine(url: &PublicUrl) -> bool {
    let host = host(url);
    host == "localhost" || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

/// The public URL: what links begin with, whether cookies are safe with it, whether it leads here.
pub(super) async fn public_url(site: &Site) -> Observation {
    const CHECK: &str = "public URL";
    let has_mail = site.smtp_url.is_some();
    let Some(url) = &site.public_url else {
        let says = "it is not set: links begin with the address that the server listens on";
        let remedy = "set --public-url to what people type, such as https://assay.example.org";
        return if has_mail { Observation::warn(CHECK, says, remedy) } else { Observation::ok(CHECK, says) };
    };
    if is_this_machine(url) {
        let remedy = "set --public-url to what people type; nobody else can open the links in mails";
        let says = format!("{url} leads everybody to their own machine");
        return if has_mail {
            Observation::warn(CHECK, says, remedy)
        } else {
            Observation::ok(CHECK, format!("{url}, for this machine alone"))
        };
    }
    if !url.is_https() {
        let says = format!("{url} is not https: passwords and cookies go unencrypted, and cookies are not Secure");
        return Observation::warn(CHECK, says, "put a proxy with TLS in front and set --public-url https://…");
    }
    if site.quick {
        return Observation::ok(CHECK, format!("{url}, which was not called"));
    }
    match answers(url).await {
        Ok(()) => Observation::ok(CHECK, format!("{url} answers")),
        Err(error) => {
            let remedy = "see that a server runs, that the proxy leads to it, and that the name and its certificate are right; \
                          where this machine cannot see the outside, try it from another one";
            Observation::warn(CHECK, format!("{url} does not answer from here: {error}"), remedy)
        }
    }
}

async fn answers(url: &PublicUrl) -> Result<(), String> {
    choose_cryptography();
    let client = reqwest::Client::builder().timeout(PATIENCE).build().map_err(|error| error.to_string())?;
    let reply = client.get(format!("{url}/api/health")).send().await.map_err(|error| error.to_string())?;
    if reply.status().is_success() { Ok(()) } else { Err(format!("status {}", reply.status().as_u16())) }
}
