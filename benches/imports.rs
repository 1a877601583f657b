//! How fast files of records are read: made-up records of every form, and a stream of five gigabytes for the memory.
//!
//! Measured is a reader alone, on one core: from bytes to records with their names, dates and identifiers in canonical
//! form. `cargo bench --bench imports -- --huge` reads the five gigabytes and nothing else, so that its memory is its own.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run its program has failed")]

use std::fmt::Write as _;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::Instant;

use refloom::import::{ColumnMap, Item, recognise};
use refloom::ingest::{Input, Limits, Opened};

#[allow(dead_code, reason = "every benchmark wants another part of it")]
mod process;

/// Bytes of a file.
const SIZE: usize = 100 << 20;
const ABSTRACT: &str = "We looked at beans in many gardens and for a long time, and found that they grow. ";

fn main() {
    println!("{:<34}{:>9} {:>7} {:>14} {:>9}", "form", "records", "bytes", "records/CPU s", "MB/CPU s");
    if std::env::args().any(|arg| arg == "--huge") {
        let mut block = String::new();
        let mut n = 0;
        while block.len() < 1 << 20 {
            ris(&mut block, n);
            n += 1;
        }
        let times = (5usize << 30) / block.len();
        let length = block.len() * times;
        let huge = Huge { block: block.into_bytes().into(), times };
        measure("RIS, five gigabytes", Arc::new(huge), n * times, length);
        println!("peak {:.0} MB", process::own_peak());
        return;
    }
    for (form, record, head, tail) in FORMS {
        let mut text = String::from(*head);
        let mut n = 0;
        while text.len() < SIZE {
            record(&mut text, n);
            n += 1;
        }
        text.push_str(tail);
        let length = text.len();
        let bytes: Arc<[u8]> = text.into_bytes().into();
        let expected = n + usize::from(tail.contains("The end"));
        measure(form, Arc::new(bytes), expected, length);
    }
}

fn measure(form: &str, input: Arc<dyn Input>, expected: usize, length: usize) {
    let limits = Limits::default();
    let opened = Opened::input(input, "made up", &limits).unwrap();
    let columns = ColumnMap::default();
    let recognised = recognise(&opened, &columns).unwrap().unwrap();
    let (cpu, wall) = (process::own_cpu(), Instant::now());
    let (mut records, _) = recognised.open(&opened, &columns).unwrap();
    let mut n = 0;
    while let Some(item) = records.next().unwrap() {
        match item {
            Item::Record(_) => n += 1,
            Item::Broken(lost) => println!("{form}: {lost:?}"),
        }
    }
    assert_eq!(n, expected, "{form}");
    // What the kernel counts is coarse; one thread that never waits is as well timed by the clock.
    let cpu = (process::own_cpu() - cpu).max(wall.elapsed().as_secs_f64() * 0.9);
    println!(
        "{form:<34}{n:>9} {:>7} {:>14.0} {:>9.0}",
        length / n.max(1),
        n as f64 / cpu,
        length as f64 / 1e6 / cpu
    );
}

/// A block many times over.
struct Huge {
    block: Arc<[u8]>,
    times: usize,
}

impl Input for Huge {
    fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Repeated { block: Arc::clone(&self.block), at: 0, left: self.times }))
    }
}

struct Repeated {
    block: Arc<[u8]>,
    at: usize,
    left: usize,
}

impl Read for Repeated {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.block.len() && self.left > 0 {
            self.at = 0;
            self.left -= 1;
        }
        if self.left == 0 {
            return Ok(0);
        }
        let n = out.len().min(self.block.len() - self.at);
        out[..n].copy_from_slice(&self.block[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

type Form = (&'static str, fn(&mut String, usize), &'static str, &'static str);

const FORMS: &[Form] = &[
    ("RIS", ris, "", ""),
    ("RIS with abstracts", ris_with_abstract, "", ""),
    ("NBIB", nbib, "", ""),
    ("NBIB with abstracts and headings", nbib_whole, "", ""),
    ("EndNote tagged", enw, "", ""),
    ("Web of Science, 30 cited", wos, "FN Clarivate Analytics Web of Science\nVR 1.0\n", "EF\n"),
    ("BibTeX", bibtex, "", ""),
    ("CSL-JSON", csl_json, "[", "{\"id\":\"end\",\"type\":\"book\",\"title\":\"The end\"}]"),
    ("Scopus CSV", scopus, SCOPUS, ""),
    ("EndNote XML", endnote_xml, "<?xml version=\"1.0\"?><xml><records>", "</records></xml>"),
    ("PubMed XML", pubmed_xml, "<?xml version=\"1.0\"?><PubmedArticleSet>", "</PubmedArticleSet>"),
];

fn ris(out: &mut String, n: usize) {
    ris_record(out, n, "");
}

fn ris_with_abstract(out: &mut String, n: usize) {
    ris_record(out, n, &format!("AB  - {}\n", ABSTRACT.repeat(15).trim()));
}

fn ris_record(out: &mut String, n: usize, more: &str) {
    let _ = write!(
        out,
        "TY  - JOUR\nAU  - Smith, Jane A.\nAU  - Doe, Roe\nAU  - van der Berg, Jan\nTI  - Beans and their keepers in the \
         long winter of the north: garden {n}\nJO  - Journal of Invented Gardening\nPY  - 2011/03/02\nVL  - {}\nIS  - 2\nSP  \
         - {}\nEP  - {}\nDO  - 10.5555/beans.{n}\nSN  - 2049-3630\nKW  - beans\nKW  - winter\nUR  - \
         https://example.org/beans/{n}\n{more}ER  - \n\n",
        n % 90 + 1,
        n % 900 + 1,
        n % 900 + 9
    );
}

fn nbib(out: &mut String, n: usize) {
    nbib_record(out, n, "");
}

fn nbib_whole(out: &mut String, n: usize) {
    let mut more = String::from("AB  - ");
    for _ in 0..15 {
        let _ = write!(more, "{ABSTRACT}\n      ");
    }
    more.push_str("and so on.\nMH  - Animals\nMH  - *Fabaceae/growth & development\nMH  - Humans\nMH  - Seasons\nRN  - 0 (Proteins)\n");
    nbib_record(out, n, &more);
}

fn nbib_record(out: &mut String, n: usize, more: &str) {
    let _ = write!(
        out,
        "PMID- {}\nOWN - NLM\nSTAT- MEDLINE\nDCOM- 20110901\nLR  - 20181113\nIS  - 2049-3630 (Electronic)\nVI  - {}\nIP  - \
         2\nDP  - 2011 Mar\nTI  - Beans and their keepers in the long winter of the north: garden\n      {n}.\nPG  - \
         {}-9\nLID - 10.5555/beans.{n} [doi]\nFAU - Smith, Jane A\nAU  - Smith JA\nAD  - Department of Beans, University of \
         the North, Northtown, Norway.\nFAU - Doe, Roe\nAU  - Doe R\nLA  - eng\nPT  - Journal Article\nTA  - J Invent \
         Gard\nJT  - Journal of invented gardening\nJID - 7508686\nSB  - IM\n{more}EDAT- 2011/03/02 06:00\nAID - \
         10.5555/beans.{n} [doi]\nPST - ppublish\nSO  - J Invent Gard. 2011 Mar;{}(2):11-9.\n\n",
        n + 10_000_000,
        n % 90 + 1,
        n % 900 + 1,
        n % 90 + 1,
    );
}

fn enw(out: &mut String, n: usize) {
    let _ = write!(
        out,
        "%0 Journal Article\n%A Smith, Jane A.\n%A Doe, Roe\n%T Beans and their keepers in the long winter: garden {n}\n%J \
         Journal of Invented Gardening\n%D 2011\n%V {}\n%N 2\n%P {}-19\n%R 10.5555/beans.{n}\n%K beans\n\n",
        n % 90 + 1,
        n % 9 + 1
    );
}

fn wos(out: &mut String, n: usize) {
    let _ = write!(
        out,
        "PT J\nAU Smith, JA\n   Doe, R\nAF Smith, Jane A.\n   Doe, Roe\nTI Beans and their keepers in the long\n   winter: \
         garden {n}\nSO JOURNAL OF INVENTED GARDENING\nLA English\nDT Article\nDE beans; winter\nC1 [Smith, Jane A.; Doe, \
         Roe] Univ North, Dept Beans, Northtown, Norway.\nCR "
    );
    for i in 0..30 {
        let _ = writeln!(
            out,
            "{}Poe E, {}, J INVENT GARD, V{}, P{}, DOI 10.5555/ravens.{n}.{i}",
            if i == 0 { "" } else { "   " },
            1980 + i,
            i + 1,
            i * 7 + 1
        );
    }
    let _ = write!(
        out,
        "NR 30\nTC 12\nZ9 14\nPY 2011\nVL {}\nIS 2\nBP 11\nEP 19\nDI 10.5555/beans.{n}\nUT WOS:{n:015}\nER\n\n",
        n % 90 + 1
    );
}

fn bibtex(out: &mut String, n: usize) {
    let _ = write!(
        out,
        "@article{{smith2011_{n},\n  author = {{Smith, Jane A. and Doe, Roe and van der Berg, Jan and M{{\\\"u}}ller, \
         Anna}},\n  title = {{Beans and their {{Keepers}} in the long winter of the north: garden {n}}},\n  journal = \
         {{Journal of Invented Gardening}},\n  year = {{2011}},\n  month = mar,\n  volume = {{{}}},\n  number = {{2}},\n  \
         pages = {{{}--{}}},\n  publisher = {{Invented Press}},\n  issn = {{2049-3630}},\n  doi = {{10.5555/beans.{n}}},\n  \
         url = {{https://example.org/beans/{n}}},\n  keywords = {{beans, winter}}\n}}\n\n",
        n % 90 + 1,
        n % 900 + 1,
        n % 900 + 9
    );
}

fn csl_json(out: &mut String, n: usize) {
    // The last item, which has no comma behind it, is the end of the file.
    let _ = writeln!(
        out,
        "{{\"id\":\"smith{n}\",\"type\":\"article-journal\",\"title\":\"Beans and their keepers in the long winter of the \
         north: garden {n}\",\"author\":[{{\"family\":\"Smith\",\"given\":\"Jane A.\"}},{{\"family\":\"Doe\",\"given\":\
         \"Roe\"}}],\"container-title\":\"Journal of Invented Gardening\",\"issued\":{{\"date-parts\":[[2011,3]]}},\
         \"volume\":\"{}\",\"issue\":\"2\",\"page\":\"11-19\",\"DOI\":\"10.5555/beans.{n}\"}},",
        n % 90 + 1
    );
}

const SCOPUS: &str = "Authors,Author full names,Author(s) ID,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page \
                      end,Page count,Cited by,DOI,Link,Affiliations,Abstract,Author Keywords,References,Document \
                      Type,Source,EID\n";

fn scopus(out: &mut String, n: usize) {
    let _ = writeln!(
        out,
        "\"Smith J.A.; Doe R.\",\"Smith, Jane A. (1); Doe, Roe (2)\",\"1; 2\",\"Beans and their keepers in the long winter \
         of the north: garden {n}\",2011,Journal of Invented Gardening,{},2,,11,19,9,12,10.5555/beans.{n},\
         https://example.org/{n},\"University of the North, Northtown, Norway\",\"{}\",\"beans; winter\",\"Poe E., Ravens at \
         the door, J. Invent. Gard., 3, pp. 45-49, (1999)\",Article,Scopus,2-s2.0-{n:011}",
        n % 90 + 1,
        ABSTRACT.repeat(8).trim()
    );
}

fn endnote_xml(out: &mut String, n: usize) {
    let style = |text: &str| format!("<style face=\"normal\" font=\"default\" size=\"100%\">{text}</style>");
    let _ = write!(
        out,
        "<record><rec-number>{n}</rec-number><ref-type name=\"Journal Article\">17</ref-type><contributors><authors><author>\
         {}</author><author>{}</author></authors></contributors><titles><title>{}</title><secondary-title>{}\
         </secondary-title></titles><pages>{}</pages><volume>{}</volume><number>{}</number><dates><year>{}</year></dates>\
         <electronic-resource-num>{}</electronic-resource-num></record>",
        style("Smith, Jane A."),
        style("Doe, Roe"),
        style(&format!("Beans and their keepers in the long winter of the north: garden {n}")),
        style("Journal of Invented Gardening"),
        style("11-19"),
        style("4"),
        style("2"),
        style("2011"),
        style(&format!("10.5555/beans.{n}"))
    );
}

fn pubmed_xml(out: &mut String, n: usize) {
    let _ = writeln!(
        out,
        "<PubmedArticle><MedlineCitation Status=\"MEDLINE\" Owner=\"NLM\"><PMID Version=\"1\">{}</PMID><Article \
         PubModel=\"Print\"><Journal><ISSN IssnType=\"Electronic\">2049-3630</ISSN><JournalIssue CitedMedium=\"Internet\">\
         <Volume>{}</Volume><Issue>2</Issue><PubDate><Year>2011</Year><Month>Mar</Month></PubDate></JournalIssue><Title>\
         Journal of invented gardening</Title><ISOAbbreviation>J Invent Gard</ISOAbbreviation></Journal><ArticleTitle>Beans \
         and their keepers in the long winter of the north: garden {n}.</ArticleTitle><Pagination><MedlinePgn>11-9\
         </MedlinePgn></Pagination><Abstract><AbstractText>{}</AbstractText></Abstract><AuthorList CompleteYN=\"Y\"><Author \
         ValidYN=\"Y\"><LastName>Smith</LastName><ForeName>Jane A</ForeName><Initials>JA</Initials><AffiliationInfo>\
         <Affiliation>University of the North, Northtown, Norway.</Affiliation></AffiliationInfo></Author></AuthorList>\
         <Language>eng</Language><PublicationTypeList><PublicationType UI=\"D016428\">Journal Article</PublicationType>\
         </PublicationTypeList></Article><MedlineJournalInfo><Country>Norway</Country><MedlineTA>J Invent Gard</MedlineTA>\
         <NlmUniqueID>7508686</NlmUniqueID></MedlineJournalInfo></MedlineCitation><PubmedData><ArticleIdList><ArticleId \
         IdType=\"doi\">10.5555/beans.{n}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>",
        n + 10_000_000,
        n % 90 + 1,
        ABSTRACT.repeat(12).trim()
    );
}
