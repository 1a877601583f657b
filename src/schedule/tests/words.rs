use super::super::{Folder, Name, ScheduleError, Word};

#[test]
fn what_no_schedule_can_hold_is_refused() {
    for text in [
        "a\nb",
        "a\rb",
        "a\0b",
        "tab\there",
        "\u{1b}[2J",
        "\u{85}",
        "\u{2028}",
        "ev\u{202e}il",
        "\u{feff}x",
        "\u{7f}",
    ] {
        let error = Word::new("the folder", text).unwrap_err();
        assert!(matches!(error, ScheduleError::Unprintable { .. }), "{text:?}");
        let told = error.to_string();
        assert!(told.starts_with("the folder") && !told.contains(char::is_control), "{told:?}");
    }
    assert_eq!(Word::new("the folder", ""), Err(ScheduleError::Empty { what: "the folder" }));
    assert!(Word::new("the folder", "Ünïcode 中文 '\"%$\\ 😀").is_ok());
}

#[test]
fn folders_are_absolute() {
    assert!(Folder::new("the folder", "/a b").is_ok());
    assert!(matches!(Folder::new("the folder", "a"), Err(ScheduleError::Relative { .. })));
    assert!(Folder::new("the folder", "~/a").is_err());
}

#[test]
fn names_fit_into_units_and_markers() {
    for name in ["melanoma", "a.b_c-d", "2026"] {
        assert_eq!(Name::new(name).unwrap().as_str(), name);
    }
    for name in ["", "-x", ".x", "a b", "a/b", "../x", "a@b", "a%b", "é", "a\n", &"a".repeat(49)] {
        assert!(matches!(Name::new(name), Err(ScheduleError::Name { .. })), "{name:?}");
    }
}

#[test]
fn a_name_is_made_of_the_folder() {
    for (path, name) in [
        ("/home/me/melanoma", "melanoma"),
        ("/home/me/My Review (2026)/", "My-Review-2026"),
        ("/", "dataset"),
        ("/home/中文", "dataset"),
        ("/x/.hidden", "hidden"),
    ] {
        assert_eq!(Name::from_path(path).as_str(), name, "{path}");
    }
    let long = Name::from_path(&format!("/{}", "ab ".repeat(40)));
    assert_eq!(Name::new(long.as_str()), Ok(long));
}
