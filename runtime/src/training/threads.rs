/// How many threads may compute the pieces of a batch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Threads {
    #[cfg_attr(not(feature = "rayon"), expect(dead_code, reason = "without rayon there is one"))]
    most: usize,
}

impl Threads {
    /// As many as there are.
    pub(super) const ALL: Self = Self::at_most(usize::MAX);

    /// No more than so many.
    pub(super) const fn at_most(most: usize) -> Self {
        Self { most }
    }

    /// Does `work` with each of the pieces.
    pub(super) fn each<P: Send>(self, pieces: &mut [P], work: impl Fn(&mut P) + Sync) {
        #[cfg(feature = "rayon")]
        {
            let most = self.most.min(pieces.len());
            // Rayon makes its own pool when it is asked for the first time: not for a batch in one piece.
            let threads = if most > 1 { most.min(rayon::current_num_threads()) } else { 1 };
            if threads > 1 {
                return share(threads, pieces, work);
            }
        }
        pieces.iter_mut().for_each(work);
    }
}

/// Does it on several threads: whoever has nothing to do takes the next piece.
#[cfg(feature = "rayon")]
fn share<P: Send>(threads: usize, pieces: &mut [P], work: impl Fn(&mut P) + Sync) {
    let pieces = std::sync::Mutex::new(pieces.iter_mut());
    let next = || pieces.lock().expect("nothing panics while it is locked").next();
    let work = || {
        while let Some(piece) = next() {
            work(piece);
        }
    };
    rayon::in_place_scope(|scope| {
        (1..threads).for_each(|_| scope.spawn(|_| work()));
        work();
    });
}
