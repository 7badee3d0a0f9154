//! A report as a page that is complete in one file.

use std::io;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

use super::markdown::cause;
use super::{Report, Shown};
use crate::figures::chart;
use crate::render::html::{Heading, Page, escaped, section};

impl Report {
    /// The report as a page.
    ///
    /// # Errors
    /// Those of the output.
    pub fn page(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut body = format!("<h1>{}</h1>\n{}", escaped(&self.title), self.contents());
        for (number, part) in (1..).zip(&self.parts) {
            if let Some(title) = &part.title {
                body += &format!("<h2 id=\"section-{number}\">{}</h2>\n", escaped(title));
            }
            body += &match &part.shown {
                Shown::Text(text) => from_markdown(text),
                Shown::Table(table, style) => section(table, style, Heading::Line),
                Shown::Chart(chart) => format!("<figure>\n{}</figure>\n", chart.svg_inline().map_err(cause)?),
            };
        }
        let has_charts = self.parts.iter().any(|part| matches!(part.shown, Shown::Chart(_)));
        let rules = if has_charts { chart::dark_rules() + "\n" } else { String::new() };
        out.write_all(Page { title: &self.title, rules: &rules, body: &body }.to_string().as_bytes())
    }

    /// The headings with their places; none for a report of a single section.
    fn contents(&self) -> String {
        let titled = (1..).zip(&self.parts).filter_map(|(number, part)| Some((number, part.title.as_ref()?)));
        let entries: Vec<String> = titled
            .map(|(number, title)| format!("<li><a href=\"#section-{number}\">{}</a></li>\n", escaped(title)))
            .collect();
        if entries.len() < 2 {
            return String::new();
        }
        format!("<nav aria-label=\"Contents\">\n<ol>\n{}</ol>\n</nav>\n", entries.concat())
    }
}

/// Markdown as HTML. HTML inside it is shown and not acted on; a link leads to the web, to an address or into the
/// page; a picture, which would have to be fetched, is its description.
fn from_markdown(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let events = Parser::new_ext(text, options).filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = if leads_somewhere(link_type, &dest_url) { dest_url } else { CowStr::Borrowed("#") };
            Some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        event => Some(event),
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    page
}

fn leads_somewhere(kind: LinkType, to: &str) -> bool {
    let scheme =
        to.split(['/', '?', '#']).next().unwrap_or_default().split_once(':').map(|(scheme, _)| scheme.to_lowercase());
    kind == LinkType::Email || scheme.is_none_or(|scheme| ["http", "https", "mailto"].contains(&scheme.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn html_in_a_text_is_shown() {
        let page =
            from_markdown("a <script>alert(1)</script> *b*\n\n<img src=x onerror=alert(1)>\n\n![c](http://d/e.png)");
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(page.contains("<em>b</em>") && page.contains("&lt;img src=x"), "{page}");
    }

    #[test]
    fn links_lead_where_a_reader_expects() {
        assert!(from_markdown("[a](javascript:alert(1))").contains("href=\"#\""));
        assert!(from_markdown("[a](JavaScript:alert(1))").contains("href=\"#\""));
        assert!(from_markdown("[a](data:text/html,x)").contains("href=\"#\""));
        assert!(from_markdown("[a](https://b.example/c?d=e:f)").contains("href=\"https://b.example/c?d=e:f\""));
        assert!(from_markdown("[a](other.html#b)").contains("href=\"other.html#b\""));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn no_text_runs_anything(text in "([<>\"'&a-z=:()!\\[\\]*`\n /#-]|<script>|javascript:|onload=){0,40}") {
            let page = from_markdown(&text).to_lowercase();
            for wrong in ["<script", "href=\"javascript", "<img", "<iframe", "<svg"] {
                prop_assert!(!page.contains(wrong), "{}", page);
            }
        }
    }
}
