//! Long content <-> pieces that the database keeps safely, each with its checksum.

use crate::store::Store;
use crate::store::StoreError;

/// Bytes of one piece. sled keeps up to 17 entries in one page before it splits it, and writes pages over 128 KiB
/// to files of their own that it never syncs; 17 pieces of this size stay well below.
const PIECE_BYTES: usize = 4 * 1_024 - CHECKSUM_BYTES;
/// Bytes of a piece's checksum: the beginning of its BLAKE3 hash.
const CHECKSUM_BYTES: usize = 16;
/// Pieces of one batch, to bound the memory that one batch takes.
const BATCH_PIECES: usize = 256;

impl Store {
    /// Writes content out of sight under a number that no record has yet; gives the count of pieces.
    pub(in crate::store) fn put_pieces(
        &self,
        number: u32,
        content: &[u8],
    ) -> Result<u32, StoreError> {
        let mut n_pieces = 0u32;
        let pieces: Vec<&[u8]> = content.chunks(PIECE_BYTES).collect();
        for group in pieces.chunks(BATCH_PIECES) {
            let mut batch = sled::Batch::default();
            for piece in group {
                let mut value = Vec::with_capacity(CHECKSUM_BYTES + piece.len());
                value.extend_from_slice(&checksum(piece));
                value.extend_from_slice(piece);
                batch.insert(&key(number, n_pieces)[..], value);
                n_pieces += 1;
            }
            self.pieces.apply_batch(batch).map_err(|e| self.database(e))?;
        }
        Ok(n_pieces)
    }

    /// The content written under that number.
    pub(in crate::store) fn get_pieces(
        &self,
        number: u32,
        n_pieces: u32,
        what: &str,
    ) -> Result<Vec<u8>, StoreError> {
        let damaged = || StoreError::Damaged { what: what.to_owned() };
        let mut content = Vec::with_capacity(n_pieces as usize * PIECE_BYTES);
        for position in 0..n_pieces {
            let value = self.pieces.get(key(number, position)).map_err(|e| self.database(e))?;
            let value = value.ok_or_else(damaged)?;
            let (sum, piece) = value.split_at_checked(CHECKSUM_BYTES).ok_or_else(damaged)?;
            if sum != checksum(piece) {
                return Err(damaged());
            }
            content.extend_from_slice(piece);
        }
        Ok(content)
    }

    /// Removes everything written under that number.
    pub(in crate::store) fn drop_pieces(&self, number: u32) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for key in self.pieces.scan_prefix(number.to_be_bytes()).keys() {
            batch.remove(key.map_err(|e| self.database(e))?);
        }
        self.pieces.apply_batch(batch).map_err(|e| self.database(e))
    }

    /// Removes pieces that no record speaks of.
    pub(in crate::store) fn sweep(&self) -> Result<(), StoreError> {
        let mut next = [0u8; 8];
        let mut strays = Vec::new();
        while let Some((found, _)) =
            self.pieces.range(next..).next().transpose().map_err(|e| self.database(e))?
        {
            let number = found
                .get(..4)
                .and_then(|n| <[u8; 4]>::try_from(n).ok())
                .map_or(0, u32::from_be_bytes);
            let is_known =
                self.records.contains_key(number.to_be_bytes()).map_err(|e| self.database(e))?;
            if !is_known {
                strays.push(number);
            }
            let Some(after) = number.checked_add(1) else { break };
            next = key(after, 0);
        }
        for number in strays {
            self.drop_pieces(number)?;
        }
        Ok(())
    }
}

fn key(number: u32, position: u32) -> [u8; 8] {
    (u64::from(number) << 32 | u64::from(position)).to_be_bytes()
}

fn checksum(piece: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut sum = [0; CHECKSUM_BYTES];
    sum.copy_from_slice(&blake3::hash(piece).as_bytes()[..CHECKSUM_BYTES]);
    sum
}
