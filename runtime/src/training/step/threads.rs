/// How many threads may compute the pieces of a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Threads {
    #[cfg_attr(not(feature = "rayon"), expect(dead_code, reason = "without rayon there is one"))]
    most: usize,
}

impl Threads {
    /// As many as there are.
    pub(crate) const ALL: Self = Self::at_most(usize::MAX);

    /// No more than so many.
    pub(crate) const fn at_most(most: usize) -> Self {
        Self { most }
    }

    /// Does `work` with each of the pieces.
    #[inline(always)]
    pub(crate) fn each<P: Send>(self, pieces: &mut [P], work: impl Fn(&mut P) + Sync) {
        match pieces {
            [piece] => work(piece),
            pieces => self.each_of_several(pieces, work),
        }
    }

    fn each_of_several<P: Send>(self, pieces: &mut [P], work: impl Fn(&mut P) + Sync) {
        #[cfg(feature = "rayon")]
        {
            let most = self.most.min(pieces.len());
            let pieces = std::sync::Mutex::new(pieces.iter_mut());
            let next = || pieces.lock().expect("nothing panics while it is locked").next();
            on_several(most, &|| {
                while let Some(piece) = next() {
                    work(piece);
                }
            });
        }
        #[cfg(not(feature = "rayon"))]
        pieces.iter_mut().for_each(work);
    }
}

/// Lets up to `most` threads work; whoever has nothing to do takes the next piece. Behind `dyn`, so that rayon is
/// compiled once and not for each model.
#[cfg(feature = "rayon")]
fn on_several(most: usize, work: &(dyn Fn() + Sync)) {
    // Rayon makes its own pool when it is asked for the first time: not where one thread is enough.
    let threads = if most > 1 { most.min(rayon::current_num_threads()) } else { 1 };
    if threads == 1 {
        return work();
    }
    rayon::in_place_scope(|scope| {
        (1..threads).for_each(|_| scope.spawn(|_| work()));
        work();
    });
}
