//! Markdown as plain lines, for the cells of a workbook.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The lines of a text without the marks of Markdown: a paragraph, a heading, a point of a list or a row of a table each.
pub(super) fn lines(text: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let (mut lines, mut line) = (Vec::new(), String::new());
    let mut numbers: Vec<Option<u64>> = Vec::new();
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => line += &words,
            Event::SoftBreak => line.push(' '),
            Event::Start(Tag::List(first)) => {
                end(&mut lines, &mut line);
                numbers.push(first);
            }
            Event::Start(Tag::Item) => line += &point(numbers.last_mut()),
            Event::End(TagEnd::TableCell) => line += "; ",
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                line.truncate(line.trim_end_matches("; ").len());
                end(&mut lines, &mut line);
            }
            Event::End(TagEnd::List(_)) => {
                numbers.pop();
            }
            Event::HardBreak
            | Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock | TagEnd::HtmlBlock,
            ) => {
                end(&mut lines, &mut line);
            }
            _ => {}
        }
    }
    end(&mut lines, &mut line);
    lines
}

/// What stands before a point of a list.
fn point(number: Option<&mut Option<u64>>) -> String {
    match number {
        Some(Some(number)) => {
            *number += 1;
            format!("{}. ", *number - 1)
        }
        _ => "• ".to_owned(),
    }
}

fn end(lines: &mut Vec<String>, line: &mut String) {
    lines.extend(line.trim().lines().map(str::to_owned));
    line.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_gone_and_words_stay() {
        let text = "# A *title*\n\nOne\ntwo <b>three</b> [four](https://five).\n\n- six\n- `seven`\n\n8. eight\n9. nine\n\n\
            | a | b |\n| - | -: |\n| 1 | 2 |\n| 3 | |\n\n<i>ten</i>\n\n\\*eleven\\*";
        let expected = [
            "A title",
            "One two <b>three</b> four.",
            "• six",
            "• seven",
            "8. eight",
            "9. nine",
            "a; b",
            "1; 2",
            "3",
            "<i>ten</i>",
            "*eleven*",
        ];
        assert_eq!(lines(text), expected);
    }
}
