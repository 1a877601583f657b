//! Books, what is in them, and what is bound like them.

use super::kinds::Making;
use super::words;
use super::work::Work;

impl Making<'_> {
    pub(super) fn chapter(&mut self) -> Work {
        let (people, editors, book) = (self.authors(), self.editors(), self.book_title());
        let title = self.title();
        let (publisher, place, pages) = (self.publisher(), self.place(), self.pages());
        let mut work = Work::of("chapter")
            .with("title", title)
            .with("container-title", book)
            .with("publisher", publisher)
            .by("author", people);
        if self.rng.chance(80) {
            work = work.by("editor", editors);
        }
        if self.rng.chance(80) {
            work = work.with("publisher-place", place);
        }
        if self.rng.chance(85) {
            work = work.with("page", pages);
        }
        work = self.bookish(work);
        self.found_at(work, 12)
    }

    pub(super) fn book(&mut self) -> Work {
        let (title, publisher, place) = (self.book_title(), self.publisher(), self.place());
        let mut work = Work::of("book").with("title", title).with("publisher", publisher);
        if self.rng.chance(85) {
            work = work.with("publisher-place", place);
        }
        let (people, editors) = (self.group_or_authors(6), self.editors());
        work = if self.rng.chance(20) { work.by("editor", editors) } else { work.by("author", people) };
        if self.rng.chance(8) {
            work = work.with("number-of-pages", (60 + self.rng.below(700)).to_string());
        }
        work = self.bookish(work);
        self.found_at(work, 10)
    }

    pub(super) fn thesis(&mut self) -> Work {
        let (title, people) = (self.title(), self.authors());
        let (genre, university) = (self.rng.pick(&words::THESES), self.rng.pick(&words::UNIVERSITIES));
        let mut work = Work::of("thesis")
            .with("title", title)
            .with("genre", genre)
            .with("publisher", university)
            .by("author", people.into_iter().take(1).collect());
        if self.rng.chance(50) {
            let place = self.place();
            work = work.with("publisher-place", place);
        }
        if self.rng.chance(8) {
            work = work.with("number-of-pages", (60 + self.rng.below(300)).to_string());
        }
        self.found_at(work, 15)
    }

    pub(super) fn report(&mut self) -> Work {
        let (title, people, body) = (self.title(), self.group_or_authors(45), self.body());
        let mut work = Work::of("report").with("title", title).by("author", people).with("publisher", body);
        if self.rng.chance(55) {
            let genre = self.rng.pick(&words::REPORTS);
            work = work.with("genre", genre);
        }
        if self.rng.chance(50) {
            let (letters, number, part) = (
                self.rng.pick(&["TR-", "WP/", "", "CS-TR-", "No. "]),
                self.rng.below(900) + 1,
                self.rng.below(30),
            );
            let number = if self.rng.chance(50) {
                format!("{letters}{number}")
            } else {
                format!("{letters}{number}-{part:02}")
            };
            work = work.with("number", number);
        }
        if self.rng.chance(60) {
            let place = self.place();
            work = work.with("publisher-place", place);
        }
        self.found_at(work, 45)
    }

    pub(super) fn entry(&mut self) -> Work {
        let (title, people, editors) = (self.title(), self.authors(), self.editors());
        let (book, publisher, place) =
            (self.rng.pick(&words::REFERENCE_BOOKS), self.publisher(), self.place());
        let mut work = Work::of("entry-encyclopedia")
            .with("title", title)
            .with("container-title", book)
            .by("author", people);
        if self.rng.chance(70) {
            work = work.with("publisher", publisher).with("publisher-place", place);
        }
        if self.rng.chance(40) {
            work = work.by("editor", editors);
        }
        if self.rng.chance(40) {
            let (volume, pages) = ((1 + self.rng.below(20)).to_string(), self.pages());
            work = work.with("volume", volume).with("page", pages);
        }
        self.found_at(work, 30)
    }

    pub(super) fn film(&mut self) -> Work {
        let (title, people) = (self.foreign(), self.authors());
        let (publisher, place) = (self.publisher(), self.place());
        let mut work = Work::of("motion_picture").with("title", title).with("publisher", publisher);
        let director = self.rng.pick(&["director", "author"]);
        work = work.by(director, people.into_iter().take(2).collect());
        if self.rng.chance(40) {
            let medium = self.rng.pick(&["DVD", "Film", "Motion picture", "Video", "Blu-ray"]);
            work = work.with("medium", medium);
        }
        if self.rng.chance(40) {
            work = work.with("publisher-place", place);
        }
        work
    }

    /// What books and their chapters have now and then.
    fn bookish(&mut self, mut work: Work) -> Work {
        if self.rng.chance(18) {
            let edition =
                self.rng.pick(&["2", "3", "4", "5", "6", "8", "10", "12", "Rev. ed.", "2nd rev. ed."]);
            work = work.with("edition", edition);
        }
        if self.rng.chance(12) {
            let volume = self.rng.pick(&["1", "2", "3", "4", "II", "III", "17", "1204"]);
            work = work.with("volume", volume);
        }
        if self.rng.chance(14) {
            let series = self.rng.pick(&words::SERIES);
            work = work.with("collection-title", series);
            if self.rng.chance(60) {
                work = work.with("collection-number", (1 + self.rng.below(400)).to_string());
            }
        }
        if self.rng.chance(6) {
            let translators = self.editors();
            work = work.by("translator", translators[..1].to_vec());
        }
        if self.rng.chance(4) {
            let number = self.rng.below(900_000) + 100_000;
            work =
                work.with("ISBN", format!("978-0-{}-{:03}-{}", 10 + number % 80, number % 1000, number % 10));
        }
        work
    }
}
