//! Works in journals, newspapers and proceedings.

use super::kinds::Making;
use super::words;
use super::work::Work;

impl Making<'_> {
    pub(super) fn article(&mut self) -> Work {
        let (title, people, (journal, short)) = (self.title(), self.authors(), self.journal());
        let mut work = Work::of("article-journal")
            .with("title", title)
            .with("container-title", journal)
            .with("container-title-short", short)
            .by("author", people);
        if self.rng.chance(4) {
            let status =
                self.rng.pick(&["in press", "forthcoming", "Epub ahead of print", "accepted", "submitted"]);
            work = work.with("status", status).with("note", status);
            return self.found_at(work, 50);
        }
        if self.article.volume.is_empty() && self.rng.chance(50) {
            return self.found_at(work, 90);
        }
        let volume = if self.article.volume.is_empty() { "12" } else { &self.article.volume };
        work = work.with("volume", volume);
        work = match self.rng.below(20) {
            0..=8 => {
                let issue = (1 + self.rng.below(12)).to_string();
                work.with("issue", issue)
            }
            9 => {
                let issue = self.rng.pick(&[
                    "Suppl 1",
                    "Suppl",
                    "Supplement",
                    "Suppl. 2",
                    "S1",
                    "3 Suppl",
                    "Suppl_1",
                    "1-2",
                    "3–4",
                    "Spec No",
                    "Pt 2",
                    "4 Pt 1",
                ]);
                work.with("issue", issue)
            }
            _ => work.with("issue", self.article.issue.as_str()),
        };
        let number = self.rng.below(900_000) + 1000;
        let pages = match self.rng.below(20) {
            0 => format!("e{number}"),
            1 => number.to_string(),
            2 => format!("S{}-S{}", number % 300, number % 300 + 7),
            3 => format!("e{}-e{}", number % 900, number % 900 + 9),
            _ => self.pages(),
        };
        work = work.with("page", pages);
        if self.rng.chance(5) {
            work = work.with("PMID", (20_000_000 + number * 3).to_string());
        }
        if self.rng.chance(3) {
            work = work.with("PMCID", format!("PMC{}", number * 3));
        }
        self.found_at(work, 45)
    }

    pub(super) fn preprint(&mut self) -> Work {
        let (title, people) = (self.title(), self.authors());
        let (server, doi) = self.rng.pick(&words::PREPRINTS);
        let number = self.rng.below(90_000) + 10_000;
        let year = 10 + number % 14;
        let arxiv = format!("{year}{:02}.{number:05}", number % 12 + 1);
        let doi = match server {
            "arXiv" => format!("{doi}{arxiv}"),
            "bioRxiv" | "medRxiv" => {
                format!("{doi}{year}.{:02}.{:02}.{number}{}", number % 12 + 1, number % 28 + 1, number % 10)
            }
            _ => format!("{doi}{number}"),
        };
        // Some managers hold preprints to be articles of a journal.
        let mut work = if self.rng.chance(35) {
            Work::of("article-journal").with("container-title", server)
        } else {
            Work::of("article").with("publisher", server)
        };
        work = work.with("title", title).by("author", people);
        if self.rng.chance(30) && work.kind == "article" {
            work = work.with("genre", "Preprint");
        }
        if server == "arXiv" && self.rng.chance(60) {
            work = work.with("number", format!("arXiv:{arxiv}"));
        }
        match self.rng.below(4) {
            0 => work.with("URL", format!("https://doi.org/{doi}")),
            1 if server == "arXiv" => work.with("URL", format!("http://arxiv.org/abs/{arxiv}")),
            2 => work,
            _ => work.with("DOI", doi),
        }
    }

    pub(super) fn conference(&mut self) -> Work {
        let (title, people, meeting, pages) = (self.title(), self.authors(), self.meeting(), self.pages());
        let container = match self.rng.below(8) {
            0 => format!("Proc. {meeting}"),
            1 => meeting.clone(),
            2 => format!("Actes du colloque {}", self.foreign()),
            3 => format!("Atti del convegno {}", self.foreign()),
            _ => format!("Proceedings of the {meeting}"),
        };
        let mut work = Work::of("paper-conference").with("title", title).by("author", people);
        if self.rng.chance(85) {
            work = work.with("container-title", container);
        } else {
            work = work.with("event-title", meeting.clone()).with("event", meeting);
        }
        if self.rng.chance(60) {
            let publisher = self.rng.pick(&words::PROCEEDINGS);
            work = work.with("publisher", publisher);
        }
        if self.rng.chance(45) {
            let place = self.place();
            let variable = self.rng.pick(&["publisher-place", "event-place"]);
            work = work.with(variable, place);
        }
        if self.rng.chance(85) {
            work = work.with("page", pages);
        }
        if self.rng.chance(15) {
            work = work.with("collection-title", "Lecture Notes in Computer Science");
            work = work.with("volume", (100 + self.rng.below(9000)).to_string());
        }
        if self.rng.chance(12) {
            let editors = self.editors();
            work = work.by("editor", editors);
        }
        self.found_at(work, 30)
    }

    pub(super) fn periodical(&mut self, kind: &'static str) -> Work {
        let (title, people) = (self.title(), self.authors());
        let paper = self.rng.pick(&words::PAPERS);
        let mut work = Work::of(kind).with("title", title).with("container-title", paper);
        if self.rng.chance(80) {
            work = work.by("author", people.into_iter().take(2).collect());
        }
        if self.rng.chance(45) {
            let page = self.rng.pick(&["A1", "B4", "12", "C3", "1-2", "34", "D11", "7"]);
            work = work.with("page", page);
        }
        if self.rng.chance(12) {
            let (volume, issue) =
                ((20 + self.rng.below(200)).to_string(), (1 + self.rng.below(52)).to_string());
            work = work.with("volume", volume).with("issue", issue);
        }
        if self.rng.chance(45) {
            let url = self.url();
            work = work.with("URL", url);
        }
        work
    }

    /// `[abstract 123]`, with a supplement and letters in front of its pages.
    pub(super) fn meeting_abstract(&mut self) -> Work {
        let (title, people, (journal, short)) = (self.title(), self.authors(), self.journal());
        let (number, page) = (self.rng.below(3000) + 1, self.rng.below(900) + 1);
        let title = match self.rng.below(4) {
            0 => format!("{title} [abstract]"),
            1 => format!("{title} [abstract {number}]"),
            2 => format!("Abstract {number}: {title}"),
            _ => title,
        };
        let issue = self.rng.pick(&[
            "Suppl",
            "suppl 1",
            "Suppl. 15",
            "15_suppl",
            "Supplement 2",
            "Suppl 3",
            "suppl; abstr 9005",
        ]);
        let letter = self.rng.pick(&["S", "A", "", "iii", "v"]);
        let volume = (1 + self.rng.below(90)).to_string();
        Work::of("article-journal")
            .with("title", title)
            .with("container-title", journal)
            .with("container-title-short", short)
            .with("volume", volume)
            .with("issue", issue)
            .with("page", format!("{letter}{page}"))
            .by("author", people)
    }

    fn meeting(&mut self) -> String {
        let subject = self.rng.pick(&words::SUBJECTS);
        let number = 1 + self.rng.below(40);
        let ordinal = match (number % 10, number / 10) {
            (1, 0 | 2 | 3) => format!("{number}st"),
            (2, 0 | 2 | 3) => format!("{number}nd"),
            (3, 0 | 2 | 3) => format!("{number}rd"),
            _ => format!("{number}th"),
        };
        let event = self.rng.pick(&[
            "International Conference on",
            "Annual Conference on",
            "Symposium on",
            "Workshop on",
            "World Congress of",
            "European Conference on",
            "Annual Meeting of the Society of",
        ]);
        match self.rng.below(5) {
            0 => format!("{event} {subject}"),
            1 => format!("{} {event} {subject}", 1985 + number),
            _ => format!("{ordinal} {event} {subject}"),
        }
    }
}
