//! The server: a thread for each connection, one request on each.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its place among all that came, from 0.
    pub number: usize,
    pub method: String,
    /// As it stands in the request, still encoded.
    pub path: String,
    pub query: Vec<(String, String)>,
    pub form: Vec<(String, String)>,
    /// With lower-case names.
    pub headers: Vec<(String, String)>,
    pub at: Instant,
}

impl Request {
    /// A parameter, from the query or the form.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().chain(&self.form).find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// What was asked, without who asked: to see whether something was asked twice.
    pub fn question(&self) -> String {
        let mut pairs: Vec<_> = self.query.iter().chain(&self.form).collect();
        pairs.retain(|(name, _)| !["tool", "email", "mailto", "api_key"].contains(&name.as_str()));
        pairs.sort();
        format!("{} {} {pairs:?}", self.method, self.path)
    }
}

/// What is sent back.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Before the first byte.
    pub delay: Duration,
    pub fault: Fault,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// The connection is closed before anything is sent.
    Close,
    /// Nothing is ever sent.
    Hang,
    /// The head comes a byte at a time.
    DripHead(Duration),
    /// The body comes a byte at a time.
    Drip(Duration),
    /// The body is sent again and again for as long as somebody takes it.
    Endless,
    /// So many bytes of the body are sent, of all that were promised.
    Cut(usize),
}

impl Reply {
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
            delay: Duration::ZERO,
            fault: Fault::None,
        }
    }

    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "application/json", body)
    }

    pub fn xml(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "text/xml; charset=UTF-8", body)
    }

    pub fn status(status: u16) -> Self {
        Self::new(status, "text/plain", Vec::new())
    }

    pub fn redirect(status: u16, to: &str) -> Self {
        Self::new(status, "text/html", "<html>moved</html>").header("location", to)
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.fault = fault;
        self
    }

    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Packed with gzip.
    #[must_use]
    pub fn packed(mut self) -> Self {
        self.body = super::gzip::store(&self.body);
        self.header("content-encoding", "gzip")
    }

    /// With headers that allow a client to go as fast as it can.
    #[must_use]
    pub fn fast(self) -> Self {
        self.header("x-rate-limit-limit", "100000")
            .header("x-rate-limit-interval", "1s")
            .header("x-concurrency-limit", "3")
    }
}

/// A running server; it stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
    at_once: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// Answers as the function says. It is called on several threads at once.
    pub fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen: Arc<Mutex<Vec<Request>>> = Arc::default();
        let stop: Arc<AtomicBool> = Arc::default();
        let at_once: Arc<AtomicUsize> = Arc::default();
        let answer = Arc::new(answer);
        let server = Self { address, seen: seen.clone(), at_once: at_once.clone(), stop: stop.clone() };
        thread::spawn(move || {
            let under_way: Arc<AtomicUsize> = Arc::default();
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (seen, stop, answer) = (seen.clone(), stop.clone(), answer.clone());
                let (under_way, at_once) = (under_way.clone(), at_once.clone());
                thread::spawn(move || {
                    let Some(request) = read(&stream, &seen) else { return };
                    at_once.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    let reply = answer(&request);
                    sleep(reply.delay, &stop);
                    // Before the last byte is out, since the next request may come right after it.
                    under_way.fetch_sub(1, Ordering::SeqCst);
                    // Whoever does not want to hear the rest hangs up; that is no fault of the server's.
                    let _ = send(stream, &reply, &stop);
                });
            }
        });
        server
    }

    /// Plays these replies in turn, then the last one again and again.
    pub fn script(replies: Vec<Reply>) -> Self {
        Self::start(move |request| replies[request.number.min(replies.len() - 1)].clone())
    }

    /// Always answers the same.
    pub fn always(reply: Reply) -> Self {
        Self::script(vec![reply])
    }

    /// `http://127.0.0.1:port`.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every request so far, in the order they came.
    pub fn requests(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// How many came.
    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    /// How many were answered at the same time, at most.
    pub fn most_at_once(&self) -> usize {
        self.at_once.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect(self.address);
    }
}

fn read(stream: &TcpStream, seen: &Mutex<Vec<Request>>) -> Option<Request> {
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length =
        headers.iter().find(|(name, _)| name == "content-length").map_or(Some(0), |(_, n)| n.parse().ok())?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let form = String::from_utf8(body).ok()?;
    let mut seen = seen.lock().unwrap();
    let request = Request {
        number: seen.len(),
        method,
        path: path.to_owned(),
        query: pairs(query),
        form: pairs(&form),
        headers,
        at: Instant::now(),
    };
    seen.push(request.clone());
    Some(request)
}

fn send(mut stream: TcpStream, reply: &Reply, stop: &AtomicBool) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {} {}\r\nconnection: close\r\n", reply.status, reason(reply.status));
    for (name, value) in &reply.headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    if reply.fault != Fault::Endless && !reply.headers.iter().any(|(name, _)| name == "content-length") {
        let _ = write!(head, "content-length: {}\r\n", reply.body.len());
    }
    head.push_str("\r\n");
    let body = reply.body.as_slice();
    match reply.fault {
        Fault::Close => return Ok(()),
        Fault::Hang => {
            sleep(Duration::from_mins(1), stop);
            return Ok(());
        }
        Fault::DripHead(pause) => drip(&mut stream, head.as_bytes(), pause, stop)?,
        _ => stream.write_all(head.as_bytes())?,
    }
    match reply.fault {
        Fault::Drip(pause) => drip(&mut stream, body, pause, stop)?,
        Fault::Endless => {
            while !stop.load(Ordering::SeqCst) {
                stream.write_all(body)?;
            }
        }
        Fault::Cut(length) => stream.write_all(&body[..length.min(body.len())])?,
        _ => stream.write_all(body)?,
    }
    stream.flush()
}

fn drip(stream: &mut TcpStream, bytes: &[u8], pause: Duration, stop: &AtomicBool) -> std::io::Result<()> {
    for byte in bytes {
        stream.write_all(&[*byte])?;
        sleep(pause, stop);
        if stop.load(Ordering::SeqCst) {
            break;
        }
    }
    Ok(())
}

/// In pieces, so that a server that is dropped goes soon.
fn sleep(time: Duration, stop: &AtomicBool) {
    let until = Instant::now() + time;
    while !stop.load(Ordering::SeqCst) {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        thread::sleep(left.min(Duration::from_millis(20)));
    }
}

/// `a=b&c=d`, decoded.
pub fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name, true), decode(value, true))
        })
        .collect()
}

/// Without percent signs; in a query a plus is a blank.
pub fn decode(text: &str, plus: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(byte);
            at += 3;
        } else {
            out.push(if plus && bytes[at] == b'+' { b' ' } else { bytes[at] });
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 | 302 | 303 | 307 | 308 => "Moved",
        400 => "Bad Request",
        404 => "Not Found",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Whatever",
    }
}
