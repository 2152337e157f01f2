//! Clients that are slow: with a head, with a body, in reading. They are cut off in time, and nobody else waits for them.
//!
//! Most tests listen with limits of a second or two; one runs the program itself under a small limit on open files.

mod harness;

use harness::Assay;
use server::listening::{Connections, Limits, Rate, serve};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const HEALTH: &str = "GET /api/health HTTP/1.1\r\nHost: assay\r\n\r\n";
const SIGN_IN: &str = "POST /api/session HTTP/1.1\r\nHost: assay\r\nContent-Type: application/json\r\n";

/// Far more than the limits of [`short`], for machines that are busy, and far less than a client would go on for.
const IN_TIME: Duration = Duration::from_secs(10);

fn short() -> Limits {
    Limits {
        most: 8,
        head: Duration::from_millis(500),
        idle: Duration::from_secs(3),
        rate: Rate { grace: Duration::from_secs(2), bytes_a_second: 1000 },
    }
}

/// The same server on a further port, with these limits.
async fn listen(assay: &Assay, limits: Limits) -> (SocketAddr, Connections) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = server::router(assay.state.clone()).expect("a router");
    let connections = Connections::default();
    tokio::spawn(serve(listener, router, connections.clone(), limits, std::future::pending()));
    (address, connections)
}

async fn connect(address: SocketAddr) -> TcpStream {
    TcpStream::connect(address).await.expect("a connection")
}

/// Sends one byte after the other, `pause` apart, until the server hangs up; how long that took.
async fn dribble(stream: &mut TcpStream, pause: Duration) -> Duration {
    let begun = Instant::now();
    while begun.elapsed() < 2 * IN_TIME {
        let mut read = [0_u8; 1024];
        tokio::select! {
            got = stream.read(&mut read) => if matches!(got, Ok(0) | Err(_)) { return begun.elapsed() },
            () = tokio::time::sleep(pause) => if stream.write_all(b"x").await.is_err() { return begun.elapsed() },
        }
    }
    panic!("the server never hung up")
}

/// Sends a request and reads the head and what comes with it; the status.
async fn ask(stream: &mut TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut read = [0_u8; 4096];
    let count = stream.read(&mut read).await.expect("an answer");
    String::from_utf8_lossy(&read[..count]).split(' ').nth(1).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_head_that_does_not_end_is_cut_off_however_it_comes() {
    let assay = Assay::start().await;
    let (address, _) = listen(&assay, short()).await;
    for begin in ["", "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: assay\r\nX-Long: "] {
        let mut stream = connect(address).await;
        stream.write_all(begin.as_bytes()).await.expect("sent");
        let took = dribble(&mut stream, Duration::from_millis(100)).await;
        assert!(took < IN_TIME, "{begin:?}: {took:?}");
    }
}

#[tokio::test]
async fn a_second_head_on_a_used_connection_has_no_more_time_than_the_first() {
    let assay = Assay::start().await;
    let (address, _) = listen(&assay, short()).await;
    let mut stream = connect(address).await;
    assert_eq!(ask(&mut stream, HEALTH).await, "200");
    let took = dribble(&mut stream, Duration::from_millis(100)).await;
    assert!(took < IN_TIME, "{took:?}");
}

#[tokio::test]
async fn a_connection_without_a_request_is_closed_and_one_in_use_is_not() {
    let assay = Assay::start().await;
    let (address, connections) = listen(&assay, short()).await;
    let (mut used, _unused) = (connect(address).await, connect(address).await);
    for _ in 0..4 {
        assert_eq!(ask(&mut used, HEALTH).await, "200");
        tokio::time::sleep(Duration::from_millis(1000)).await;
    }
    assert_eq!(connections.open(), 1);
    let begun = Instant::now();
    while connections.open() > 0 {
        assert!(begun.elapsed() < IN_TIME, "it is still open");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // The one that never asked for anything is counted as cut off; the one that had done what it came for is not.
    assert_eq!(connections.cut_off(), 1);
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_is_cut_off_and_a_slow_line_is_not() {
    let assay = Assay::start().await;
    let (address, _) = listen(&assay, short()).await;
    let mut stream = connect(address).await;
    stream.write_all(format!("{SIGN_IN}Content-Length: 5000\r\n\r\n{{").as_bytes()).await.expect("sent");
    let took = dribble(&mut stream, Duration::from_millis(50)).await;
    assert!(took < IN_TIME, "{took:?}");
    // 3 seconds at twice the rate: longer than the grace time.
    let mut stream = connect(address).await;
    stream.write_all(format!("{SIGN_IN}Content-Length: 6000\r\n\r\n").as_bytes()).await.expect("sent");
    for _ in 0..30 {
        stream.write_all(&[b' '; 200]).await.expect("sent");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(ask(&mut stream, "").await, "400");
}

#[tokio::test]
async fn a_reply_that_nobody_reads_is_cut_off() {
    let assay = Assay::start().await;
    let (address, connections) = listen(&assay, short()).await;
    let mut stream = connect(address).await;
    let many = "GET /api/openapi.json HTTP/1.1\r\nHost: assay\r\n\r\n".repeat(400);
    // The server stops reading when nothing it says is read.
    let _sent = tokio::time::timeout(Duration::from_secs(1), stream.write_all(many.as_bytes())).await;
    let begun = Instant::now();
    while connections.open() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "it is still open");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_new_connection_takes_the_place_of_an_idle_one_and_never_of_one_with_a_request() {
    let assay = Assay::start().await;
    let patient = Limits { head: Duration::from_secs(60), idle: Duration::from_secs(60), ..short() };
    let (address, connections) = listen(&assay, patient).await;
    let mut busy = connect(address).await;
    busy.write_all(format!("{SIGN_IN}Content-Length: 4000\r\n\r\n").as_bytes()).await.expect("sent");
    let mut idle = Vec::new();
    for turn in 0..40 {
        busy.write_all(&[b' '; 100]).await.expect("sent");
        let mut honest = connect(address).await;
        assert_eq!(ask(&mut honest, HEALTH).await, "200", "turn {turn}");
        assert!(connections.open() <= patient.most, "{}", connections.open());
        idle.push(honest);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(ask(&mut busy, "").await, "400");
}

#[tokio::test]
async fn bodies_that_stall_give_way_when_there_is_no_room_left() {
    let assay = Assay::start().await;
    let patient = Limits { rate: Rate { grace: Duration::from_secs(60), bytes_a_second: 1000 }, ..short() };
    let (address, _) = listen(&assay, patient).await;
    let mut stalled = Vec::new();
    for _ in 0..patient.most {
        let mut stream = connect(address).await;
        stream.write_all(format!("{SIGN_IN}Content-Length: 4000\r\n\r\n{{").as_bytes()).await.expect("sent");
        stalled.push(stream);
    }
    let begun = Instant::now();
    let mut honest = connect(address).await;
    assert_eq!(ask(&mut honest, HEALTH).await, "200");
    assert!(begun.elapsed() < IN_TIME, "{:?}", begun.elapsed());
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _status = self.0.wait();
    }
}

/// Whether the program answers, from its database. It may lack the front end, and so not be ready.
async fn reads_database(client: &reqwest::Client, address: SocketAddr) -> bool {
    let Ok(answer) = client.get(format!("http://{address}/api/ready")).send().await else { return false };
    answer.json::<serde_json::Value>().await.is_ok_and(|ready| ready["database"] == true)
}

/// The program with at most `files` open.
async fn program(folder: &Path, files: u32) -> (Running, SocketAddr) {
    let address = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let script = format!("ulimit -n {files}; exec \"$0\" serve --data-dir \"$1\" --listen {address}");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_assay")]).arg(folder);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let running = Running(command.spawn().expect("the program starts"));
    while !reads_database(&reqwest::Client::new(), address).await {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    (running, address)
}

#[tokio::test]
async fn more_slow_connections_than_files_keep_no_honest_request_from_its_answer() {
    server::files::choose_cryptography();
    let folder = tempfile::tempdir().expect("a folder");
    let (_running, address) = program(folder.path(), 200).await;
    let begun = Instant::now();
    let mut slow = Vec::new();
    let client = reqwest::Client::new();
    for turn in 0..400 {
        let mut stream = connect(address).await;
        stream.write_all(b"GET /api/health HTTP/1.1\r\nX-Slow: ").await.expect("sent");
        slow.push(stream);
        if turn % 10 == 0 {
            assert!(reads_database(&client, address).await, "turn {turn}");
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}
