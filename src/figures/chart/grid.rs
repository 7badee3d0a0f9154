//! Lines and round numbers of an axis of figures.

use rust_decimal::Decimal;

use super::axis::Axis;
use super::canvas::{Canvas, Room};
use super::digits::Digits;
use super::letters::Size;
use super::palette::Ink;
use super::scene::Anchor;

/// An axis of figures with its numbers as text.
pub(super) struct Grid<'a> {
    pub(super) axis: &'a Axis,
    pub(super) digits: &'a Digits,
}

impl Grid<'_> {
    fn text(&self, tick: Decimal) -> String {
        self.digits.tick(tick, self.axis.step)
    }

    /// How wide the widest number is.
    pub(super) fn width(&self, canvas: &Canvas) -> f64 {
        self.axis.ticks.iter().map(|tick| canvas.width(&self.text(*tick), Size::Small)).fold(0.0, f64::max)
    }

    /// Where a figure stands on an axis that goes up.
    pub(super) fn y(&self, figure: Decimal, room: Room) -> f64 {
        room.bottom() - self.axis.part(figure) * room.height
    }

    /// Where a figure stands on an axis that goes to the right.
    pub(super) fn x(&self, figure: Decimal, room: Room) -> f64 {
        room.x + self.axis.part(figure) * room.width
    }

    /// Lines across, with the numbers to the left of them.
    pub(super) fn across(&self, canvas: &mut Canvas, room: Room) {
        let line = canvas.line(Size::Small);
        let mut free = f64::INFINITY;
        for tick in &self.axis.ticks {
            let y = canvas.snapped(self.y(*tick, room));
            canvas.rule(self.ink(*tick), (room.x, y), (room.right(), y));
            if y + line / 2.0 <= free {
                let at = (room.x - canvas.gap(), y, Anchor::End);
                canvas.words(Ink::Muted, Size::Small, at, &self.text(*tick), f64::INFINITY);
                free = y - line / 2.0;
            }
        }
    }

    /// Lines down, with the numbers below them.
    pub(super) fn down(&self, canvas: &mut Canvas, room: Room) {
        self.down_to(canvas, room, 0.0);
    }

    /// Lines down, with the numbers at a distance below them.
    pub(super) fn down_to(&self, canvas: &mut Canvas, room: Room, distance: f64) {
        let middle = room.bottom() + distance + canvas.line(Size::Small) / 2.0;
        let edge = canvas.scene.width;
        let mut free = f64::NEG_INFINITY;
        for tick in &self.axis.ticks {
            let x = self.x(*tick, room);
            canvas.rule(self.ink(*tick), (x, room.y), (x, room.bottom()));
            let text = self.text(*tick);
            let width = canvas.width(&text, Size::Small);
            let left = canvas.centred(x, width);
            if left >= free && left + width <= edge {
                canvas.words(Ink::Muted, Size::Small, (x, middle, Anchor::Middle), &text, f64::INFINITY);
                free = left + width + canvas.gap();
            }
        }
    }

    fn ink(&self, tick: Decimal) -> Ink {
        if tick.is_zero() { Ink::Muted } else { Ink::Grid }
    }
}
