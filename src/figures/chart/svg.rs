//! A chart as SVG: words stay words, values show when one points at them, colours follow light and dark.

use std::fmt::Write;

use super::palette::Ink;
use super::scene::{Anchor, Mark, Scene, Shape, hatching};

/// The font that words are measured in, and others with letters of the same width.
const FONTS: &str = "'Liberation Sans', Arial, Helvetica, sans-serif";

/// How far below the middle of a line its letters stand, as a part of their size.
pub(super) const DROP: f64 = 0.36;

/// The rules by which charts follow a page that is dark. A page that holds charts without rules of their own has them
/// once.
pub fn dark_rules() -> String {
    let mut rules = String::from("@media (prefers-color-scheme:dark){");
    for (class, colour) in Ink::TWOFOLD.iter().filter_map(|ink| ink.dark()) {
        let _ = write!(
            rules,
            ".tradestat-chart .{class}{{fill:{colour}}}.tradestat-chart .{class}-line{{stroke:{colour}}}"
        );
    }
    rules.push('}');
    rules
}

/// The scene as an SVG element. `alone` brings the rules for dark paper along, as a file needs.
pub(super) fn write(scene: &Scene, alone: bool) -> String {
    let (width, height) = (number(scene.width), number(scene.height));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tradestat-chart\" role=\"img\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"{FONTS}\">\n<title>{}</title>\n<desc>{}</desc>\n",
        escaped(&scene.title),
        escaped(&scene.words)
    );
    if alone {
        let _ = writeln!(svg, "<style>{}</style>", dark_rules());
    }
    for mark in &scene.marks {
        element(&mut svg, mark);
    }
    svg.push_str("</svg>\n");
    svg
}

fn element(svg: &mut String, mark: &Mark) {
    let (name, places) = shape(&mark.shape);
    let _ = write!(svg, "<{name}{places}{}", paint(mark));
    match (&mark.shape, &mark.hover) {
        (Shape::Text { text, .. }, None) => _ = writeln!(svg, ">{}</{name}>", escaped(text)),
        (Shape::Text { text, .. }, Some(hover)) => {
            _ = writeln!(svg, "><title>{}</title>{}</{name}>", escaped(hover), escaped(text));
        }
        (_, Some(hover)) => _ = writeln!(svg, "><title>{}</title></{name}>", escaped(hover)),
        (_, None) => svg.push_str("/>\n"),
    }
}

fn shape(shape: &Shape) -> (&'static str, String) {
    match shape {
        Shape::Box { x, y, width, height, .. } => {
            ("rect", attributes(&[("x", *x), ("y", *y), ("width", *width), ("height", *height)]))
        }
        Shape::Hatch { x, y, width, height } => {
            let strokes: String = hatching(*x, *y, *width, *height).iter().map(|ends| path(ends)).collect();
            ("path", format!(" d=\"{strokes}\""))
        }
        Shape::Line { points, .. } => ("path", format!(" d=\"{}\"", path(points))),
        Shape::Area { points, .. } => ("path", format!(" d=\"{}Z\"", path(points))),
        Shape::Dot { x, y, radius, .. } => ("circle", attributes(&[("cx", *x), ("cy", *y), ("r", *radius)])),
        Shape::Text { x, y, anchor, size, width, .. } => {
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let places = attributes(&[("x", *x), ("y", y + DROP * size), ("font-size", *size), ("textLength", *width)]);
            ("text", format!("{places} lengthAdjust=\"spacingAndGlyphs\"{anchor}"))
        }
    }
}

fn attributes(pairs: &[(&str, f64)]) -> String {
    pairs.iter().fold(String::new(), |mut text, (name, value)| {
        let _ = write!(text, " {name}=\"{}\"", number(*value));
        text
    })
}

fn path(points: &[(f64, f64)]) -> String {
    let step = |(at, (x, y)): (usize, &(f64, f64))| {
        format!("{}{} {}", if at == 0 { 'M' } else { 'L' }, number(*x), number(*y))
    };
    points.iter().enumerate().map(step).collect()
}

/// Fill or stroke. Colours for light paper are attributes, which every program reads; those for dark paper are rules.
fn paint(mark: &Mark) -> String {
    let colour = mark.ink.light();
    let class = mark.ink.dark().map(|(class, _)| class);
    let named = |ending: &str| class.map(|class| format!(" class=\"{class}{ending}\"")).unwrap_or_default();
    match &mark.shape {
        Shape::Line { width, dashed, .. } => {
            let dash = if *dashed { " stroke-dasharray=\"6 4\"" } else { "" };
            format!(
                "{} fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\" stroke-linejoin=\"round\"{dash}",
                named("-line"),
                number(*width)
            )
        }
        Shape::Hatch { .. } => format!("{} fill=\"none\" stroke=\"{colour}\"", named("-line")),
        Shape::Box { hollow: true, .. } | Shape::Area { hollow: true, .. } => format!(
            "{} fill=\"{colour}\" fill-opacity=\"0.2\" stroke=\"{colour}\" stroke-dasharray=\"4 3\"",
            class.map(|class| format!(" class=\"{class} {class}-line\"")).unwrap_or_default()
        ),
        Shape::Dot { hollow: true, .. } => {
            let paper = Ink::Paper;
            let classes = class.map(|class| format!("paper {class}-line")).unwrap_or_else(|| "paper".to_owned());
            format!(" class=\"{classes}\" fill=\"{}\" stroke=\"{colour}\" stroke-width=\"1.5\"", paper.light())
        }
        _ if mark.ink == Ink::Clear => " fill=\"none\" pointer-events=\"all\"".to_owned(),
        _ => format!("{} fill=\"{colour}\"", named("")),
    }
}

/// At most two digits behind the point.
fn number(value: f64) -> String {
    let hundredths = (value * 100.0).round() as i64;
    let text =
        format!("{}{}.{:02}", if hundredths < 0 { "-" } else { "" }, hundredths.abs() / 100, hundredths.abs() % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Text that cannot become markup. Control characters were made visible when it was read.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}
