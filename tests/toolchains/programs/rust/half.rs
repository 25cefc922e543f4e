// SPDX-License-Identifier: GPL-2.0-only OR MIT
//! Rust: traits, generics, closures, modules with functions of one name. The
//! crate is a program, or the half that may be a library (`--cfg library`).

mod first {
    #[inline(never)]
    pub fn same_name(x: i32) -> i32 {
        if x > 3 { x - 1 } else { x + 7 }
    }
}

mod second {
    #[inline(never)]
    pub fn same_name(x: i32) -> i32 {
        match x {
            0 => 5,
            1 => x * 9,
            2 => x - 3,
            3 => 12,
            _ => x / 2,
        }
    }
}

trait Figure {
    fn area(&self) -> i32;
}

struct Round(i32);
struct Flat;

impl Figure for Round {
    #[inline(never)]
    fn area(&self) -> i32 {
        if self.0 > 2 { self.0 * 3 } else { self.0 }
    }
}

impl Figure for Flat {
    #[inline(never)]
    fn area(&self) -> i32 {
        1
    }
}

#[inline(never)]
fn largest<T: PartialOrd + Copy>(x: T, y: T) -> T {
    if x > y { x } else { y }
}

#[inline(never)]
fn apply<F: Fn(i32) -> i32>(f: F, x: i32) -> i32 {
    f(f(x))
}

#[inline(never)]
fn area_of(figure: &dyn Figure) -> i32 {
    figure.area()
}

#[unsafe(no_mangle)]
pub extern "C" fn part_half(x: i32) -> i32 {
    let odd: i32 = (1..x + 6).filter(|n| n % 2 == 1).map(|n| n * 3).sum();
    let chosen = apply(|n| if n > 4 { n - x } else { n * 2 }, x);
    let wide = largest(x as i64, 5) as i32;
    odd + chosen + wide + largest(x, 2) + first::same_name(x) + second::same_name(x)
        + area_of(&Round(x)) + area_of(&Flat)
}

#[cfg(not(library))]
fn main() {
    println!("{}", part_half(std::env::args().count() as i32));
}
