//! What must hold for any text whatever, and above all for texts made of what references are made of.

use proptest::prelude::*;

use super::invariants::broken;

/// What references are made of, whole and in shreds.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "Smith",
        "JA",
        "de",
        "van der",
        "Öst",
        "title",
        "Title",
        "J",
        "Oncol",
        "1999",
        "2008b",
        "12",
        "e123",
        "S11-9",
        "Suppl 1",
        "(4)",
        "[abstract]",
        "Press",
        "London",
        "and",
        "&",
        "et al.",
        "In:",
        "(eds.)",
        "editors",
        "vol.",
        "pp. 12–19",
        "doi:",
        "10.1234/abc",
        "PMID: 12345678",
        "arXiv:1501.00001",
        "May 3",
        "Jr",
        "meeting",
        "“quoted”",
        "http://a.b/c_(d)",
        "[cited 2010 May 3]",
        "(in French)",
        "———",
        "...",
        "Translated by",
        "trans.",
        "ed.",
        "3rd ed.",
        "PhD thesis",
        "NKTR-214",
        "Vol. XLVI (No. 2)",
        "43:17: 66",
        "World Health Organization",
        "FAO/WHO",
        "e\u{301}\u{327}",
        "\u{202e}txet",
        "\u{200b}",
        "\u{ad}",
        "日本語",
        "مرجع",
        "ﬁ",
        "ǅ",
        "ß",
        "İ",
        "Ⅻ",
        "١٢",
        "😀",
        "\u{0}",
        "\t",
    ]);
    prop_oneof![
        8 => fixed.prop_map(str::to_owned),
        1 => "[A-Z][a-zé]{1,12}",
        1 => "[0-9]{1,9}[-–‐][0-9]{1,9}",
        1 => any::<String>(),
        1 => (1..300usize).prop_map(|n| "x".repeat(n)),
    ]
}

fn joint() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        " ", " ", ". ", ", ", ": ", "; ", ":", "", "-", " (", ") ", "“", "” ", "/", "|", " [", "] ",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text(text in any::<String>()) {
        prop_assert_eq!(broken(&text), None);
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec((piece(), joint()), 0..40)) {
        let text: String = pieces.iter().flat_map(|(piece, joint)| [piece.as_str(), *joint]).collect();
        prop_assert_eq!(broken(&text), None);
    }
}

#[test]
fn a_line_of_a_megabyte() {
    for piece in [
        "Smith J, ",
        "((((",
        "1-2:3;",
        "“",
        "and ",
        "e\u{301}",
        "10.1234/a ",
        "日本",
        "\u{202e}",
        "———. ",
        "ed. A B. ",
    ] {
        let text = piece.repeat((1 << 20) / piece.len());
        assert_eq!(broken(&text), None, "{piece}");
    }
    assert_eq!(broken(&"x".repeat(1 << 20)), None);
}
