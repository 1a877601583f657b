//! Works by which styles are told apart.

use super::work::Work;
use crate::names::Person;

/// One work of each of seven kinds, with values that cannot be mistaken for one another.
pub fn works() -> Vec<Work> {
    let person = |family: &str, given: &str| Person {
        given: given.to_owned(),
        ..Person::of(family.to_owned(), false)
    };
    let people = vec![
        person("Marsh", "Anna B."),
        person("Okafor", "Chidi"),
        person("Lindqvist", "Elsa"),
        person("Rossi", "F."),
    ];
    let editors = vec![person("Novak", "Jan"), person("Silva", "Maria C.")];
    let base = |kind| {
        let mut work =
            Work::of(kind).with("title", "On the tides of small lakes").by("author", people.clone());
        work.issued = vec![2011, 5, 17];
        work
    };
    let mut web =
        base("webpage").with("container-title", "Lake Watch").with("URL", "https://lakes.example.org/tides");
    web.accessed = vec![2014, 3, 9];
    vec![
        base("article-journal")
            .with("container-title", "Journal of Lakes")
            .with("volume", "31")
            .with("issue", "4")
            .with("page", "1201-1209")
            .with("DOI", "10.1234/lakes.31.4"),
        base("chapter")
            .with("container-title", "Waters at rest")
            .with("publisher", "Harbour Press")
            .with("publisher-place", "Oslo")
            .with("page", "45-67")
            .with("edition", "2")
            .by("editor", editors.clone()),
        base("book").with("publisher", "Harbour Press").with("publisher-place", "Oslo").with("edition", "3"),
        base("paper-conference")
            .with("container-title", "Proceedings of the Lake Congress")
            .with("publisher", "Harbour Press")
            .with("page", "9-12"),
        base("thesis").with("publisher", "University of Bergen").with("genre", "PhD thesis"),
        base("report")
            .with("publisher", "Water Board")
            .with("number", "77")
            .with("genre", "Technical report"),
        web,
    ]
}
