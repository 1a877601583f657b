use std::time::Duration;

use url::Url;

use super::call::Service;
use super::error::SettingsError;
use super::secret::Secret;

/// How the services are asked. The defaults are right for the real ones.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the services are.
    pub bases: Bases,
    /// The program's name, as NCBI wants it with every request (`tool`).
    pub tool: String,
    /// Where the person who runs the program can be reached: `email` to NCBI; `mailto` to Crossref, which then answers
    /// faster. Without it the slower public limits hold.
    pub mail: Option<Secret>,
    /// NCBI's API key: ten requests a second instead of three.
    pub ncbi_key: Option<Secret>,
    /// A proxy for all that leaves this machine, `http://host:port`; may hold a password. It resolves the names of the
    /// services itself, so that their addresses cannot be checked here.
    pub proxy: Option<Secret>,
    /// How long anything may take.
    pub deadlines: Deadlines,
    /// The most bytes of one answer, after it is unpacked.
    pub max_body: usize,
    /// How often a call is tried again after an outage.
    pub max_retries: u32,
    /// How often a call is tried again after an answer that is none.
    pub max_bad_answers: u32,
    /// After so many calls in a row that failed, retries included, the service is not asked any more in this run.
    pub give_up_after: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            bases: Bases::default(),
            tool: "refloom".to_owned(),
            mail: None,
            ncbi_key: None,
            proxy: None,
            deadlines: Deadlines::default(),
            max_body: 64 << 20,
            max_retries: 4,
            max_bad_answers: 1,
            give_up_after: 3,
        }
    }
}

impl Settings {
    /// The longest a service that does not work can hold up a run before it is given up: `give_up_after` calls, one
    /// after the other, that each use up their deadline, and the last exchange that was under way.
    pub fn longest_hold_up(&self) -> Duration {
        let exchange = self.deadlines.first_byte + self.deadlines.body;
        (self.deadlines.call + exchange) * self.give_up_after.max(1)
    }

    /// The proxy that the environment names, as other programs understand it: `HTTPS_PROXY` or `ALL_PROXY`, in either case.
    pub fn proxy_of(environment: impl Fn(&str) -> Option<String>) -> Option<Secret> {
        let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
        names.iter().find_map(|name| Secret::new(&environment(name)?))
    }

    /// Every secret there is, to be taken out of what is shown.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        [&self.mail, &self.ncbi_key, &self.proxy].into_iter().flatten()
    }

    /// The text without any secret.
    pub(super) fn scrub(&self, text: &str) -> String {
        self.secrets().fold(text.to_owned(), |text, secret| secret.scrub(&text))
    }

    /// What tells the service who asks.
    pub(super) fn identity(&self, service: Service) -> Vec<(&'static str, &str)> {
        let mail = self.mail.as_ref().map(Secret::expose);
        let mut pairs = Vec::new();
        match service {
            Service::Crossref => pairs.extend(mail.map(|mail| ("mailto", mail))),
            Service::Pubmed | Service::Idconv => {
                pairs.push(("tool", self.tool.as_str()));
                pairs.extend(mail.map(|mail| ("email", mail)));
            }
        }
        if service == Service::Pubmed {
            pairs.extend(self.ncbi_key.as_ref().map(|key| ("api_key", key.expose())));
        }
        pairs
    }
}

/// Where the services are: scheme, host, perhaps a port and the beginning of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bases {
    /// E-utilities; calls go to `/entrez/eutils/…` below it.
    pub pubmed: String,
    /// Converter of identifiers.
    pub idconv: String,
    /// Crossref; calls go to `/works…` below it.
    pub crossref: String,
}

impl Default for Bases {
    fn default() -> Self {
        Self {
            pubmed: "https://eutils.ncbi.nlm.nih.gov".to_owned(),
            idconv: "https://pmc.ncbi.nlm.nih.gov".to_owned(),
            crossref: "https://api.crossref.org".to_owned(),
        }
    }
}

impl Bases {
    /// All services at one place: a mirror, a service for tests.
    pub fn all_at(base: &str) -> Self {
        Self { pubmed: base.to_owned(), idconv: base.to_owned(), crossref: base.to_owned() }
    }

    /// Where a service is.
    pub fn of(&self, service: Service) -> &str {
        match service {
            Service::Pubmed => &self.pubmed,
            Service::Idconv => &self.idconv,
            Service::Crossref => &self.crossref,
        }
    }
}

/// How long anything may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// From the first step to a connection, its name resolved.
    pub connect: Duration,
    /// From the first step of a request to the last byte of the answer's headers.
    pub first_byte: Duration,
    /// From there to the last byte of the answer, however slowly they come.
    pub body: Duration,
    /// A call with all its attempts and the waits between them; no attempt begins after it.
    pub call: Duration,
    /// The longest single wait before another attempt, whatever the service asks for.
    pub wait: Duration,
    /// The first wait before another attempt; each next one is twice as long.
    pub first_wait: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: Duration::from_mins(1),
            body: Duration::from_mins(2),
            call: Duration::from_mins(5),
            wait: Duration::from_mins(2),
            first_wait: Duration::from_secs(1),
        }
    }
}

/// A base URL, checked.
#[derive(Clone, Debug)]
pub(super) struct Base {
    /// Without a slash at its end.
    pub(super) text: String,
    pub(super) url: Url,
    /// Whether somebody set it, to a mirror or to a service for tests.
    pub(super) chosen: bool,
}

impl Base {
    pub(super) fn new(service: Service, bases: &Bases) -> Result<Self, SettingsError> {
        let text = bases.of(service).trim().trim_end_matches('/').to_owned();
        let defaults = Bases::default();
        let chosen = text != defaults.of(service);
        let problem = |what| SettingsError::Base { service, what };
        let url = Url::parse(&text).map_err(|_| problem("is not a URL"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(problem("holds a name or a password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(problem("holds a query or a fragment"));
        }
        let Some(host) = url.host_str() else { return Err(problem("has no host")) };
        match url.scheme() {
            "https" => {}
            "http" => {
                let real = Service::ALL.iter().any(|service| {
                    let default = Url::parse(defaults.of(*service)).ok();
                    default.is_some_and(|default| default.host_str() == Some(host))
                });
                if real {
                    return Err(problem("is not encrypted; write https"));
                }
            }
            _ => return Err(problem("begins neither with https:// nor with http://")),
        }
        Ok(Self { text, url, chosen })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> Result<Base, SettingsError> {
        Base::new(Service::Pubmed, &Bases::all_at(text))
    }

    #[test]
    fn the_real_hosts_are_not_asked_in_the_clear() {
        assert!(base("http://eutils.ncbi.nlm.nih.gov").is_err());
        assert!(base("http://127.0.0.1:8080/mirror/").is_ok());
        assert!(!base("https://eutils.ncbi.nlm.nih.gov/").unwrap().chosen);
        assert!(base("https://mirror.example").unwrap().chosen);
    }

    #[test]
    fn a_base_is_a_place_and_nothing_else() {
        for bad in [
            "",
            "eutils",
            "ftp://a.b",
            "https://u:p@a.b",
            "https://u@a.b",
            "https://a.b?x=1",
            "file:///etc",
            "https://",
        ] {
            assert!(base(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_environment_may_name_a_proxy() {
        let named = |name: &str| (name == "ALL_PROXY").then(|| "http://proxy.example:3128".to_owned());
        assert_eq!(Settings::proxy_of(named), Secret::new("http://proxy.example:3128"));
        assert_eq!(Settings::proxy_of(|name| (name == "https_proxy").then(String::new)), None);
    }

    #[test]
    fn nobody_is_shown_the_secrets_of_the_settings() {
        let settings = Settings {
            mail: Secret::new("canary@example.org"),
            ncbi_key: Secret::new("canary-key"),
            proxy: Secret::new("http://u:canary@proxy"),
            ..Settings::default()
        };
        assert!(!format!("{settings:?}").contains("canary"));
        assert_eq!(settings.identity(Service::Crossref), [("mailto", "canary@example.org")]);
        assert_eq!(settings.identity(Service::Pubmed).len(), 3);
        assert_eq!(settings.identity(Service::Idconv).len(), 2);
    }
}
