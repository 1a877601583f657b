use super::comparison::Comparison;
use super::define::{Date, table};
use super::domain::{ANY, Domain, NETWORK, REFERENCE_ID, SOURCE, WORK_ID, YEAR};

table! {
    /// Directed links from citing to cited works, one per source.
    CitationRow = "citations", key ["citing_work_id", "cited_work_id", "source"],
    foreign [
        ["citing_work_id"] -> "works" ["work_id"],
        ["cited_work_id"] -> "works" ["work_id"],
        ["reference_id"] -> "refs" ["reference_id"]
    ];
    citing_work_id: String, WORK_ID, "Citing work";
    cited_work_id: String, WORK_ID, "Cited work";
    source: &'static str, SOURCE, "Who said so; input means a printed reference list, import the list of a record";
    reference_id: Option<String>, REFERENCE_ID, "The reference that proves it";
    age: Option<i16>, Domain::Any("years"), "Citing year minus cited year";
    is_author_self: Option<bool>, ANY, "The two share an author; null where a truncated list hides the answer";
    is_journal_self: Option<bool>, ANY, "The two share a journal; null where one of them is not known";
}

table! {
    /// External counts, always dated.
    MetricRow = "metrics", key ["work_id", "metric", "source", "as_of"],
    foreign [["work_id"] -> "works" ["work_id"]],
    compared Comparison { paired_by: &["work_id", "metric", "source"], left_out: &["as_of"], newest: Some("as_of"), ..Comparison::ALL };
    work_id: String, WORK_ID, "Work";
    metric: &'static str, Domain::OneOf(&["cited_by_count", "rcr", "fcr", "ecr", "acr", "nih_percentile", "fwci", "apt", "altmetric", "recent_citations", "usage_count"]), "What was counted";
    source: &'static str, SOURCE, "Who counted";
    as_of: Date, ANY, "The day it was true: of the answer; of a file the day of its export, else the day it was last written to";
    value: f64, Domain::Any("see metric"), "The count";
    provisional: bool, ANY, "The source calls it provisional";
}

table! {
    /// Nodes of the ready-made networks.
    NetworkNodeRow = "network_nodes", key ["network", "node_id"],
    compared Comparison { skipped: true, ..Comparison::ALL };
    network: &'static str, NETWORK, "Network";
    node_id: String, Domain::Any("key of the author, work or journal"), "Node";
    label: String, ANY, "Name for people";
    weight: f64, Domain::Any("occurrences"), "How often it occurs";
    year_mean: Option<f64>, YEAR, "Mean publication year of its works";
    component: i32, Domain::Any("0 is the largest"), "Connected component";
}

table! {
    /// Links of the ready-made networks.
    NetworkEdgeRow = "network_edges", key ["network", "a", "b"],
    foreign [
        ["network", "a"] -> "network_nodes" ["network", "node_id"],
        ["network", "b"] -> "network_nodes" ["network", "node_id"]
    ],
    compared Comparison { skipped: true, ..Comparison::ALL };
    network: &'static str, NETWORK, "Network";
    a: String, Domain::Any("a < b unless the network is directed"), "One end; the citing one in the citation network";
    b: String, ANY, "The other end";
    weight: f64, Domain::Any("full count"), "How often the two occur together";
    weight_fractional: Option<f64>, ANY, "1/(n−1) per link, n nodes occurring together (Perianes-Rodriguez, Waltman and van Eck 2016)";
    association: Option<f64>, ANY, "Association strength: weight over the product of the two nodes' weights (van Eck and Waltman 2009)";
}
