use std::collections::HashSet;
use std::error::Error as _;
use std::io::Read as _;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::address::{Guard, Lookup};
use super::answer::{Answer, NOT_THERE};
use super::call::{Call, CallKind, Service, encode, without_identity};
use super::content;
use super::error::{CallError, SettingsError};
use super::headers::{Limits, limits, retry_after};
use super::redirect::{MAX_STEPS, follow};
use super::settings::{Base, Settings};

/// Sends single requests and judges what comes back.
pub(super) struct Wire {
    http: reqwest::Client,
    bases: [Base; Service::ALL.len()],
}

/// An attempt that gave no answer.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: CallError,
    pub(super) again: Again,
}

/// Whether another attempt may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// No.
    Never,
    /// What came was no answer; perhaps the next one is.
    BadAnswer,
    /// Later. Where the service said so itself, nobody else should ask either; it may have said how much later.
    Later { told: bool, wait: Option<Duration> },
}

/// An outage that may be over soon.
const SOON: Again = Again::Later { told: false, wait: None };

impl Wire {
    pub(super) fn new(settings: &Settings, lookup: Option<Lookup>) -> Result<Self, SettingsError> {
        let prepare = |message: String| SettingsError::Prepare { message: settings.scrub(&message) };
        let [a, b, c] = Service::ALL;
        let base = |service| Base::new(service, &settings.bases);
        let bases = [base(a)?, base(b)?, base(c)?];
        let mut chosen: HashSet<String> = bases
            .iter()
            .filter(|base| base.chosen)
            .filter_map(|base| base.url.host_str().map(str::to_ascii_lowercase))
            .collect();
        // One provider for the process; whoever was first is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .default_headers(HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("gzip"))]))
            .user_agent(concat!("refloom/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .referer(false)
            // NCBI hangs up after four seconds of silence; nobody listens for that between two batches of calls.
            .pool_idle_timeout(Duration::from_secs(3))
            .connect_timeout(settings.deadlines.connect)
            .no_proxy();
        if let Some(proxy) = &settings.proxy {
            let url = Url::parse(proxy.expose()).map_err(|_| SettingsError::Proxy)?;
            chosen.extend(url.host_str().map(str::to_ascii_lowercase));
            builder = builder.proxy(reqwest::Proxy::https(url).map_err(|_| SettingsError::Proxy)?);
        }
        let http = builder
            .dns_resolver(Guard::new(chosen, lookup))
            .build()
            .map_err(|error| prepare(told(&error.without_url())))?;
        Ok(Self { http, bases })
    }

    /// Where a service is.
    pub(super) fn base(&self, service: Service) -> &Base {
        &self.bases[service as usize]
    }

    /// One request, and up to three more where it is led on. `heard` is told the limits that each answer states.
    pub(super) async fn exchange(
        &self,
        call: &Call,
        settings: &Settings,
        heard: impl Fn(Limits),
    ) -> Result<Answer, Failure> {
        let judge = Judge { call, settings };
        let base = self.base(call.service());
        let mut url = judge.url(base)?;
        let mut who_asks = true;
        // For all steps together.
        let deadline = Instant::now() + settings.deadlines.first_byte;
        for _ in 0..=MAX_STEPS {
            let response = self.request(&judge, &url, who_asks, deadline).await?;
            heard(limits(response.headers()));
            if !is_redirect(response.status()) {
                return judge.answer(response).await;
            }
            if !call.form.is_empty() && !keeps_method(response.status()) {
                return Err(judge.bad("a redirect that does not keep the form"));
            }
            let location = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            let Some(location) = location else {
                return Err(judge.bad("a redirect that leads nowhere"));
            };
            let to = follow(call.service(), base, &url, location).map_err(|why| {
                // Where to is told without its query, which may quote a key.
                let host = url.join(location).ok().and_then(|to| to.host_str().map(str::to_owned));
                judge.bad(&format!("{why} ({})", host.unwrap_or_default()))
            })?;
            who_asks &= to.host_str() == url.host_str();
            url = to;
        }
        Err(judge.bad(&format!("more than {MAX_STEPS} redirects")))
    }

    /// Sends a request and waits for the headers of the answer.
    async fn request(
        &self,
        judge: &Judge<'_>,
        url: &Url,
        who_asks: bool,
        deadline: Instant,
    ) -> Result<Response, Failure> {
        let request = if judge.call.form.is_empty() {
            self.http.get(url.clone())
        } else {
            self.http
                .post(url.clone())
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(judge.form(who_asks))
        };
        match timeout_at(deadline, request.send()).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(judge.outage(&told(&error.without_url()), SOON)),
            Err(_) => Err(judge
                .outage(&format!("no answer within {}", seconds(judge.settings.deadlines.first_byte)), SOON)),
        }
    }
}

/// Turns what came into an answer or a failure.
struct Judge<'a> {
    call: &'a Call,
    settings: &'a Settings,
}

impl Judge<'_> {
    fn url(&self, base: &Base) -> Result<Url, Failure> {
        let mut url = Url::parse(&format!("{}{}", base.text, self.call.path))
            .ok()
            .filter(|url| url.origin() == base.url.origin())
            .ok_or_else(|| self.refused(0, "the question does not make a URL"))?;
        let identity = if self.call.form.is_empty() { self.identity() } else { Vec::new() };
        let query = pairs(&self.call.query).chain(identity);
        let query = encode(query);
        url.set_query((!query.is_empty()).then_some(&query));
        Ok(url)
    }

    fn form(&self, who_asks: bool) -> String {
        let identity = if who_asks { self.identity() } else { Vec::new() };
        encode(pairs(&self.call.form).chain(identity))
    }

    fn identity(&self) -> Vec<(&str, &str)> {
        self.settings.identity(self.call.service())
    }

    async fn answer(&self, response: Response) -> Result<Answer, Failure> {
        let status = response.status();
        let wait = retry_after(response.headers());
        let kind = self.content_type(response.headers());
        let body = self.body(response).await;
        let code = status.as_u16();
        let said = |body: Result<Vec<u8>, Failure>| {
            format!("status {status}{}", self.shown(&body.unwrap_or_default()))
        };
        match (status, body) {
            (StatusCode::OK, body) => {
                let body = body?;
                content::check(self.call, &body).map_err(|what| {
                    self.bad(&format!("it sent {what}, of the type {kind}{}", self.shown(&body)))
                })?;
                Ok(Answer { status: code, body: self.without_echo(body) })
            }
            (StatusCode::NOT_FOUND, Err(failure)) => Err(failure),
            (StatusCode::NOT_FOUND, Ok(body)) if content::confirms_absence(self.call, &body) => {
                Ok(Answer { status: NOT_THERE, body: self.without_echo(body) })
            }
            (StatusCode::NOT_FOUND | StatusCode::GONE, Ok(body)) if content::looks_like_html(&body) => {
                Err(self.bad(&format!("status {status} with a web page, which is not the service's own")))
            }
            (StatusCode::TOO_MANY_REQUESTS, body) => {
                let came = format!("it says that we ask too often, {}", said(body));
                Err(self.outage(&came, Again::Later { told: true, wait }))
            }
            (StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY, body) => {
                Err(self.outage(&said(body), Again::Later { told: false, wait }))
            }
            (_, body) if status.is_server_error() => {
                Err(self.outage(&said(body), Again::Later { told: wait.is_some(), wait }))
            }
            (_, body) if status.is_client_error() => Err(self.refused(code, &said(body))),
            (_, body) => Err(self.bad(&said(body))),
        }
    }

    /// The answer's bytes, unpacked, within the time and the size allowed.
    async fn body(&self, mut response: Response) -> Result<Vec<u8>, Failure> {
        let most = self.settings.max_body;
        let span = self.settings.deadlines.body;
        let deadline = Instant::now() + span;
        let packed = self.is_packed(response.headers())?;
        let mut body = Vec::new();
        loop {
            match timeout_at(deadline, response.chunk()).await {
                Ok(Ok(Some(chunk))) if chunk.len() > most - body.len() => return Err(self.too_long()),
                Ok(Ok(Some(chunk))) => body.extend_from_slice(&chunk),
                Ok(Ok(None)) => break,
                Ok(Err(error)) => {
                    let came = format!("the answer broke off: {}", told(&error.without_url()));
                    return Err(self.outage(&came, SOON));
                }
                Err(_) => {
                    let came = format!("the answer was not complete within {}", seconds(span));
                    return Err(self.outage(&came, SOON));
                }
            }
        }
        if packed { self.unpack(&body) } else { Ok(body) }
    }

    fn is_packed(&self, headers: &HeaderMap) -> Result<bool, Failure> {
        match headers
            .get(CONTENT_ENCODING)
            .map(HeaderValue::as_bytes)
            .map(<[u8]>::to_ascii_lowercase)
            .as_deref()
        {
            None | Some(b"" | b"identity") => Ok(false),
            Some(b"gzip" | b"x-gzip") => Ok(true),
            Some(_) => Err(self.bad("it is packed in a way that was not asked for")),
        }
    }

    /// Not left to the HTTP library, which cannot tell a broken package from a broken connection.
    fn unpack(&self, packed: &[u8]) -> Result<Vec<u8>, Failure> {
        let most = self.settings.max_body;
        let mut body = Vec::new();
        let mut reader = MultiGzDecoder::new(packed).take(most as u64 + 1);
        match reader.read_to_end(&mut body) {
            Ok(_) if body.len() > most => Err(self.too_long()),
            Ok(_) => Ok(body),
            Err(error) => Err(self.bad(&format!("the answer cannot be unpacked: {error}"))),
        }
    }

    fn too_long(&self) -> Failure {
        self.bad(&format!("it sent more than {} bytes", self.settings.max_body))
    }

    /// The body without what the service quotes of who asks. The key is no part of any record. A mail address may be: it is
    /// taken out only where the service repeats the question.
    fn without_echo(&self, body: Vec<u8>) -> Vec<u8> {
        let mut body = body;
        if let Some(clean) = self.settings.ncbi_key.as_ref().and_then(|key| key.scrub_bytes(&body)) {
            body = clean;
        }
        if self.call.kind == CallKind::Convert
            && let Some(clean) = self.settings.mail.as_ref().and_then(|mail| mail.scrub_bytes(&body))
        {
            body = clean;
        }
        body
    }

    fn outage(&self, came: &str, again: Again) -> Failure {
        let error =
            CallError::Outage { service: self.call.service(), asked: self.asked(), came: self.clean(came) };
        Failure { error, again }
    }

    fn bad(&self, came: &str) -> Failure {
        let error = CallError::BadAnswer {
            service: self.call.service(),
            asked: self.asked(),
            came: self.clean(came),
        };
        Failure { error, again: Again::BadAnswer }
    }

    fn refused(&self, status: u16, came: &str) -> Failure {
        let service = self.call.service();
        let error = CallError::Refused { service, asked: self.asked(), status, came: self.clean(came) };
        Failure { error, again: Again::Never }
    }

    fn asked(&self) -> String {
        self.call.asked(|text| self.clean(text))
    }

    /// The beginning of what came, where it may explain something. Cleaned before it is cut: half a secret would not be
    /// known for one.
    fn shown(&self, body: &[u8]) -> String {
        if body.is_empty() || content::looks_like_html(body) {
            return String::new();
        }
        let head = String::from_utf8_lossy(&body[..body.len().min(HEAD)]);
        format!(": {}", content::excerpt(self.clean(&head).as_bytes()))
    }

    fn content_type(&self, headers: &HeaderMap) -> String {
        let named = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        named.map_or_else(|| "unknown".to_owned(), |kind| content::excerpt(self.clean(kind).as_bytes()))
    }

    fn clean(&self, text: &str) -> String {
        self.settings.scrub(text)
    }
}

/// Bytes of a body in which an explanation is looked for; far more than is shown of it.
const HEAD: usize = 4096;

fn pairs(pairs: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    without_identity(pairs).map(|(name, value)| (name.as_str(), value.as_str()))
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn keeps_method(status: StatusCode) -> bool {
    matches!(status.as_u16(), 307 | 308)
}

fn seconds(span: Duration) -> String {
    format!("{} s", span.as_secs_f64())
}

/// What an error and those below it say, each once.
fn told(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut below = error.source();
    while let Some(error) = below {
        let said = error.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        below = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::call::Expect;
    use super::super::secret::Secret;
    use super::*;

    #[test]
    fn a_form_that_goes_to_another_host_does_not_tell_who_asks() {
        let settings =
            Settings { mail: Secret::new("a@b.org"), ncbi_key: Secret::new("k"), ..Settings::default() };
        let call =
            Call::new(CallKind::PubmedRecords, "/x", Expect::Xml).form("id", "1").form("email", "c@d.org");
        let judge = Judge { call: &call, settings: &settings };
        assert_eq!(judge.form(true), "id=1&tool=refloom&email=a%40b.org&api_key=k");
        assert_eq!(judge.form(false), "id=1");
    }
}
