//! A seed -> numbers that look like chance and are the same on every machine.

/// The `SplitMix64` generator.
#[derive(Debug)]
pub(in crate::learning) struct Generator(u64);

impl Generator {
    pub(in crate::learning) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number in 0..1.
    pub(in crate::learning) fn draw(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}
