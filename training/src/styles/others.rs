//! Works that are neither articles nor books.

use super::kinds::Making;
use super::words;
use super::work::Work;
use crate::names::Person;

impl Making<'_> {
    pub(super) fn web(&mut self) -> Work {
        let (title, people, site, url) = (self.title(), self.group_or_authors(65), self.body(), self.url());
        let kind = self.rng.pick(&["webpage", "webpage", "webpage", "post-weblog", "post"]);
        let mut work = Work::of(kind).with("title", title).with("URL", url);
        if self.rng.chance(80) {
            work = work.by("author", people);
        }
        if self.rng.chance(50) {
            work = work.with("container-title", site);
        } else if self.rng.chance(40) {
            work = work.with("publisher", site);
        }
        work
    }

    pub(super) fn dataset(&mut self) -> Work {
        let (title, people) = (self.title(), self.group_or_authors(15));
        let archive = self.rng.pick(&words::DATA);
        let title = match self.rng.below(4) {
            0 => format!("Data from: {title}"),
            1 => format!("{title}: dataset"),
            _ => title,
        };
        let number = self.rng.below(9_000_000) + 100_000;
        let doi = match archive {
            "figshare" | "Figshare" => format!("10.6084/m9.figshare.{number}.v{}", number % 3 + 1),
            "Dryad" | "Dryad Digital Repository" => format!("10.5061/dryad.{:x}", number * 77),
            "PANGAEA" => format!("10.1594/PANGAEA.{}", number % 900_000),
            "Harvard Dataverse" => format!("10.7910/DVN/{:X}", number * 31),
            "Mendeley Data" => format!("10.17632/{:x}.{}", number * 131, number % 3 + 1),
            _ => format!("10.5281/zenodo.{number}"),
        };
        let mut work =
            Work::of("dataset").with("title", title).with("publisher", archive).by("author", people);
        if self.rng.chance(35) {
            let version = self.rng.pick(&["1.0", "V1", "2", "Version 2", "1.0.0", "v3"]);
            work = work.with("version", version);
        }
        if self.rng.chance(35) {
            let genre = self.rng.pick(&["Data set", "Dataset", "dataset", "data set", "Data file"]);
            work = work.with("genre", genre);
        }
        match self.rng.below(5) {
            0 => work.with("URL", format!("https://doi.org/{doi}")),
            1 => work.with("DOI", doi.as_str()).with("URL", format!("https://doi.org/{doi}")),
            2 => {
                let url = self.url();
                work.with("URL", url)
            }
            _ => work.with("DOI", doi),
        }
    }

    pub(super) fn software(&mut self) -> Work {
        let name = self.rng.pick(&words::SOFTWARE);
        let (title, maker) = (self.title(), self.rng.pick(&words::MAKERS));
        let title = if self.rng.chance(50) { format!("{name}: {title}") } else { name.to_owned() };
        let people =
            if self.rng.chance(35) { vec![Person::of(maker.to_owned(), true)] } else { self.authors() };
        let kind = self.rng.pick(&["software", "software", "book"]);
        let mut work = Work::of(kind).with("title", title).by("author", people);
        if self.rng.chance(70) {
            let (a, b, c) = (self.rng.below(12), self.rng.below(20), self.rng.below(9));
            let version = if self.rng.chance(50) { format!("{a}.{b}") } else { format!("{a}.{b}.{c}") };
            work = work.with("version", version);
        }
        if self.rng.chance(40) {
            let genre = self.rng.pick(&words::SOFTWARE_KINDS);
            work = work.with("genre", genre);
        }
        if self.rng.chance(60) {
            work = work.with("publisher", maker);
            if self.rng.chance(50) {
                let place = self.place();
                work = work.with("publisher-place", place);
            }
        }
        if self.rng.chance(60) {
            let url = match self.rng.below(3) {
                0 => format!("https://CRAN.R-project.org/package={}", name.split(' ').next().unwrap_or(name)),
                1 => format!(
                    "https://github.com/lab{}/{}",
                    self.rng.below(99),
                    name.split(' ').next().unwrap_or(name)
                ),
                _ => self.url(),
            };
            work = work.with("URL", url);
        }
        work
    }

    pub(super) fn patent(&mut self) -> Work {
        let (title, people) = (self.title(), self.authors());
        let (office, letters) = self.rng.pick(&words::PATENTS);
        let (a, b, c) = (self.rng.below(12), self.rng.below(1000), self.rng.below(1000));
        let number = match self.rng.below(4) {
            0 => format!("{a},{b:03},{c:03}"),
            1 => format!("{letters}{a}{b:03}{c:03}A1"),
            2 => format!("{letters} {}/{b:03}{c:03} A1", 2000 + a),
            _ => format!("{letters}{a}{b:03}{c:03}B2"),
        };
        let mut work = Work::of("patent").with("title", title).with("number", number).by("author", people);
        if self.rng.chance(50) {
            work = work.with("genre", office);
        }
        if self.rng.chance(30) {
            let authority = self.rng.pick(&[
                "United States Patent and Trademark Office",
                "European Patent Office",
                "WIPO",
                "United States",
                "Germany",
            ]);
            work = work.with("authority", authority);
        }
        work
    }

    pub(super) fn standard(&mut self) -> Work {
        let title = self.title();
        let (body, mark, seat) = self.rng.pick(&words::STANDARDS);
        let (number, part, year) =
            (self.rng.below(30_000) + 10, self.rng.below(9) + 1, 1985 + self.rng.below(38));
        let number = match self.rng.below(4) {
            0 => format!("{mark} {number}-{part}"),
            1 => format!("{mark} {number}"),
            2 => format!("{mark} {number}-{part}:{year}"),
            _ => format!("{mark} {number}:{year}"),
        };
        let mut work = Work::of(self.rng.pick(&["standard", "standard", "report"]))
            .with("title", title)
            .with("number", number);
        if self.rng.chance(50) {
            work = work.by("author", vec![Person::of(body.to_owned(), true)]);
        }
        if self.rng.chance(60) {
            work = work.with("publisher", body);
            if self.rng.chance(60) {
                work = work.with("publisher-place", seat);
            }
        }
        if self.rng.chance(20) {
            work = work.with("genre", "Standard");
        }
        work
    }
}
