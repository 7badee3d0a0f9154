//! Options that are put together only when their command is the one that was typed.

use std::ops::{Deref, DerefMut};

use clap::builder::{Resettable, StyledStr};
use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

/// What is typed behind a command. Putting the options of every command together takes longer than reading a small file.
#[derive(Debug)]
pub(crate) struct Later<T>(T);

impl<T> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Later<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Args> Args for Later<T> {
    fn augment_args(command: Command) -> Command {
        command.defer(|command| described(command, T::augment_args))
    }

    fn augment_args_for_update(command: Command) -> Command {
        command.defer(|command| described(command, T::augment_args_for_update))
    }
}

/// A command with its options, and described in its own words and not in theirs.
fn described(command: Command, add: fn(Command) -> Command) -> Command {
    let own = |words: Option<&StyledStr>| words.cloned().map_or(Resettable::Reset, Resettable::Value);
    let (short, long) = (own(command.get_about()), own(command.get_long_about()));
    add(command).about(short).long_about(long)
}

impl<T: FromArgMatches> FromArgMatches for Later<T> {
    fn from_arg_matches(words: &ArgMatches) -> Result<Later<T>, Error> {
        T::from_arg_matches(words).map(Later)
    }

    fn from_arg_matches_mut(words: &mut ArgMatches) -> Result<Later<T>, Error> {
        T::from_arg_matches_mut(words).map(Later)
    }

    fn update_from_arg_matches(&mut self, words: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(words)
    }

    fn update_from_arg_matches_mut(&mut self, words: &mut ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches_mut(words)
    }
}
