//! Names beside points, where there is room for them.

use super::canvas::{Canvas, Room};
use super::letters::{COLUMN, Letters, ROW, Size};
use super::palette::Ink;
use super::scene::Anchor;

/// A point, its name, and how far it reaches.
pub(super) struct Named<'n> {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) name: &'n str,
}

/// How far a point reaches, in letters of the font.
const REACH: f64 = 4.5;

/// Where a name may stand: to the right and left in half widths, and lines up or down. In a terminal, where a point is
/// as high as a name, only beside it.
const PLACES: [(f64, f64); 8] =
    [(1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (1.0, -0.7), (1.0, 0.7), (-1.0, -0.7), (-1.0, 0.7)];

/// Puts each name at the first place where it covers neither a point nor another name; whether all have one.
pub(super) fn name(canvas: &mut Canvas, plot: Room, points: &[Named<'_>]) -> bool {
    let mut taken: Vec<Room> = points.iter().map(|point| around(canvas, point)).collect();
    let mut all = true;
    for point in points.iter().filter(|point| !point.name.is_empty()) {
        let places = if canvas.letters == Letters::Font { &PLACES[..] } else { &PLACES[..2] };
        let places = places.iter().map(|place| beside(canvas, point, *place));
        let free = places
            .into_iter()
            .find(|room| is_inside(canvas, *room, plot) && !taken.iter().any(|other| touch(*room, *other)));
        let Some(room) = free else {
            all = false;
            continue;
        };
        let at = (room.x, room.y + room.height / 2.0, Anchor::Start);
        canvas.words_on_paper(Ink::Text, Size::Small, at, point.name);
        taken.push(room);
    }
    all
}

/// The room that a point itself takes.
fn around(canvas: &Canvas, point: &Named<'_>) -> Room {
    match canvas.letters {
        Letters::Font => Room { x: point.x - REACH, y: point.y - REACH, width: 2.0 * REACH, height: 2.0 * REACH },
        Letters::Cells => {
            let (x, y) = ((point.x / COLUMN).floor() * COLUMN, (point.y / ROW).floor() * ROW);
            Room { x, y, width: COLUMN, height: ROW }
        }
    }
}

/// The room of a name at a place.
fn beside(canvas: &Canvas, point: &Named<'_>, (across, lines): (f64, f64)) -> Room {
    let (width, height) = (canvas.width(point.name, Size::Small), canvas.line(Size::Small));
    let gap = if lines == 0.0 { canvas.gap() } else { canvas.gap() / 2.0 };
    let left = point.x - width / 2.0 + across * (width / 2.0 + gap);
    match canvas.letters {
        Letters::Font => Room { x: left, y: point.y - height / 2.0 + lines * height, width, height },
        Letters::Cells => {
            let (x, y) = (
                (left / COLUMN).ceil() * COLUMN,
                ((point.y / ROW).floor() + lines.signum() * lines.abs().ceil()) * ROW,
            );
            Room { x, y, width, height }
        }
    }
}

/// Whether a name stays clear of the numbers beside the picture; a point at its edge has its name there.
fn is_inside(canvas: &Canvas, room: Room, plot: Room) -> bool {
    let below = if canvas.letters == Letters::Font { room.height / 2.0 } else { room.height };
    room.x >= plot.x
        && room.y >= plot.y - room.height / 2.0
        && room.right() <= plot.right()
        && room.bottom() <= plot.bottom() + below
}

fn touch(one: Room, other: Room) -> bool {
    one.x < other.right() && other.x < one.right() && one.y < other.bottom() && other.y < one.bottom()
}
