/// What a service answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// 200, or 404 where the service has confirmed that it has no such record.
    pub status: u16,
    /// The answer, unpacked, otherwise as it came; where it quoted a key of ours, that is masked.
    pub body: Vec<u8>,
}

impl Answer {
    /// True where the service has confirmed that it has no such record.
    pub const fn is_not_there(&self) -> bool {
        self.status == NOT_THERE
    }
}

/// The status by which a service says that it has no such record.
pub(super) const NOT_THERE: u16 = 404;
