use std::collections::HashSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Whether an address is out on the internet: neither this machine nor a private network nor set aside for something else,
/// also where it is an IPv4 address in the clothes of an IPv6 one.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match embedded(address) {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && b & 0xc0 == 64;
    let protocol = a == 192 && b == 0 && c == 0;
    let relay = a == 192 && b == 88 && c == 99;
    let benchmark = a == 198 && b & 0xfe == 18;
    !(a == 0
        || a >= 224
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_documentation()
        || shared
        || protocol
        || relay
        || benchmark)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // Only 2000::/3 is given out at all. In it: Teredo and other protocols (2001::/23), documentation.
    a & 0xe000 == 0x2000
        && !(a == 0x2001 && b < 0x200)
        && !(a == 0x2001 && b == 0xdb8)
        && a & 0xfff0 != 0x3ff0
}

/// The IPv4 address that an IPv6 address stands for: mapped, compatible, behind NAT64, in 6to4.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match segments {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => Some(v4(high, low)),
        _ => None,
    }
}

/// How names become addresses; replaced in tests.
pub(super) type Lookup = Arc<dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync>;

/// Resolves names and drops every address that is not public, so that a name cannot lead into this machine or its network,
/// whatever its owner lets it point to. Names that the user chose may point anywhere.
pub(super) struct Guard {
    chosen: HashSet<String>,
    lookup: Option<Lookup>,
}

impl Guard {
    /// With the hosts that the user chose.
    pub(super) fn new(chosen: HashSet<String>, lookup: Option<Lookup>) -> Self {
        Self { chosen, lookup }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let free = self.chosen.contains(&name.as_str().to_ascii_lowercase());
        let lookup = self.lookup.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = match lookup {
                Some(lookup) => lookup(name.as_str())?.into_iter().map(|ip| SocketAddr::new(ip, 0)).collect(),
                None => tokio::net::lookup_host((name.as_str(), 0)).await?.collect(),
            };
            let found_any = !found.is_empty();
            let fine: Vec<SocketAddr> =
                found.into_iter().filter(|address| free || is_public(address.ip())).collect();
            if fine.is_empty() && found_any {
                return Err(format!("{} leads to an address inside a private network", name.as_str()).into());
            }
            let addresses: Addrs = Box::new(fine.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_inside_is_seen_in_every_spelling() {
        let inside = [
            "127.0.0.1",
            "127.255.0.9",
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "100::1",
            "64:ff9b:1::1",
            "3fff::1",
        ];
        for text in inside {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        let outside = [
            "130.14.29.110",
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "2607:f220:41e:4290::110",
            "64:ff9b::808:808",
        ];
        for text in outside {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }
}
