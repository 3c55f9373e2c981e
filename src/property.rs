//! How property tests run: many cases, the same ones every time. New cases are the business of the fuzz targets.

use proptest::test_runner::{Config, RngSeed};

pub(crate) fn config() -> Config {
    Config { cases: 1024, rng_seed: RngSeed::Fixed(9112), failure_persistence: None, ..Config::default() }
}
