//! Files that a chart can be written to.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// A format of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Image {
    /// Lines and words, sharp at any size.
    Svg,
    /// Pixels.
    Png,
}

/// A word that is no format of pictures.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no format of charts; expected svg or png")]
pub struct UnknownImage(String);

impl Image {
    /// The format that a file has by its ending.
    pub fn from_path(path: &Path) -> Option<Image> {
        path.extension()?.to_str()?.parse().ok()
    }
}

impl FromStr for Image {
    type Err = UnknownImage;

    fn from_str(word: &str) -> Result<Image, UnknownImage> {
        match word.trim().to_lowercase().as_str() {
            "svg" => Ok(Image::Svg),
            "png" => Ok(Image::Png),
            _ => Err(UnknownImage(word.to_owned())),
        }
    }
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Image::Svg => "svg",
            Image::Png => "png",
        })
    }
}
