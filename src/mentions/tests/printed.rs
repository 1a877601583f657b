//! Markers as they are met in print, one by one.

use super::*;

/// What a text of names and years cites, marker by marker.
#[track_caller]
fn cites(list: &[&str], cases: &[(&str, &[&[u32]])]) {
    let list = named(list);
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let found: Vec<Vec<u32>> = find(&body(&[text]), &list).into_iter().map(|c| c.references).collect();
        if found != *expected {
            wrong.push(format!("{text}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn names_and_years_as_printed() {
    let list = [
        "Smith 2010",
        "Smith 2012",
        "Smith; Jones; Roe 2010",
        "Smith; Jones; Roe; Doe 2013",
        "Roe 2011",
        "Jones; Smith 2014",
        "U.S. Census Bureau 2011",
        "Li 2009a",
        "Li 2009b",
        "Li 2009c",
        "de Souza; Li 2015",
        "Jean-Paul; D'Arcy 2016",
        "Öztürk 2017",
        "Smith; Adams 2018",
    ];
    cites(
        &list,
        &[
            ("Smith (2010, 2012) was first.", &[&[1, 2]]),
            ("It was so (Smith 2010; 2012).", &[&[1, 2]]),
            ("It was so (Smith, 2010, p. 5; see also Roe, 2011, chap. 3).", &[&[1, 5]]),
            ("It was so (Smith, Jones, & Roe, 2010).", &[&[3]]),
            ("It was so (Smith, Jones, Roe, & Doe, 2013).", &[&[4]]),
            ("Smith, Jones and Roe (2010) said so.", &[&[3]]),
            ("Smith and colleagues (2010) said so.", &[&[3]]),
            ("Smith et al.'s (2013) barns.", &[&[4]]),
            ("It was so (as cited in Roe, 2011).", &[&[5]]),
            ("It was so (J. Roe, 2011).", &[&[5]]),
            ("Roe, J. (2011) said so.", &[&[5]]),
            ("It was so (Li 2009a,b).", &[&[8, 9]]),
            ("It was so (Li 2009a–c).", &[&[8, 9, 10]]),
            ("It was so (Li 2009a; Li, 2009c).", &[&[8, 10]]),
            ("It was so (cf. Roe 2011: 15–17).", &[&[5]]),
            ("It was so (Smith, 2010; but see Jones & Smith, 2014).", &[&[1, 6]]),
            ("The count (U.S. Census Bureau, 2011) is old.", &[&[7]]),
            ("The U.S. Census Bureau (2011) counted.", &[&[7]]),
            ("De Souza and Li (2015) said so.", &[&[11]]),
            ("As Jean-Paul and D’Arcy (2016) and Öztürk (2017) found.", &[&[12], &[13]]),
            ("According to Roe (2011), barns (e.g., Smith, 2012) are cold.", &[&[5], &[2]]),
            ("Barns (built in 2011) and sheds (Roe 2011) are cold.", &[&[5]]),
            ("Barns (see the review by Roe 2011 and references therein) are cold.", &[&[5]]),
            ("Barns are cold (Roe, 2011 and Smith, 2012).", &[&[5, 2]]),
            ("Barns are cold (Smith et al., 2010; Smith et al., 2013; Roe, 2011).", &[&[3, 4, 5]]),
            ("Barns are cold [Roe, 2011].", &[&[5]]),
            ("In June (2011), Roe (2011) left.", &[&[5]]),
            ("SMITH and ADAMS (2018) said so.", &[&[14]]),
            ("Smith & Adams’ (2018) barns.", &[&[14]]),
            ("Both Smith (2010) and Roe (2011).", &[&[1], &[5]]),
        ],
    );
}

#[test]
fn numbers_as_printed() {
    let list = numbered(30);
    let mut wrong = Vec::new();
    for (text, expected) in [
        ("Barns [Ref. 3] are cold.", &[&[3][..]][..]),
        ("Barns [3, 5–7, and 9] are cold.", &[&[3, 5, 6, 7, 9]]),
        ("Barns [3][4] are cold.", &[&[3], &[4]]),
        ("Barns (see Refs. [3] and [5]) are cold.", &[&[3], &[5]]),
        ("Barns [see, e.g., 3,4] are cold.", &[&[3, 4]]),
        ("Barns [3, p 12] are cold.", &[&[3]]),
        ("Barns [3, pp. 12–14] are cold.", &[&[3]]),
        ("Barns [reviewed in 12] are cold.", &[&[12]]),
        ("Barns [10\u{2011}12] are cold.", &[&[10, 11, 12]]),
        ("Barns [10 - 12, 15] are cold.", &[&[10, 11, 12, 15]]),
        ("Barns [3\u{a0}, 4] are cold.", &[&[3, 4]]),
        ("Barns[3] are cold.", &[&[3]]),
        ("Barns [3;5] are cold.", &[&[3, 5]]),
        ("Barns [3 and 5] are cold.", &[&[3, 5]]),
        ("Barns [3 & 5] are cold.", &[&[3, 5]]),
        ("Barns [28-30] are cold.", &[&[28, 29, 30]]),
        ("Barns [3,4]. Then [5] came.", &[&[3, 4], &[5]]),
        ("Barns [3a] and [95% CI 1–3] and [2010] are cold [4].", &[&[4]]),
        ("Barns^3,4,^ are cold.", &[&[3, 4]]),
        ("Barns^(3,4)^ are cold.", &[&[3, 4]]),
        ("Barns^[3]^ are cold.", &[&[3]]),
        ("Barns at 5 °C^3^ are cold.", &[&[3]]),
        ("Barns.^3^ ^4^", &[&[3], &[4]]),
        ("Barns,^3,^ ^4^ are cold.", &[&[3, 4]]),
        ("Barns^3^ of 5 kg m^−2^ s^−1^ are cold.", &[&[3]]),
        ("R^2^ was 0.9 and χ^2^ = 3.^5^", &[&[5]]),
    ] {
        let found: Vec<Vec<u32>> = find(&body(&[text]), &list).into_iter().map(|c| c.references).collect();
        if found != expected.iter().map(|e| e.to_vec()).collect::<Vec<_>>() {
            wrong.push(format!("{text}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
