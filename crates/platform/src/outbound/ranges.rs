//! Which addresses lead to ourselves, to our neighbours, or nowhere.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Ranges of IPv4, by first address and length of the prefix (IANA, special-purpose address registry), and what is there.
const V4: &[([u8; 4], u32, &str)] = &[
    ([0, 0, 0, 0], 8, "this machine or network"),
    ([10, 0, 0, 0], 8, "a private network"),
    ([100, 64, 0, 0], 10, "a provider's inner network"),
    ([127, 0, 0, 0], 8, "this machine"),
    ([168, 63, 129, 16], 32, "a cloud's metadata service"),
    ([169, 254, 0, 0], 16, "a link-local or metadata address"),
    ([172, 16, 0, 0], 12, "a private network"),
    ([192, 0, 0, 0], 24, "reserved for protocols"),
    ([192, 0, 2, 0], 24, "for documentation"),
    ([192, 88, 99, 0], 24, "a relay of former times"),
    ([192, 168, 0, 0], 16, "a private network"),
    ([198, 18, 0, 0], 15, "for measurements inside networks"),
    ([198, 51, 100, 0], 24, "for documentation"),
    ([203, 0, 113, 0], 24, "for documentation"),
    ([224, 0, 0, 0], 4, "a multicast address"),
    ([240, 0, 0, 0], 4, "reserved"),
];

/// Ranges of IPv6 inside the global ones that are not for everybody.
const V6: &[(u128, u32, &str)] = &[
    (0x2001_0000 << 96, 23, "reserved for protocols"),
    (0x2001_0db8 << 96, 32, "for documentation"),
    (0x3fff_0000 << 96, 20, "for documentation"),
];

const fn within_v4(address: u32, first: [u8; 4], length: u32) -> bool {
    let mask = u32::MAX << (32 - length);
    address & mask == u32::from_be_bytes(first) & mask
}

const fn within_v6(address: u128, first: u128, length: u32) -> bool {
    let mask = u128::MAX << (128 - length);
    address & mask == first & mask
}

fn of_v4(address: Ipv4Addr) -> Option<&'static str> {
    let bits = address.to_bits();
    V4.iter().find(|(first, length, _)| within_v4(bits, *first, *length)).map(|(_, _, what)| *what)
}

/// The IPv4 address that an IPv6 address stands for: mapped (`::ffff:0:0/96`), compatible (`::/96`), translated (`64:ff9b::/96`)
/// and 6to4 (`2002::/16`).
#[must_use]
pub fn embedded(address: IpAddr) -> Option<IpAddr> {
    let IpAddr::V6(address) = address else { return None };
    let bits = address.to_bits();
    let low = (bits & 0xffff_ffff) as u32;
    let four = |bits: u32| Some(IpAddr::V4(Ipv4Addr::from_bits(bits)));
    match bits >> 32 {
        // `::` and `::1` are addresses of their own.
        0 if low > 1 => four(low),
        0xffff | 0x0064_ff9b_0000_0000_0000_0000 => four(low),
        _ if bits >> 112 == 0x2002 => four((bits >> 80 & 0xffff_ffff) as u32),
        _ => None,
    }
}

fn of_v6(address: Ipv6Addr) -> Option<&'static str> {
    let bits = address.to_bits();
    if let Some((_, _, what)) = V6.iter().find(|(first, length, _)| within_v6(bits, *first, *length)) {
        return Some(what);
    }
    match bits >> 112 {
        _ if bits == 0 => Some("this machine or network"),
        _ if bits == 1 => Some("this machine"),
        // The only addresses that are for everybody.
        0x2000..=0x3fff => None,
        0xfc00..=0xfdff => Some("a private network"),
        0xfe80..=0xfebf => Some("a link-local address"),
        0xff00..=0xffff => Some("a multicast address"),
        _ => Some("reserved"),
    }
}

/// What is at an address that nobody may be led to; none for addresses of the public internet.
#[must_use]
pub fn refusal(address: IpAddr) -> Option<&'static str> {
    match embedded(address).unwrap_or(address) {
        IpAddr::V4(address) => of_v4(address),
        IpAddr::V6(address) => of_v6(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbound::Guard;
    use ipnet::IpNet;
    use proptest::prelude::*;

    /// The same judgement, written as a list of networks.
    const REFUSED: &[&str] = &[
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    ];
    const REFUSED_V6: &[&str] = &["::/3", "2001::/23", "2001:db8::/32", "3fff::/20", "4000::/2", "8000::/1"];

    fn is_listed(list: &[&str], address: IpAddr) -> bool {
        list.iter().any(|network| network.parse::<IpNet>().unwrap().contains(&address))
    }

    #[test]
    fn addresses_that_lead_inside_are_refused_in_every_spelling() {
        for inside in [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.31.255.255",
            "192.168.0.1",
            "169.254.169.254",
            "100.100.100.200",
            "168.63.129.16",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:c0a8:1::1",
            "2001::1",
            "2001:db8::1",
            "fec0::1",
            "5f00::1",
            "100::1",
        ] {
            assert!(refusal(inside.parse().unwrap()).is_some(), "{inside}");
        }
        for outside in [
            "1.1.1.1",
            "93.184.216.34",
            "172.32.0.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
            "2002:101:101::1",
        ] {
            assert_eq!(refusal(outside.parse().unwrap()), None, "{outside}");
        }
    }

    proptest! {
        #[test]
        fn every_ipv4_address_is_judged_as_the_list_says_however_it_is_written(bits in any::<u32>()) {
            let address = IpAddr::V4(Ipv4Addr::from_bits(bits));
            let expected = is_listed(REFUSED, address);
            prop_assert_eq!(refusal(address).is_some(), expected);
            let bits = u128::from(bits);
            let spellings = [0xffff_0000_0000 | bits, (0x0064_ff9b << 96) | bits, (0x2002 << 112) | (bits << 80)];
            for spelling in spellings {
                prop_assert_eq!(refusal(IpAddr::V6(Ipv6Addr::from_bits(spelling))).is_some(), expected);
            }
        }

        #[test]
        fn every_ipv6_address_is_judged_as_the_list_says(bits in any::<u128>(), high in 0_u128..=0xffff, low in any::<u32>()) {
            for bits in [bits, (high << 112) | (bits >> 16), (high << 112) | u128::from(low)] {
                let address = IpAddr::V6(Ipv6Addr::from_bits(bits));
                let expected = match embedded(address) {
                    Some(four) => is_listed(REFUSED, four),
                    None => is_listed(REFUSED_V6, address),
                };
                prop_assert_eq!(refusal(address).is_some(), expected, "{}", address);
            }
        }

        #[test]
        fn what_the_operator_allows_passes_and_nothing_beside_it(bits in any::<u32>()) {
            let guard = Guard::new(&["10.20.0.0/16".parse().unwrap()], &[]);
            let allowed: IpNet = "10.20.0.0/16".parse().unwrap();
            for bits in [bits, 0x0a14_0000 | (bits & 0xffff), 0x0a00_0000 | (bits & 0xff_ffff)] {
                let address = IpAddr::V4(Ipv4Addr::from_bits(bits));
                let expected = !allowed.contains(&address) && is_listed(REFUSED, address);
                prop_assert_eq!(guard.judge(address).is_some(), expected);
                let mapped = IpAddr::V6(Ipv4Addr::from_bits(bits).to_ipv6_mapped());
                prop_assert_eq!(guard.judge(mapped).is_some(), expected);
            }
        }
    }
}
