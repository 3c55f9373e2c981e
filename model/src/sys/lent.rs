//! Buffers, of which the aio only keeps a copy.

#[derive(Clone)]
pub(crate) struct LentBuffers;

impl LentBuffers {
    pub(crate) const EMPTY: LentBuffers = LentBuffers;
}
