//! What the tagger calls the parts of a reference.

/// What a token belongs to. Every token belongs to something: punctuation goes with what stands in front of it, an
/// opening bracket and words such as `In`, `vol.` and `pp.` with what they announce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are those of the fields")]
#[repr(u8)]
pub enum Tag {
    Author,
    Editor,
    Translator,
    Title,
    Container,
    Series,
    Volume,
    Issue,
    Pages,
    Date,
    Publisher,
    Place,
    Edition,
    Genre,
    Identifier,
    Note,
}

impl Tag {
    /// How many there are.
    pub const COUNT: usize = 16;

    /// Every tag, each at its own index.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Author,
        Self::Editor,
        Self::Translator,
        Self::Title,
        Self::Container,
        Self::Series,
        Self::Volume,
        Self::Issue,
        Self::Pages,
        Self::Date,
        Self::Publisher,
        Self::Place,
        Self::Edition,
        Self::Genre,
        Self::Identifier,
        Self::Note,
    ];

    /// Its place in [`Tag::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}
