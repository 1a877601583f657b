//! Countries as PubMed's grants name them.

/// Name and ISO 3166-1 alpha-2 code. `International` is none.
const COUNTRIES: [(&str, &str); 44] = [
    ("united states", "US"),
    ("united kingdom", "GB"),
    ("canada", "CA"),
    ("switzerland", "CH"),
    ("austria", "AT"),
    ("italy", "IT"),
    ("ireland", "IE"),
    ("france", "FR"),
    ("germany", "DE"),
    ("netherlands", "NL"),
    ("belgium", "BE"),
    ("denmark", "DK"),
    ("sweden", "SE"),
    ("norway", "NO"),
    ("finland", "FI"),
    ("iceland", "IS"),
    ("spain", "ES"),
    ("portugal", "PT"),
    ("poland", "PL"),
    ("czech republic", "CZ"),
    ("hungary", "HU"),
    ("greece", "GR"),
    ("luxembourg", "LU"),
    ("estonia", "EE"),
    ("slovenia", "SI"),
    ("croatia", "HR"),
    ("turkey", "TR"),
    ("israel", "IL"),
    ("russia", "RU"),
    ("china", "CN"),
    ("japan", "JP"),
    ("korea (south)", "KR"),
    ("south korea", "KR"),
    ("taiwan", "TW"),
    ("india", "IN"),
    ("singapore", "SG"),
    ("thailand", "TH"),
    ("australia", "AU"),
    ("new zealand", "NZ"),
    ("brazil", "BR"),
    ("mexico", "MX"),
    ("argentina", "AR"),
    ("chile", "CL"),
    ("south africa", "ZA"),
];

/// The code of a country named in English; none where the name is not known.
pub fn country_code(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    COUNTRIES
        .iter()
        .find(|(known, code)| *known == name || code.to_lowercase() == name)
        .map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_by_name_and_code() {
        assert_eq!(country_code("United States"), Some("US"));
        assert_eq!(country_code("gb"), Some("GB"));
        assert_eq!(country_code("International"), None);
    }
}
