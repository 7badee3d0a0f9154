//! What the kernels find, beside what looking at each byte finds.

use super::super::number::{MANY, Spans};
use super::*;
use proptest::prelude::*;

fn kernels() -> Vec<Kernel> {
    #[cfg(target_arch = "x86_64")]
    {
        let all = [Kernel::Sse2, Kernel::best()];
        all.into_iter().chain(x86::has().0.then_some(Kernel::Avx2)).collect()
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        vec![Kernel::best()]
    }
}

/// The same by looking at one byte after another.
fn slowly(text: &[u8], delimiter: u8, mut inside: bool) -> (Vec<u32>, usize, bool) {
    let (mut places, mut lines) = (Vec::new(), 0);
    for (at, byte) in text.iter().enumerate() {
        lines += usize::from(*byte == b'\n');
        if *byte == b'"' {
            inside = !inside;
        } else if !inside && (*byte == delimiter || *byte == b'\n') {
            places.push(at as u32);
        }
    }
    (places, lines, inside)
}

fn is_odd(text: &[u8], delimiter: u8, inside: bool) -> bool {
    let (mut inside, mut before, mut odd) = (inside, if inside { b'x' } else { b'\n' }, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'"' => {
                odd |= !inside && before != delimiter && before != b'\n' && before != b'"';
                inside = !inside;
            }
            // What follows the last byte is not known here.
            b'\r' => odd |= text.get(at + 1).is_some_and(|next| *next != b'\n'),
            _ => {}
        }
        before = *byte;
    }
    odd
}

proptest! {
    #[test]
    fn every_kernel_finds_what_looking_at_each_byte_finds(
        text in "[a-c,;\"\n\r é]{0,300}|[a-z,;\"\n]{0,900}|[,\n]{0,900}|([a-z,;\"\n]{0,100}(é|\r\n)){0,9}",
        inside in any::<bool>(), semicolon in any::<bool>(), half in 0..900_usize
    ) {
        let delimiter = if semicolon { b';' } else { b',' };
        let text = text.as_bytes();
        let expected = slowly(text, delimiter, inside);
        for kernel in kernels().into_iter().chain([Kernel::Plain]) {
            let mut marks = Marks::default();
            kernel.find(&text[..half.min(text.len())], delimiter, inside, &mut marks);
            kernel.go_on(text, delimiter, &mut marks);
            let mut places = Vec::new();
            if !text.is_empty() {
                kernel.places(&marks.words, (0, text.len() - 1), expected.0.len(), &mut places);
                places.truncate(1 + expected.0.len());
                prop_assert_eq!(places.remove(0), u32::MAX);
            }
            let found = (places, marks.lines(), marks.is_inside());
            prop_assert_eq!(&found, &expected, "{:?}", kernel);
            let ends = expected.0.iter().enumerate().filter(|(_, place)| text[**place as usize] == b'\n');
            let ends: Vec<(u32, u32)> = ends.map(|(at, place)| (*place, at as u32 + 1)).collect();
            let up_to = |end: &u32| (*end, marks.up_to(*end as usize));
            prop_assert_eq!(marks.ends().iter().map(up_to).collect::<Vec<_>>(), ends, "{:?}", kernel);
            prop_assert_eq!(marks.is_odd(), is_odd(text, delimiter, inside), "{:?}", kernel);
            let foreign = |piece: &[u8]| !piece.is_ascii();
            let foreign = text.chunks(PIECE).enumerate().filter(|(_, piece)| foreign(piece));
            let foreign: Vec<u32> = foreign.map(|(at, _)| at as u32).collect();
            prop_assert_eq!(&marks.foreign, &foreign);
        }
    }

    #[test]
    fn numbers_are_read_the_same_way(
        text in "-?[0-9.,eE+ -]{0,18}|-?[0-9]{0,11}\\.[0-9]{0,9}|-?[0-9]{1,18}", before in "[0-9.,\n-]{0,40}"
    ) {
        let block = [before.as_bytes(), text.as_bytes(), &[b'7'; 32]].concat();
        let (start, end) = (before.len(), before.len() + text.len());
        for kernel in kernels() {
            if let Some((digits, scale)) = kernel.number(&block, start, end) {
                let expected = crate::source::number::decimal(&text);
                let found = rust_decimal::Decimal::new(digits, scale);
                prop_assert_eq!(expected, Ok(found), "{} {:?}", text, kernel);
                prop_assert!(expected.is_ok_and(|expected| expected.scale() == found.scale()));
            } else {
                prop_assert_eq!(fixed(&block, start, end), None);
            }
        }
    }

    #[test]
    fn many_numbers_are_read_as_each_alone(
        texts in prop::collection::vec("[0-9]{0,9}|[0-9]{0,9}\\.[0-9]{0,8}|[0-9]{0,20}|[0-9.+-]{0,3}|[0-9.]{0,17}", 1..17)
    ) {
        let (mut block, mut cells) = (vec![b'1'; 3], Spans { count: texts.len(), ..Spans::default() });
        for (at, text) in texts.iter().enumerate() {
            cells.starts[at] = block.len() as u32;
            block.extend(text.as_bytes());
            cells.ends[at] = block.len() as u32;
            block.push(b',');
        }
        block.extend([b'7'; 32]);
        for kernel in kernels().into_iter().chain([Kernel::Plain]) {
            let (mut digits, mut scales) = ([-1; MANY], [99; MANY]);
            let left = cells.numbers(kernel, &block, &mut digits, &mut scales);
            for (at, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let found = (left >> at & 1 == 0).then(|| (digits[at], u32::from(scales[at])));
                let (start, end) = (cells.starts[at] as usize, cells.ends[at] as usize);
                prop_assert_eq!(found, kernel.number(&block, start, end), "{} {:?}", text, kernel);
            }
        }
    }

    #[test]
    fn places_between_any_two_bytes(text in "[a-c,\n]{1,300}", from in 0..300_usize, last in 0..300_usize) {
        let (from, last) = (from % text.len(), last % text.len());
        let places = slowly(text.as_bytes(), b',', false).0;
        let is_between = |place: &u32| (from..=last).contains(&(*place as usize));
        let expected: Vec<u32> = places.into_iter().filter(is_between).collect();
        for kernel in kernels().into_iter().chain([Kernel::Plain]).filter(|_| from <= last) {
            let (mut marks, mut found) = (Marks::default(), Vec::new());
            kernel.find(text.as_bytes(), b',', false, &mut marks);
            kernel.places(&marks.words, (from, last), expected.len(), &mut found);
            prop_assert_eq!(found[0].wrapping_add(1), from as u32);
            prop_assert_eq!(&found[1..=expected.len()], &expected, "{:?}", kernel);
        }
    }
}
