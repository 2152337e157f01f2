//! A mail server on a free port: a few lines of SMTP that keep what they are given.
//!
//! It lives as long as the runtime that it was started in.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// A mail server that refuses the first `refusals` mails. Gives its URL and the mails it took.
pub(crate) async fn mail_server(refusals: u32) -> (String, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    let (taken, mails) = mpsc::unbounded_channel();
    let left = Arc::new(AtomicU32::new(refusals));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, taken.clone(), Arc::clone(&left)));
        }
    });
    (url, mails)
}

async fn serve(stream: TcpStream, taken: mpsc::UnboundedSender<String>, left: Arc<AtomicU32>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 ready\r\n").await.expect("sent");
    let mut mail: Option<String> = None;
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match &mut mail {
            Some(text) if line == "." => {
                let refused = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1)).is_ok();
                let text = std::mem::take(text);
                mail = None;
                if refused {
                    "451 later\r\n"
                } else {
                    taken.send(text).expect("kept");
                    "250 kept\r\n"
                }
            }
            Some(text) => {
                text.push_str(&line);
                text.push('\n');
                continue;
            }
            None if line.starts_with("DATA") => {
                mail = Some(String::new());
                "354 go on\r\n"
            }
            None if line.starts_with("QUIT") => "221 bye\r\n",
            None => "250 ok\r\n",
        };
        write.write_all(answer.as_bytes()).await.expect("sent");
    }
}
