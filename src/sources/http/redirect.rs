use std::net::IpAddr;

use url::{Host, Url};

use super::address::is_public;
use super::call::{Service, is_identity};
use super::settings::Base;

/// The most steps an answer may lead on.
pub(super) const MAX_STEPS: usize = 3;

/// Where a redirect leads, or why it is not followed.
///
/// It may lead to another place on the same server, or over https, on the usual port, to a host of the same service.
/// Where the host changes, what tells who asks is taken out of the query.
pub(super) fn follow(service: Service, base: &Base, from: &Url, location: &str) -> Result<Url, &'static str> {
    let mut to = from.join(location).map_err(|_| "a redirect to something that is not a URL")?;
    to.set_fragment(None);
    if !to.username().is_empty() || to.password().is_some() {
        return Err("a redirect to a URL with a name or a password");
    }
    let home = to.origin() == base.url.origin();
    if home {
        return Ok(to);
    }
    if to.scheme() != "https" {
        return Err("a redirect away from https");
    }
    let inside = match to.host() {
        Some(Host::Ipv4(address)) => !is_public(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => !is_public(IpAddr::V6(address)),
        Some(Host::Domain(_)) => false,
        None => true,
    };
    if inside {
        return Err("a redirect into a private network");
    }
    let host = to.host_str().unwrap_or_default();
    let known = base.url.host_str() == Some(host) || hosts(service).contains(&host);
    if !known || to.port().is_some() {
        return Err("a redirect to another host");
    }
    if to.host_str() != from.host_str() {
        let rest: Vec<(String, String)> = to
            .query_pairs()
            .filter(|(name, _)| !is_identity(name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        to.set_query(None);
        if !rest.is_empty() {
            to.query_pairs_mut().extend_pairs(rest);
        }
    }
    Ok(to)
}

/// The hosts on which a service answers.
const fn hosts(service: Service) -> &'static [&'static str] {
    match service {
        Service::Pubmed => &["eutils.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov"],
        Service::Idconv => &["pmc.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov"],
        Service::Crossref => &["api.crossref.org", "www.crossref.org"],
    }
}

#[cfg(test)]
mod tests {
    use super::super::settings::Bases;
    use super::*;

    fn led(base: &str, location: &str) -> Result<String, &'static str> {
        let base = Base::new(Service::Pubmed, &Bases::all_at(base)).unwrap();
        let from = base.url.join("/entrez/eutils/esearch.fcgi?term=a").unwrap();
        follow(Service::Pubmed, &base, &from, location).map(String::from)
    }

    const REAL: &str = "https://eutils.ncbi.nlm.nih.gov";

    #[test]
    fn a_redirect_stays_with_the_service() {
        let to = "https://eutils.ncbi.nlm.nih.gov/x?api_key=k";
        assert_eq!(led(REAL, "/x?api_key=k").unwrap(), to);
        assert_eq!(led(REAL, to).unwrap(), to);
        assert_eq!(
            led(REAL, "https://eutils.ncbi.nlm.nih.gov:443/x").unwrap(),
            "https://eutils.ncbi.nlm.nih.gov/x"
        );
        for bad in [
            "http://eutils.ncbi.nlm.nih.gov/x",
            "https://eutils.ncbi.nlm.nih.gov.evil.example/x",
            "https://eutils.ncbi.nlm.nih.gov:8443/x",
            "https://evil.example/x",
            "//evil.example/x",
            "https://eutils.ncbi.nlm.nih.gov@evil.example/",
            "https://u:p@eutils.ncbi.nlm.nih.gov/",
            "file:///etc/passwd",
            "ftp://eutils.ncbi.nlm.nih.gov/",
            "data:text/plain,x",
            "https://",
        ] {
            assert!(led(REAL, bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_redirect_does_not_lead_inside_in_any_spelling() {
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "169.254.169.254",
            "10.0.0.1",
            "192.168.0.1",
            "0",
            "localhost",
            "LOCALHOST.",
            "①②⑦.0.0.1",
        ] {
            for scheme in ["http", "https"] {
                assert!(led(REAL, &format!("{scheme}://{host}/x")).is_err(), "{scheme} {host}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn no_spelling_of_an_address_is_a_host_of_the_service(address: u32, spelling in 0..8) {
            let [a, b, c, d] = address.to_be_bytes();
            let host = match spelling {
                0 => format!("{a}.{b}.{c}.{d}"),
                1 => format!("{address}"),
                2 => format!("{address:#x}"),
                3 => format!("{a:#o}.{b:#x}.{c}.{d}").replace("0o", "0"),
                4 => format!("{a}.{}", address & 0x00ff_ffff),
                5 => format!("[::ffff:{a}.{b}.{c}.{d}]"),
                6 => format!("[64:ff9b::{:x}:{:x}]", address >> 16, address & 0xffff),
                _ => format!("[::{:x}:{:x}]", address >> 16, address & 0xffff),
            };
            for scheme in ["http", "https"] {
                for user in ["", "eutils.ncbi.nlm.nih.gov@"] {
                    let led = led(REAL, &format!("{scheme}://{user}{host}/x"));
                    proptest::prop_assert!(led.is_err());
                }
            }
        }
    }

    #[test]
    fn another_host_does_not_learn_who_asks() {
        let to = led(REAL, "https://www.ncbi.nlm.nih.gov/x?API_KEY=k&email=a%40b&term=a").unwrap();
        assert_eq!(to, "https://www.ncbi.nlm.nih.gov/x?term=a");
    }

    #[test]
    fn a_chosen_place_may_lead_on_within_itself() {
        let base = "http://127.0.0.1:8080";
        assert!(led(base, "/y").is_ok());
        assert!(led(base, "http://127.0.0.1:8081/y").is_err());
        assert!(led(base, "http://127.0.0.2:8080/y").is_err());
        assert!(led(base, "http://localhost:8080/y").is_err());
        assert!(led("https://10.0.0.1:8443", "https://10.0.0.1/y").is_err());
        assert!(led(base, "https://eutils.ncbi.nlm.nih.gov/y").is_ok());
    }
}
