//! Settings that are inherited: what the installation chose holds for an organization that did not, and that for a person.

use crate::store::{preferences, settings as store};
use cauldron_core::{ApiError, AuditEvent, BusEvent, Ctx, SecurityNotice};
use cauldron_db::{Db, DbError, OrgTx};
use cauldron_types::{Permission, Problem, ProblemKind, Role, SettingLevel, SettingView};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// A key that may be chosen at some levels. Others add theirs here and in [`Setting::spec`]; the rest follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    /// Colour theme.
    Theme,
    /// Height of rows and controls.
    Density,
    /// Whether single keys are shortcuts.
    Shortcuts,
    /// The day on which weeks begin.
    WeekStart,
    /// The month in which fiscal years begin.
    FiscalYearStart,
    /// Whether people with a proved address in one of the organization's domains may join by themselves.
    JoinByDomain,
    /// The base role of those who do.
    JoinRole,
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of these, with words for people.
    Choice(&'static [(&'static str, &'static str)]),
    /// Yes or no, with words for both.
    Flag(&'static str, &'static str),
    /// A whole number from the first to the second.
    Number(i64, i64),
}

/// Everything there is to know of a key.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// As stored, such as `calendar.week_start`.
    pub key: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// What a value may be.
    pub kind: Kind,
    /// What holds where nobody chose, as text.
    pub default: &'static str,
    /// Who may choose.
    pub levels: &'static [SettingLevel],
}

const EVERYBODY: &[SettingLevel] = &[SettingLevel::System, SettingLevel::Organization, SettingLevel::Person];
const NOT_PEOPLE: &[SettingLevel] = &[SettingLevel::System, SettingLevel::Organization];
const ORGANIZATIONS: &[SettingLevel] = &[SettingLevel::Organization];
const MONTHS: &[(&str, &str)] = &[
    ("january", "January"),
    ("february", "February"),
    ("march", "March"),
    ("april", "April"),
    ("may", "May"),
    ("june", "June"),
    ("july", "July"),
    ("august", "August"),
    ("september", "September"),
    ("october", "October"),
    ("november", "November"),
    ("december", "December"),
];
/// Nobody becomes an owner or an admin by joining.
const JOIN_ROLES: &[(&str, &str)] = &[
    (Role::Analyst.as_str(), Role::Analyst.label()),
    (Role::Executive.as_str(), Role::Executive.label()),
    (Role::Auditor.as_str(), Role::Auditor.label()),
    (Role::Member.as_str(), Role::Member.label()),
];

impl Setting {
    /// Every key, in the order shown.
    pub const ALL: &[Self] = &[
        Self::Theme,
        Self::Density,
        Self::Shortcuts,
        Self::WeekStart,
        Self::FiscalYearStart,
        Self::JoinByDomain,
        Self::JoinRole,
    ];

    /// Everything there is to know of it.
    #[must_use]
    pub const fn spec(self) -> Spec {
        match self {
            Self::Theme => Spec {
                key: "appearance.theme",
                label: "Theme",
                help: "System follows the device.",
                kind: Kind::Choice(&[("system", "System"), ("light", "Light"), ("dark", "Dark")]),
                default: "system",
                levels: EVERYBODY,
            },
            Self::Density => Spec {
                key: "appearance.density",
                label: "Density",
                help: "Rows of 32 or 40 pixels. On a touch screen they are always roomy.",
                kind: Kind::Choice(&[("compact", "Compact"), ("comfortable", "Comfortable")]),
                default: "compact",
                levels: EVERYBODY,
            },
            Self::Shortcuts => Spec {
                key: "appearance.shortcuts",
                label: "Keyboard shortcuts",
                help: "Single keys such as / and g o.",
                kind: Kind::Flag("On", "Off"),
                default: "true",
                levels: EVERYBODY,
            },
            Self::WeekStart => Spec {
                key: "calendar.week_start",
                label: "Weeks begin on",
                help: "Figures by the week begin on it.",
                kind: Kind::Choice(&[("monday", "Monday"), ("sunday", "Sunday"), ("saturday", "Saturday")]),
                default: "monday",
                levels: NOT_PEOPLE,
            },
            Self::FiscalYearStart => Spec {
                key: "calendar.fiscal_year_start",
                label: "Fiscal years begin in",
                help: "The month whose first day begins a fiscal year.",
                kind: Kind::Choice(MONTHS),
                default: "january",
                levels: NOT_PEOPLE,
            },
            Self::JoinByDomain => Spec {
                key: "join.by_domain",
                label: "Joining by e-mail domain",
                help: "Whoever has proved an address in one of the organization's domains may join without an invitation.",
                kind: Kind::Flag("Allowed", "Not allowed"),
                default: "false",
                levels: ORGANIZATIONS,
            },
            Self::JoinRole => Spec {
                key: "join.role",
                label: "Base role of those who join",
                help: "What they may do until an admin gives them more.",
                kind: Kind::Choice(JOIN_ROLES),
                default: "member",
                levels: ORGANIZATIONS,
            },
        }
    }

    /// The setting of a key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|setting| setting.spec().key == key)
    }

    /// Those that a level may choose.
    pub fn of_level(level: SettingLevel) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |setting| setting.spec().levels.contains(&level))
    }

    /// A stored value as text; none for one that this version does not know.
    fn text(self, value: &Value) -> Option<String> {
        let text = match (self.spec().kind, value) {
            (Kind::Choice(_), Value::String(text)) => text.clone(),
            (Kind::Flag(..), Value::Bool(on)) => on.to_string(),
            (Kind::Number(..), Value::Number(number)) => number.to_string(),
            _ => return None,
        };
        self.value(&text).is_some().then_some(text)
    }

    /// A text as it is stored; none when it cannot be chosen.
    fn value(self, text: &str) -> Option<Value> {
        match self.spec().kind {
            Kind::Choice(options) => options.iter().any(|(known, _)| *known == text).then(|| json!(text)),
            Kind::Flag(..) => text.parse::<bool>().ok().map(Value::Bool),
            Kind::Number(from, to) => {
                text.trim().parse().ok().filter(|number| (from..=to).contains(number)).map(|number: i64| json!(number))
            }
        }
    }

    /// How to mend a value that cannot be chosen.
    fn advice(self) -> String {
        let words = |options: &[(&str, &str)]| {
            let words: Vec<&str> = options.iter().map(|(_, words)| *words).collect();
            match words.split_last() {
                Some((last, [])) => format!("Choose {last}."),
                Some((last, others)) => format!("Choose {} or {last}.", others.join(", ")),
                None => "Nothing can be chosen here.".to_owned(),
            }
        };
        match self.spec().kind {
            Kind::Choice(options) => words(options),
            Kind::Flag(on, off) => words(&[("", on), ("", off)]),
            Kind::Number(from, to) => format!("Enter a whole number from {from} to {to}."),
        }
    }

    fn options(self) -> Vec<(String, String)> {
        let owned = |(value, words): &(&str, &str)| ((*value).to_owned(), (*words).to_owned());
        match self.spec().kind {
            Kind::Choice(options) => options.iter().map(owned).collect(),
            Kind::Flag(on, off) => [("true", on), ("false", off)].iter().map(owned).collect(),
            Kind::Number(..) => Vec::new(),
        }
    }
}

/// A value and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// As text.
    pub value: String,
    /// The level that chose it.
    pub from: SettingLevel,
}

/// What every level chose, in one transaction.
#[derive(Clone, Debug, Default)]
pub struct Resolution(HashMap<(SettingLevel, Setting), String>);

impl Resolution {
    /// What was chosen at a level itself.
    #[must_use]
    pub fn own(&self, setting: Setting, level: SettingLevel) -> Option<&str> {
        self.0.get(&(level, setting)).map(String::as_str)
    }

    /// What holds at a level: what was chosen there, or at the nearest level above, or nowhere.
    #[must_use]
    pub fn at(&self, setting: Setting, level: SettingLevel) -> Resolved {
        let spec = setting.spec();
        let chosen = SettingLevel::ALL
            .iter()
            .rev()
            .filter(|known| **known <= level && spec.levels.contains(known))
            .find_map(|known| Some(Resolved { value: self.own(setting, *known)?.to_owned(), from: *known }));
        chosen.unwrap_or_else(|| Resolved { value: spec.default.to_owned(), from: SettingLevel::BuiltIn })
    }

    /// What holds for the person.
    #[must_use]
    pub fn get(&self, setting: Setting) -> Resolved {
        self.at(setting, SettingLevel::Person)
    }

    /// Whether a flag is on for the person.
    #[must_use]
    pub fn is_on(&self, setting: Setting) -> bool {
        self.get(setting).value == "true"
    }

    /// A setting as a level's form shows it.
    #[must_use]
    pub fn view(&self, setting: Setting, level: SettingLevel) -> SettingView {
        let (spec, here) = (setting.spec(), self.at(setting, level));
        let above = match level {
            SettingLevel::Person => self.at(setting, SettingLevel::Organization),
            SettingLevel::Organization => self.at(setting, SettingLevel::System),
            SettingLevel::System | SettingLevel::BuiltIn => self.at(setting, SettingLevel::BuiltIn),
        };
        SettingView {
            key: spec.key.to_owned(),
            label: spec.label.to_owned(),
            help: spec.help.to_owned(),
            options: setting.options(),
            value: here.value,
            from: here.from,
            own: self.own(setting, level).map(str::to_owned),
            inherited: above.value,
            inherited_from: above.from,
        }
    }

    fn take(&mut self, level: SettingLevel, setting: Setting, value: &Value) {
        if let Some(text) = setting.text(value) {
            self.0.insert((level, setting), text);
        }
    }
}

/// What every level chose, for the transaction's organization and person.
///
/// # Errors
/// What the database answers.
pub async fn resolve(tx: &mut OrgTx) -> Result<Resolution, DbError> {
    let mut resolution = Resolution::default();
    for (level, rows) in
        [(SettingLevel::System, store::system(tx).await?), (SettingLevel::Organization, store::organization(tx).await?)]
    {
        for (key, value) in rows {
            if let Some(setting) = Setting::of_key(&key) {
                resolution.take(level, setting, &value);
            }
        }
    }
    if let Some(person) = tx.ctx().actor.user() {
        let chosen = preferences::read(tx, person.0).await?;
        let person = [
            (Setting::Theme, chosen.theme.map(Value::String)),
            (Setting::Density, chosen.density.map(Value::String)),
            (Setting::Shortcuts, chosen.shortcuts.map(Value::Bool)),
        ];
        for (setting, value) in person {
            if let Some(value) = value {
                resolution.take(SettingLevel::Person, setting, &value);
            }
        }
    }
    Ok(resolution)
}

fn permission(level: SettingLevel) -> Permission {
    match level {
        SettingLevel::Person => Permission::PreferenceWrite,
        SettingLevel::Organization => Permission::OrganizationWrite,
        SettingLevel::System | SettingLevel::BuiltIn => Permission::OperationsManage,
    }
}

/// What a level chose and inherits, for its form.
///
/// # Errors
/// At the level of the installation without `operations:manage`, at the others without `organization:read`; what the database
/// answers.
pub async fn list(db: &Db, ctx: &Ctx, level: SettingLevel) -> Result<Vec<SettingView>, ApiError> {
    ctx.require(match level {
        SettingLevel::System | SettingLevel::BuiltIn => Permission::OperationsManage,
        SettingLevel::Organization | SettingLevel::Person => Permission::OrganizationRead,
    })?;
    let mut tx = db.org_tx(ctx).await?;
    let resolution = resolve(&mut tx).await?;
    tx.commit().await?;
    Ok(Setting::of_level(level).map(|setting| resolution.view(setting, level)).collect())
}

/// Keys with what is wanted of them; none to inherit.
type Wanted = Vec<(Setting, Option<Value>)>;

/// Reads what a form sent: an empty text is to be inherited.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence a key.
pub(crate) fn wanted(level: SettingLevel, choices: &BTreeMap<String, String>) -> Result<Wanted, ApiError> {
    let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
    let mut wanted = Vec::new();
    for (key, text) in choices {
        match Setting::of_key(key).filter(|setting| setting.spec().levels.contains(&level)) {
            None => problem = problem.with_field(key, "There is no such setting here."),
            Some(setting) if text.is_empty() => wanted.push((setting, None)),
            Some(setting) => match setting.value(text) {
                Some(value) => wanted.push((setting, Some(value))),
                None => problem = problem.with_field(key, setting.advice()),
            },
        }
    }
    if problem.fields.is_empty() { Ok(wanted) } else { Err(problem.into()) }
}

fn is_new(before: &Resolution, level: SettingLevel, setting: Setting, value: Option<&Value>) -> bool {
    before.own(setting, level).map(str::to_owned) != value.and_then(|value| setting.text(value))
}

/// What was and what is, for the audit log.
fn detail(before: &Resolution, level: SettingLevel, changes: &Wanted) -> Value {
    let mut was = serde_json::Map::new();
    let mut is = serde_json::Map::new();
    for (setting, value) in changes {
        let key = setting.spec().key;
        was.insert(key.to_owned(), before.own(*setting, level).map_or_else(|| json!("inherited"), |own| json!(own)));
        is.insert(key.to_owned(), value.clone().unwrap_or_else(|| json!("inherited")));
    }
    json!({ "before": was, "after": is })
}

/// Keeps what an organization or a person chose, in the caller's transaction. Returns what changed, for its audit entry; none
/// when nothing did.
pub(crate) async fn keep(tx: &mut OrgTx, level: SettingLevel, wanted: Wanted) -> Result<Option<Value>, ApiError> {
    let before = resolve(tx).await?;
    let changes: Wanted =
        wanted.into_iter().filter(|(setting, value)| is_new(&before, level, *setting, value.as_ref())).collect();
    for (setting, value) in &changes {
        if level == SettingLevel::Person {
            preferences::choose(tx, *setting, value.as_ref()).await?;
        } else {
            store::choose(tx, setting.spec().key, value.as_ref()).await?;
        }
    }
    Ok((!changes.is_empty()).then(|| detail(&before, level, &changes)))
}

/// Saves what a level chose; what is not named stays, what is empty is inherited from then on. Returns the form's data anew.
///
/// # Errors
/// Without `preference:write`, `organization:write` or `operations:manage`, by the level; [`ProblemKind::Invalid`] with a
/// sentence a key; what the database answers.
pub async fn save(
    db: &Db,
    ctx: &Ctx,
    level: SettingLevel,
    choices: &BTreeMap<String, String>,
) -> Result<Vec<SettingView>, ApiError> {
    ctx.require(permission(level))?;
    let wanted = wanted(level, choices)?;
    if matches!(level, SettingLevel::System | SettingLevel::BuiltIn) {
        save_for_all(db, ctx, wanted).await?;
        return list(db, ctx, SettingLevel::System).await;
    }
    let mut tx = db.org_tx(ctx).await?;
    if let Some(detail) = keep(&mut tx, level, wanted).await? {
        let (action, subject_kind, subject_id) = match (level, ctx.actor.user()) {
            (SettingLevel::Person, Some(user)) => ("preference.updated", "user", user.to_string()),
            _ => ("settings.updated", "organization", ctx.tenant.id.to_string()),
        };
        tx.audit(AuditEvent { action, subject_kind, subject_id, detail: detail.clone() }).await?;
        if level == SettingLevel::Organization {
            tx.publish(&BusEvent::Security(SecurityNotice::by(ctx, "settings.changed", detail))).await?;
        }
    }
    tx.commit().await?;
    list(db, ctx, level).await
}

async fn save_for_all(db: &Db, ctx: &Ctx, wanted: Wanted) -> Result<(), ApiError> {
    let mut read = db.org_tx(ctx).await?;
    let before = resolve(&mut read).await?;
    read.commit().await?;
    let changes: Wanted = wanted
        .into_iter()
        .filter(|(setting, value)| is_new(&before, SettingLevel::System, *setting, value.as_ref()))
        .collect();
    if changes.is_empty() {
        return Ok(());
    }
    let mut tx = db.operator_tx(ctx, "change what the installation sets for all").await?;
    for (setting, value) in &changes {
        store::choose_for_all(&mut tx, setting.spec().key, value.as_ref()).await?;
    }
    let detail = detail(&before, SettingLevel::System, &changes);
    tx.audit(ctx.tenant.id, "system_settings.updated", "installation", "", &detail).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_level_wins_and_none_is_skipped() {
        let mut chosen = Resolution::default();
        let theme = |chosen: &Resolution, level| {
            let resolved = chosen.at(Setting::Theme, level);
            (resolved.value, resolved.from)
        };
        assert_eq!(theme(&chosen, SettingLevel::Person), ("system".to_owned(), SettingLevel::BuiltIn));
        chosen.take(SettingLevel::System, Setting::Theme, &json!("dark"));
        assert_eq!(theme(&chosen, SettingLevel::Person), ("dark".to_owned(), SettingLevel::System));
        chosen.take(SettingLevel::Organization, Setting::Theme, &json!("light"));
        assert_eq!(theme(&chosen, SettingLevel::System), ("dark".to_owned(), SettingLevel::System));
        assert_eq!(theme(&chosen, SettingLevel::Person), ("light".to_owned(), SettingLevel::Organization));
        let view = chosen.view(Setting::Theme, SettingLevel::Organization);
        assert_eq!(view.source(), "Set here. Without it: Dark, from the installation.");
        assert_eq!(chosen.view(Setting::Theme, SettingLevel::Person).source(), "Comes from the organization.");
    }

    #[test]
    fn every_default_can_be_chosen_and_keys_differ() {
        let mut keys = std::collections::BTreeSet::new();
        for setting in Setting::ALL {
            let spec = setting.spec();
            assert!(setting.value(spec.default).is_some(), "{}", spec.key);
            assert!(keys.insert(spec.key) && Setting::of_key(spec.key) == Some(*setting), "{}", spec.key);
            assert!(setting.value("\u{7}").is_none() && !setting.advice().is_empty(), "{}", spec.key);
        }
    }

    #[test]
    fn what_this_version_does_not_know_counts_as_no_choice() {
        let mut chosen = Resolution::default();
        chosen.take(SettingLevel::System, Setting::Theme, &json!("sepia"));
        chosen.take(SettingLevel::System, Setting::Shortcuts, &json!("false"));
        assert_eq!(chosen.get(Setting::Theme).from, SettingLevel::BuiltIn);
        assert!(chosen.is_on(Setting::Shortcuts));
    }

    #[test]
    fn a_level_chooses_what_is_its_own_to_choose() {
        let choices = |key: &str, text: &str| BTreeMap::from([(key.to_owned(), text.to_owned())]);
        let refused = |level, key, text| match wanted(level, &choices(key, text)) {
            Err(ApiError::Problem(problem)) => problem.field(key).unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        assert!(wanted(SettingLevel::Organization, &choices("calendar.week_start", "")).is_ok());
        let day = refused(SettingLevel::Organization, "calendar.week_start", "friday");
        assert_eq!(day, "Choose Monday, Sunday or Saturday.");
        let theirs = refused(SettingLevel::Person, "calendar.week_start", "monday");
        assert_eq!(theirs, "There is no such setting here.");
        assert_eq!(refused(SettingLevel::System, "no.such", "x"), "There is no such setting here.");
    }
}
