use super::super::error::DatasetError;
use super::super::schema::{NetworkEdgeRow, NetworkNodeRow};
use super::Tabulator;
use crate::model::{Issue, IssueCode};
use crate::network::Network;

impl Tabulator<'_> {
    pub(super) fn write_networks(&mut self) -> Result<(), DatasetError> {
        for (network, graph) in std::mem::take(&mut self.networks).finish() {
            let name = network.as_str();
            let Some(graph) = graph else {
                self.issue(&too_large(name))?;
                continue;
            };
            let (nodes, links) = graph.finish(network == Network::Citation);
            for node in nodes {
                self.writer.push(&NetworkNodeRow {
                    network: name,
                    node_id: node.id,
                    label: node.label,
                    weight: node.weight,
                    year_mean: node.year_mean,
                    component: node.component,
                })?;
            }
            for link in links {
                self.writer.push(&NetworkEdgeRow {
                    network: name,
                    a: link.a,
                    b: link.b,
                    weight: link.weight,
                    weight_fractional: Some(link.fractional),
                    association: Some(link.association),
                })?;
            }
        }
        Ok(())
    }
}

fn too_large(network: &str) -> Issue {
    Issue {
        code: IssueCode::NetworkTooLarge,
        entity: "network_edges".to_owned(),
        entity_id: network.to_owned(),
        field: None,
        message: format!(
            "the {network} network has more links than are built; make it from a part of the references"
        ),
        observed: None,
        expected: None,
        path: None,
        line: None,
    }
}
