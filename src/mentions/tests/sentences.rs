//! Which sentence a marker stands in.

use super::*;

/// The sentences of a text's markers.
fn sentences(text: &str, entries: &[ListEntry]) -> Vec<String> {
    let body = body(&[text]);
    find(&body, entries).iter().map(|c| c.sentence.of(&body.blocks[c.block].text).to_owned()).collect()
}

#[test]
fn full_stops_that_end_nothing() {
    for sentence in [
        "Smith et al. found it [1].",
        "See Fig. 2 and refs. 3 and 4, e.g. Roofs, i.e. Barns [1].",
        "It grew by 2.5 cm (approx. 1 in.) in E. coli [1].",
        "J. K. Smith and Dr. Roe of the U.S. army saw it [1].",
        "Lichens, cf. Moss, vs. Stone, were measured [1]!",
        "No. 5 of vol. 3, pp. 7–9 is lost [1].",
    ] {
        let text = format!("Before it. {sentence} After it.");
        assert_eq!(sentences(&text, &numbered(1)), [sentence]);
    }
}

#[test]
fn full_stops_that_end_a_sentence() {
    for sentence in [
        "We used vitamin D.",
        "They counted barns, roofs, etc.",
        "It was shown by Roe et al.",
        "Is it cold?",
        "The year was 2010.",
        "“It leaks.”",
    ] {
        let text = format!("{sentence} Then came the rain [1]. More came.");
        assert_eq!(sentences(&text, &numbered(1)), ["Then came the rain [1]."], "{sentence}");
    }
    for next in ["mRNA was low [1].", "5 barns fell [1].", "(They fell [1].)", "“They fell” [1]."] {
        assert_eq!(sentences(&format!("It rained. {next}"), &numbered(1)), [next]);
    }
}

#[test]
fn markers_behind_the_full_stop_belong_to_the_sentence_before() {
    let list = numbered(3);
    assert_eq!(
        sentences("Barns are cold.^1^ Roofs leak.^2,3^ Walls stand.^1^", &list),
        ["Barns are cold.1", "Roofs leak.2,3", "Walls stand.1"]
    );
    assert_eq!(
        sentences("Barns are cold.[1] Roofs leak. [2,3] Walls stand. [1]", &list),
        ["Barns are cold.[1]", "Roofs leak. [2,3]", "Walls stand. [1]"]
    );
    assert_eq!(
        sentences("Barns are “cold.”^1^ Roofs leak.^{R2:2}^ Walls stand.", &list)[0],
        "Barns are “cold.”1"
    );
    assert_eq!(
        sentences("Barns are cold. [1] was the first to say so. Roofs leak.", &list),
        ["[1] was the first to say so."]
    );
}

#[test]
fn a_stop_within_a_marker_ends_nothing() {
    let list = named(&["Smith; Roe; Doe 2010"]);
    let text = "Barns are cold (see e.g. Smith et al. 2010. P. 3) and wet. Smith et al. (2010) agree.";
    assert_eq!(sentences(text, &list)[1], "Smith et al. (2010) agree.");
}
