//! Where the columns of a profile stand in a file.

use super::{Names, Profile, Role};
use crate::cube::Layout;
use crate::source::error::ReadError;
use crate::source::rows::Head;

const ROLES: usize = Role::ALL.len();

/// A column that holds a value, and what its heading says of a row.
pub(in crate::source) struct ValuePlace {
    pub(in crate::source) at: usize,
    pub(in crate::source) heading: Option<(Role, String)>,
    /// The column with the publisher's growth rate of this value.
    pub(in crate::source) growth: Option<usize>,
}

/// The columns of a file by what they are for.
pub(in crate::source) struct Places {
    at: [Vec<usize>; ROLES],
    given: [Option<String>; ROLES],
    pub(in crate::source) values: Vec<ValuePlace>,
    pub(in crate::source) splits: Vec<(usize, Vec<String>)>,
    pub(in crate::source) only: Vec<(usize, Vec<String>)>,
    pub(in crate::source) except: Vec<(usize, Vec<String>)>,
    pub(in crate::source) width: usize,
    pub(in crate::source) columns: Vec<String>,
    pub(super) unused: Vec<String>,
    /// Columns that the profile names and the file lacks.
    pub(super) lacking: Vec<String>,
    /// Columns that a value was given for, and that the file has itself.
    pub(super) owned: Vec<String>,
}

impl Places {
    /// Finds every column of a profile in a header.
    pub(super) fn find(profile: &Profile, head: &Head, given: &[(String, String)]) -> Result<Places, ReadError> {
        let mut places = Places {
            at: [const { Vec::new() }; ROLES],
            given: [const { None }; ROLES],
            values: Vec::new(),
            splits: Vec::new(),
            only: Vec::new(),
            except: Vec::new(),
            width: head.columns.len(),
            columns: head.columns.clone(),
            unused: Vec::new(),
            lacking: lacking(profile, head),
            owned: Vec::new(),
        };
        for (role, names) in &profile.columns {
            places.at[*role as usize] = place(profile, head, names)?;
        }
        for (role, value) in &profile.constants {
            places.given[*role as usize] = Some(value.clone());
        }
        places.give(given)?;
        let column = |name: &String| head.columns.iter().position(|column| same(column, name));
        let of = |codes: &std::collections::BTreeMap<String, Vec<String>>| {
            codes.iter().filter_map(|(name, codes)| Some((column(name)?, codes.clone()))).collect()
        };
        places.splits = of(&profile.splits);
        places.only = of(&profile.only);
        places.except = of(&profile.except);
        places.values = places.value_places(profile, head)?;
        places.unused = places.left_over(profile, head);
        places.check(profile, head)?;
        Ok(places)
    }

    /// What each column is read for, for people.
    pub(super) fn layout(&self, profile: &Profile, head: &Head) -> Layout {
        let role = |at: usize| {
            let own =
                Role::ALL.iter().find(|(role, _)| self.at(*role).contains(&at)).map(|(_, name)| (*name).to_owned());
            let heading = || self.values.iter().find(|value| value.at == at)?.heading.as_ref();
            let value = || heading().map(|(role, text)| format!("value, {} {text}", role.name()));
            let split = || self.splits.iter().any(|(place, _)| *place == at).then(|| "split".to_owned());
            let only = || self.only.iter().any(|(place, _)| *place == at).then(|| "choice of rows".to_owned());
            own.or_else(value).or_else(split).or_else(only)
        };
        let (mut columns, mut unread) = (Vec::new(), Vec::new());
        for (at, column) in head.columns.iter().enumerate().filter(|(_, column)| !column.is_empty()) {
            match role(at) {
                Some(role) => columns.push((column.clone(), role)),
                None => unread.push(column.clone()),
            }
        }
        for (role, name) in Role::ALL {
            columns.extend(self.given(role).map(|text| (format!("(given) {text}"), name.to_owned())));
        }
        Layout { files: vec![head.path.clone()], profile: profile.name.clone(), columns, unread }
    }

    /// The places of a column, the preferred one first.
    pub(in crate::source) fn at(&self, role: Role) -> &[usize] {
        &self.at[role as usize]
    }

    /// What was given for a column that the file lacks.
    pub(in crate::source) fn given(&self, role: Role) -> Option<&str> {
        self.given[role as usize].as_deref()
    }

    /// Whether rows say anything of a role.
    pub(in crate::source) fn has(&self, role: Role) -> bool {
        !self.at(role).is_empty() || self.given(role).is_some() || self.heads(role)
    }

    fn heads(&self, role: Role) -> bool {
        self.values.iter().any(|value| value.heading.as_ref().is_some_and(|(heading, _)| *heading == role))
    }

    fn give(&mut self, given: &[(String, String)]) -> Result<(), ReadError> {
        for (name, value) in given {
            let Some(role) = Role::named(name) else {
                let known: Vec<&str> = Role::ALL.iter().map(|(_, name)| *name).collect();
                let why = format!("--set {name}: no such column; expected one of {}", known.join(", "));
                return Err(ReadError::Question(why));
            };
            if self.at(role).is_empty() {
                self.given[role as usize] = Some(value.clone());
            } else {
                self.owned.push(name.clone());
            }
        }
        Ok(())
    }

    fn value_places(&self, profile: &Profile, head: &Head) -> Result<Vec<ValuePlace>, ReadError> {
        let Some(wide) = &profile.wide else {
            let one = |at: &usize| ValuePlace { at: *at, heading: None, growth: None };
            return Ok(self.at(Role::Value).iter().take(1).map(one).collect());
        };
        let taken = |at: usize| self.at.iter().flatten().any(|place| *place == at);
        let free = head.columns.iter().enumerate().filter(|(at, _)| !taken(*at));
        let growth = |column: &String| {
            let beside = wide.growth.iter().find(|(name, _)| same(name, column))?.1;
            head.columns.iter().position(|column| same(column, beside))
        };
        let places = free.filter_map(|(at, column)| {
            let meaning = match wide.columns.is_empty() {
                true => is_heading(wide.role, column).then(|| column.clone()),
                false => wide.columns.iter().find(|(name, _)| same(name, column)).map(|(_, meaning)| meaning.clone()),
            };
            meaning.map(|meaning| ValuePlace { at, heading: Some((wide.role, meaning)), growth: growth(column) })
        });
        Ok(places.collect())
    }

    fn left_over(&self, profile: &Profile, head: &Head) -> Vec<String> {
        let known = |at: usize, column: &String| {
            self.at.iter().flatten().any(|place| *place == at)
                || self.values.iter().any(|value| value.at == at || value.growth == Some(at))
                || self.splits.iter().chain(&self.only).chain(&self.except).any(|(place, _)| *place == at)
                || profile.ignore.iter().any(|name| same(name, column))
                || column.is_empty()
        };
        let columns = head.columns.iter().enumerate();
        columns.filter(|(at, column)| !known(*at, column)).map(|(_, column)| column.clone()).collect()
    }

    fn check(&self, profile: &Profile, head: &Head) -> Result<(), ReadError> {
        let lacks = |what: &str, how: &str| {
            Err(ReadError::line(&head.path, head.header_line, format!("header: found no column {what}; {how}")))
        };
        if self.values.is_empty() {
            return lacks(
                &expected(profile, Role::Value),
                "the profile names it so, and `skip_lines` how many lines stand above the header",
            );
        }
        if !self.has(Role::Period) && !self.has(Role::Year) {
            return lacks(&expected(profile, Role::Period), "--set period=2025-11 gives it for every row");
        }
        if !self.has(Role::Flow) {
            return lacks(&expected(profile, Role::Flow), "--set flow=imports (or exports) gives it for every row");
        }
        Ok(())
    }
}

/// The column of a role as the profile calls it.
fn expected(profile: &Profile, role: Role) -> String {
    match profile.columns.get(&role).map(Names::as_slice) {
        Some([first, ..]) => first.clone(),
        _ => role.name().to_owned(),
    }
}

/// Columns of a profile that a file lacks under any of their names.
fn lacking(profile: &Profile, head: &Head) -> Vec<String> {
    let there = |name: &&String| head.columns.iter().any(|column| same(column, name));
    let of_roles = profile.columns.values().map(Names::as_slice).filter(|names| !names.iter().any(|name| there(&name)));
    let of_rules = profile.splits.keys().chain(profile.only.keys()).chain(profile.except.keys());
    of_roles.filter_map(<[String]>::first).chain(of_rules.filter(|name| !there(name))).cloned().collect()
}

fn is_heading(role: Role, column: &str) -> bool {
    match role {
        Role::Period => super::cells::period(column, None).is_ok(),
        Role::Flow => column.parse::<crate::model::Flow>().is_ok(),
        Role::Partner | Role::Reporter => crate::reference::entity::find(column).is_some(),
        Role::Product => column.parse::<crate::model::Product>().is_ok(),
        _ => false,
    }
}

fn place(profile: &Profile, head: &Head, names: &Names) -> Result<Vec<usize>, ReadError> {
    if let Names::Position(position) = names {
        if (1..=head.columns.len()).contains(position) {
            return Ok(vec![position - 1]);
        }
        let why = format!("the profile {} names column {position}; the file has {}", profile.name, head.columns.len());
        return Err(ReadError::file(&head.path, why));
    }
    let mut places = Vec::new();
    for name in names.as_slice() {
        let mut found = head.columns.iter().enumerate().filter(|(_, column)| same(column, name)).map(|(at, _)| at);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => {
                let why = format!("header: found {name} twice, expected it once");
                return Err(ReadError::line(&head.path, head.header_line, why));
            }
            (Some(at), None) => places.push(at),
            (None, _) => {}
        }
    }
    Ok(places)
}

/// Whether two headings are the same but for case and blanks around them.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b.trim())
}
