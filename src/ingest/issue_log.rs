use crate::model::{Issue, IssueCode};

/// Issues of one document. Keeps so many of a kind and counts the rest, so that a bad file does not fill the memory.
#[derive(Clone, Debug)]
pub(super) struct IssueLog {
    path: String,
    limit: u32,
    issues: Vec<Issue>,
    counts: Vec<(IssueCode, u32)>,
}

impl IssueLog {
    pub(super) fn new(path: &str, limit: u32) -> Self {
        Self { path: path.to_owned(), limit, issues: Vec::new(), counts: Vec::new() }
    }

    /// Notes a finding about the document.
    pub(super) fn add(
        &mut self,
        code: IssueCode,
        line: Option<u32>,
        message: String,
        observed: Option<String>,
        expected: Option<String>,
    ) {
        let at = self.counts.iter().position(|(c, _)| *c == code).unwrap_or_else(|| {
            self.counts.push((code, 0));
            self.counts.len() - 1
        });
        let Some((_, count)) = self.counts.get_mut(at) else { return };
        *count = count.saturating_add(1);
        let count = *count;
        if count <= self.limit {
            self.issues.push(self.issue(code, line, message, observed, expected));
        }
    }

    /// Says how many were left out.
    pub(super) fn close(&mut self) {
        let over: Vec<_> = self.counts.drain(..).filter(|(_, n)| *n > self.limit).collect();
        for (code, n) in over {
            let message = format!("{} more findings of this kind are not listed", n - self.limit);
            let issue = self.issue(code, None, message, None, None);
            self.issues.push(issue);
        }
    }

    fn issue(
        &self,
        code: IssueCode,
        line: Option<u32>,
        message: String,
        observed: Option<String>,
        expected: Option<String>,
    ) -> Issue {
        Issue {
            code,
            entity: "documents".to_owned(),
            entity_id: self.path.clone(),
            field: None,
            message,
            observed,
            expected,
            path: Some(self.path.clone()),
            line,
        }
    }

    pub(super) fn issues(&self) -> &[Issue] {
        &self.issues
    }

    pub(super) fn into_issues(self) -> Vec<Issue> {
        self.issues
    }
}
