//! Units that were woken and walk on before the next event, in the order in which they were woken, each from a step.

/// A queue that is emptied again and again, and so needs no ring: places are used anew once all have walked.
#[derive(Debug, Default)]
pub struct Woken {
    list: Vec<(u32, u32)>,
    next: usize,
}

impl Woken {
    /// Walks after all who were woken before.
    #[inline]
    pub fn push(&mut self, slot: u32, step: u32) {
        self.list.push((slot, step));
    }

    /// Walks before all who were woken before.
    pub fn push_first(&mut self, slot: u32, step: u32) {
        self.list.insert(self.next, (slot, step));
    }

    /// The next to walk, and from where.
    #[inline]
    pub fn pop(&mut self) -> Option<(u32, u32)> {
        let next = *self.list.get(self.next)?;
        self.next += 1;
        if self.next == self.list.len() {
            self.list.clear();
            self.next = 0;
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_walk_in_the_order_in_which_they_were_woken() {
        let mut woken = Woken::default();
        woken.push(1, 10);
        woken.push(2, 20);
        assert_eq!(woken.pop(), Some((1, 10)));
        woken.push(3, 30);
        woken.push_first(4, 40);
        let rest: Vec<(u32, u32)> = std::iter::from_fn(|| woken.pop()).collect();
        assert_eq!(rest, [(4, 40), (2, 20), (3, 30)]);
        woken.push(5, 50);
        assert_eq!((woken.pop(), woken.pop()), (Some((5, 50)), None));
    }
}
