//! `assay serve`: opens the database, prints how to begin when it is empty, serves until it is told to stop.
//!
//! On SIGTERM or Ctrl-C it takes no new connection and ends what is under way within ten seconds.

use super::database::DatabaseArgs;
use super::org::first_account_link;
use crate::clock::Clock;
use crate::config::{Config, PublicUrl};
use crate::listening::{Limits, most_connections, serve};
use crate::record::publish_shipped;
use crate::state::AppState;
use crate::{jobs, router};
use anyhow::Context;
use clap::Args;
use ipnet::IpNet;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long what is under way may take after the signal to stop.
const DRAIN: Duration = Duration::from_secs(9);

/// Flags of `assay serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Where the database is.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Fills an empty database with an example organisation and prints links to look around with.
    #[arg(long, env = "ASSAY_DEMO")]
    pub demo: bool,
    /// The address to listen on.
    #[arg(long, env = "ASSAY_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The mail server: smtp://host:25, or smtps://user:password@host. Without one, mail waits in the outbox.
    #[arg(long, env = "ASSAY_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// The sender of mails; without one, assay@ and the host of the public URL.
    #[arg(long, env = "ASSAY_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Folder for the signed heads of the journal, one file a day; without one, heads in the data folder. Put copies of the
    /// files elsewhere.
    #[arg(long, env = "ASSAY_HEADS_DIR")]
    pub heads_dir: Option<PathBuf>,
    /// The most connections that are open at once; without it, as many as the limit on open files leaves room for.
    #[arg(long, env = "ASSAY_MOST_CONNECTIONS", value_parser = at_least_one)]
    pub most_connections: Option<usize>,
    /// Proxies whose X-Forwarded-For counts, as networks such as 127.0.0.1/32; several with commas.
    #[arg(long, env = "ASSAY_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxy: Vec<IpNet>,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|most| *most > 0).ok_or_else(|| "give a whole number from 1".to_owned())
}

fn config(args: &ServeArgs, address: SocketAddr) -> Config {
    let public_url = args.database.public_url.clone().unwrap_or_else(|| PublicUrl::local(address));
    let host = public_url.origin().split("://").nth(1).unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host).to_owned();
    Config {
        data_dir: args.database.data_dir.clone(),
        files: args.database.files_or_folder(),
        heads_dir: args.heads_dir.clone().unwrap_or_else(|| args.database.data_dir.join("heads")),
        mail_from: args.mail_from.clone().unwrap_or_else(|| format!("Assay <assay@{host}>")),
        public_url,
        smtp_url: args.smtp_url.clone(),
        trusted_proxies: args.trusted_proxy.clone(),
    }
}

/// Serves until it is told to stop.
///
/// # Errors
/// When the configuration, the database or the address cannot be used.
pub async fn run(args: ServeArgs) -> anyhow::Result<()> {
    super::private::put_right(&args.database.data_dir)?;
    let lock = args.database.lock()?;
    let store = args.database.open().await?;
    let listener = TcpListener::bind(args.listen).await.with_context(|| format!("cannot listen on {}", args.listen))?;
    let config = config(&args, listener.local_addr()?);
    jobs::mail::transport(&config)?;
    let state = AppState::new(store, Clock::System, config);
    if let Err(error) = state.files.probe().await {
        // Answers are taken without it; uploads and downloads say that the files cannot be reached.
        tracing::error!(%error, files = %state.files.location(), "the file store cannot be used");
    }
    prepare(&state, &args).await?;
    let jobs = jobs::start(&state);
    let limits = Limits { most: args.most_connections.unwrap_or_else(most_connections), ..Limits::default() };
    let waits_for = state.store.synchronous_commit().await?;
    tracing::info!(address = %listener.local_addr()?, most_connections = limits.most, ?waits_for, "serving");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = serve(listener, router(state.clone())?, state.connections.clone(), limits, async move {
        told_to_stop().await;
        tracing::info!("stopping");
        // The receiver lives as long as this function.
        let _sent = stop.send(());
    });
    let too_long = async {
        let _told = stopped.await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        () = serving => {}
        () = too_long => tracing::warn!("some requests did not end in time"),
    }
    drop(jobs);
    state.store.close().await;
    drop(lock);
    Ok(())
}

const LOOK_AROUND: &str = "Look around with these links; each works once, for this start:";
const NOT_THE_EXAMPLE: &str = "This database holds no example organisation, so there are no links to look around with.";

/// What is printed and made before the first request.
async fn prepare(state: &AppState, args: &ServeArgs) -> anyhow::Result<()> {
    let url = &state.config.public_url;
    say(format_args!("Assay serves on {url}"));
    if !state.assets.is_present() {
        say(format_args!("The browser program is missing: run `cargo xtask serve`, which builds it."));
    }
    let told = |error: crate::error::Error| anyhow::anyhow!("the example organisation: {error}");
    if args.demo && state.store.organisations().await?.is_empty() {
        say(format_args!("Making the example organisation: fifteen months of assessments. This takes a few seconds."));
        crate::demo::fill(state).await.map_err(told)?;
    }
    let organisations = state.store.organisations().await?;
    if args.demo {
        let links = crate::demo::links(state).await.map_err(told)?;
        say(format_args!("{}", if links.is_empty() { NOT_THE_EXAMPLE } else { LOOK_AROUND }));
        for link in links {
            say(format_args!("  {}: {}", link.whom, link.url));
        }
    }
    for (org, _) in &organisations {
        publish_shipped(&state.store, org, state.clock.now()).await?;
    }
    if organisations.is_empty() {
        let link = first_account_link(&state.store, url, None, state.clock.now()).await?;
        say(format_args!("There is no account yet. Make the first one here (works once, for 7 days):\n  {link}"));
    }
    Ok(())
}

/// Prints a line for whoever started the program. A server whose terminal has gone serves on.
fn say(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

async fn told_to_stop() {
    let interrupt = async {
        let _pressed = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
