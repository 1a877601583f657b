use super::call::{Call, Service};

/// Why a client cannot be made of its settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A base URL is none.
    #[error("the base URL set for {service} {what}; set it to something like https://host or leave it out")]
    Base {
        /// Whose.
        service: Service,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The proxy is none.
    #[error("the proxy is not a URL like http://host:port; correct it or leave it out")]
    Proxy,
    /// The machine does not let us.
    #[error(
        "cannot prepare to ask over the network: {message}; run with --offline to use what the cache has"
    )]
    Prepare {
        /// What the library said.
        message: String,
    },
}

/// Why a call has no answer. Each message tells who was asked what, what came, and what to do; none holds a key or a mail
/// address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The service could not be reached, or said that it cannot answer now. Says nothing about what was asked.
    #[error(
        "{service} cannot be reached for {asked}: {came}; run again later, what was answered by then is kept"
    )]
    Outage {
        /// Who was asked.
        service: Service,
        /// What.
        asked: String,
        /// What came instead of an answer.
        came: String,
    },
    /// The service does not accept the question; asking again would not help.
    #[error("{service} refuses {asked}: {came}; {}", advice(*status))]
    Refused {
        /// Who was asked.
        service: Service,
        /// What.
        asked: String,
        /// Status of the answer.
        status: u16,
        /// The answer, cut short.
        came: String,
    },
    /// Something came that is not an answer of this service: a page, half an answer, an error dressed up as a success.
    #[error(
        "{service} gave no usable answer to {asked}: {came}; look whether a proxy or a log-in page stands in between, \
         then run again"
    )]
    BadAnswer {
        /// Who was asked.
        service: Service,
        /// What.
        asked: String,
        /// What came.
        came: String,
    },
    /// The person stopped the run before the answer came.
    #[error("stopped before {service} answered {asked}")]
    Stopped {
        /// Who was asked.
        service: Service,
        /// What.
        asked: String,
    },
}

impl CallError {
    /// Who was asked.
    pub const fn service(&self) -> Service {
        match self {
            Self::Outage { service, .. }
            | Self::Refused { service, .. }
            | Self::BadAnswer { service, .. }
            | Self::Stopped { service, .. } => *service,
        }
    }

    /// True where nothing was learned about what was asked, so that another run may fare better.
    pub const fn is_outage(&self) -> bool {
        matches!(self, Self::Outage { .. } | Self::Stopped { .. })
    }

    /// The run was stopped before this was answered.
    pub(in crate::sources) fn stopped(call: &Call) -> Self {
        Self::Stopped { service: call.service(), asked: call.kind.words().to_owned() }
    }
}

const fn advice(status: u16) -> &'static str {
    match status {
        401 | 403 | 407 => {
            "check the API key and the mail address, and whether this network may ask the service at all"
        }
        413 | 414 => "the question is too long; please report this",
        _ => "check the API key if the message names it, else please report this",
    }
}
