//! A store that speaks S3 on loopback and checks signatures, with its objects as files in a folder, to look into.
//!
//! It ends with the value, as a bucket that cannot be reached any more.

use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use std::path::PathBuf;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// The key that the store knows.
pub(crate) const KEY: &str = "a-key-of-this-test";
/// The secret of that key.
pub(crate) const SECRET: &str = "not-a-secret-outside-this-test";
/// The bucket that there is.
pub(crate) const BUCKET: &str = "evidence";

/// The store.
pub(crate) struct S3 {
    /// Where it listens.
    pub(crate) endpoint: String,
    folder: TempDir,
    serving: JoinHandle<()>,
}

impl S3 {
    /// Starts it with an empty bucket.
    pub(crate) async fn start() -> S3 {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let mut builder = S3ServiceBuilder::new(FileSystem::new(folder.path()).expect("a store"));
        builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let service = builder.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let serving = tokio::spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                let (io, service) = (hyper_util::rt::TokioIo::new(socket), service.clone());
                open.spawn(
                    async move { hyper::server::conn::http1::Builder::new().serve_connection(io, service).await },
                );
            }
        });
        S3 { endpoint, folder, serving }
    }

    /// What a program needs to use it.
    pub(crate) fn environment(&self, secret: &str) -> [(&'static str, String); 4] {
        [
            ("AWS_ENDPOINT_URL", self.endpoint.clone()),
            ("AWS_REGION", "eu-central-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", secret.to_owned()),
        ]
    }

    /// The files that hold objects.
    pub(crate) fn objects(&self) -> Vec<PathBuf> {
        fn below(folder: PathBuf) -> Vec<PathBuf> {
            let Ok(entries) = std::fs::read_dir(folder) else { return vec![] };
            let paths = entries.map(|entry| entry.expect("an entry").path());
            paths.flat_map(|path| if path.is_dir() { below(path) } else { vec![path] }).collect()
        }
        below(self.folder.path().join(BUCKET))
    }

    /// Stops answering.
    pub(crate) fn stop(&self) {
        self.serving.abort();
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.stop();
    }
}
