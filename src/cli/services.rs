//! What to ask services, from the command line and the environment.

use std::path::PathBuf;

use anyhow::bail;
use clap::ValueEnum;
use refloom::model::Source;
use refloom::pipeline::{EnrichPlan, Estimate, Plan};
use refloom::sources::http::{Secret, Settings};
use serde::{Deserialize, Serialize};

use super::terminal::Terminal;

/// Options for asking services.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Services")]
pub struct Services {
    /// Services to link every reference with [default: as described, else none]
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    enrich: Vec<Name>,
    /// Ask nobody: answer from the cache alone, however old its answers are
    #[arg(long)]
    offline: bool,
    /// Say how many requests of which kind it would take and how long, and stop
    #[arg(long)]
    dry_run: bool,
    /// Your mail address, for the services to write to if something goes wrong; they answer faster to those who give one
    /// [default: `REFLOOM_EMAIL` of the environment, else as described]
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Folder of the cache of answers [default: as described, else .refloom-cache]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Local index to look in before a service is asked; `refloom index build` makes one
    #[arg(long, value_name = "FILE")]
    index: Option<PathBuf>,
    /// Write abstracts into the tables; they are large, and most are not free
    #[arg(long)]
    abstracts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Name {
    /// `PubMed`; with `NCBI_API_KEY` in the environment ten requests a second instead of three
    Pubmed,
    /// Crossref
    Crossref,
}

/// What of the options decides the tables. The mail address is none of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Invocation {
    enrich: Vec<Name>,
    cache: Option<PathBuf>,
    index: Option<PathBuf>,
    abstracts: bool,
}

impl Services {
    /// What makes the same dataset again.
    pub fn invocation(&self) -> Invocation {
        let Self { enrich, cache, index, abstracts, .. } = self.clone();
        Invocation { enrich, cache, index, abstracts }
    }

    /// The same, with what an earlier run was told where this one is told nothing.
    #[must_use]
    pub fn or(mut self, earlier: Invocation) -> Self {
        if self.enrich.is_empty() {
            self.enrich = earlier.enrich;
        }
        self.cache = self.cache.or(earlier.cache);
        self.index = self.index.or(earlier.index);
        self.abstracts |= earlier.abstracts;
        self
    }

    pub fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// Puts what was typed, and what the environment says, over what the description says.
    pub fn apply(&self, plan: &mut Plan) -> anyhow::Result<()> {
        if self.abstracts {
            plan.precedence = std::mem::take(&mut plan.precedence).with_abstracts();
        }
        if plan.enrich.is_none() && !self.names_any() {
            if self.offline || self.dry_run {
                bail!("nobody is to be asked; name the services with --enrich pubmed,crossref");
            }
            return Ok(());
        }
        self.put(plan.enrich.get_or_insert_with(EnrichPlan::nobody));
        Ok(())
    }

    /// What to ask where nothing is described; `None` where nobody is named.
    pub fn plan(&self) -> Option<EnrichPlan> {
        let mut plan = EnrichPlan::nobody();
        self.put(&mut plan);
        self.names_any().then_some(plan)
    }

    fn names_any(&self) -> bool {
        !self.enrich.is_empty() || self.index.is_some()
    }

    fn put(&self, plan: &mut EnrichPlan) {
        if !self.enrich.is_empty() {
            plan.services = Vec::new();
            for service in &self.enrich {
                let source = match service {
                    Name::Pubmed => Source::Pubmed,
                    Name::Crossref => Source::Crossref,
                };
                if !plan.services.contains(&source) {
                    plan.services.push(source);
                }
            }
        }
        plan.offline = self.offline;
        if let Some(cache) = &self.cache {
            plan.cache.clone_from(cache);
        }
        if self.index.is_some() {
            plan.index.clone_from(&self.index);
        }
        let environment = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        if let Some(mail) = self.email.clone().or_else(|| environment("REFLOOM_EMAIL")) {
            plan.settings.mail = Secret::new(&mail);
        }
        if let Some(key) = environment("NCBI_API_KEY") {
            plan.settings.ncbi_key = Secret::new(&key);
        }
        plan.settings.proxy = Settings::proxy_of(|name| std::env::var(name).ok());
        let bases = &mut plan.settings.bases;
        for (name, base) in [
            ("REFLOOM_PUBMED_URL", &mut bases.pubmed),
            ("REFLOOM_PMC_URL", &mut bases.idconv),
            ("REFLOOM_CROSSREF_URL", &mut bases.crossref),
        ] {
            if let Some(url) = environment(name) {
                *base = url;
            }
        }
    }
}

/// What a run would cost.
pub fn print(terminal: Terminal, estimate: &Estimate) {
    let Estimate { references, cached, sure, perhaps, seconds } = estimate;
    terminal.say(&format!("{references} references can be asked about; {cached} answers are in the cache."));
    for (kinds, when) in [(sure, "at once"), (perhaps, "perhaps, for what is open then")] {
        for (kind, count) in kinds.iter().filter(|(_, count)| **count > 0) {
            terminal.say(&format!("{count:>8} requests to {} ({}), {when}", kind.service(), kind.as_str()));
        }
    }
    let (least, most) = (time(seconds.0), time(seconds.1));
    terminal.say(&if least == most {
        format!("At the rate the services allow that takes {least}.")
    } else {
        format!(
            "At the rate the services allow that takes {least}, and up to about {most} if much stays open."
        )
    });
}

fn time(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "less than a second".to_owned(),
        s if s < 120.0 => format!("{s:.0} s"),
        s if s < 7200.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}
