//! The calendar's near events: a short list in order, the next one last.
//!
//! With some tens of events, moving a few of them up is cheaper than a heap's comparisons, and ties need no sequence number: a new event
//! goes behind all of its key. Thousands of events at one instant would make that slow; then what comes goes into an ordered map beside the list
//! until both have been emptied.

use std::collections::{BTreeMap, VecDeque};

use super::NEAR;
use super::wheel::Slot;

/// The near events, latest first, so that the next one is taken from the end.
#[derive(Debug, Clone)]
pub struct Near<E> {
    list: Vec<Slot<E>>,
    /// Events that came while the list was crowded with ties: all of them after those of the list that have their key.
    crowd: BTreeMap<u64, VecDeque<E>>,
    crowd_len: usize,
    /// Whether new events go into the crowd.
    is_crowded: bool,
}

impl<E: Copy> Near<E> {
    pub fn new() -> Self {
        Near { list: Vec::with_capacity(2 * NEAR), crowd: BTreeMap::new(), crowd_len: 0, is_crowded: false }
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.list.len() + self.crowd_len
    }

    /// Puts an event in front of all that come later. Whether the list has now become too long.
    #[inline]
    pub fn push(&mut self, key: u64, event: E) -> bool {
        if self.is_crowded {
            self.push_into_crowd(key, event);
            return false;
        }
        // Room at the end, then a hole that moves up: a call to move memory would cost more than these few events.
        let new = Slot { key, event };
        self.list.push(new);
        let list = self.list.as_mut_slice();
        let mut hole = list.len() - 1;
        for at in (1..list.len()).rev() {
            if list[at - 1].key > key {
                break;
            }
            list[at] = list[at - 1];
            hole = at - 1;
        }
        list[hole] = new;
        self.list.len() > NEAR
    }

    #[cold]
    fn push_into_crowd(&mut self, key: u64, event: E) {
        self.crowd.entry(key).or_default().push_back(event);
        self.crowd_len += 1;
    }

    /// Takes the next event.
    #[inline]
    pub fn pop(&mut self) -> Option<Slot<E>> {
        if self.is_crowded { self.pop_crowded() } else { self.list.pop() }
    }

    #[cold]
    fn pop_crowded(&mut self) -> Option<Slot<E>> {
        let next = self.list.last().map(|slot| slot.key);
        let of_crowd = self.crowd.first_entry().filter(|first| next.is_none_or(|next| *first.key() < next));
        let Some(mut first) = of_crowd else {
            let slot = self.list.pop();
            self.is_crowded = self.crowd_len > 0 || self.list.len() > NEAR;
            return slot;
        };
        let key = *first.key();
        let event = first.get_mut().pop_front();
        if first.get().is_empty() {
            first.remove();
        }
        self.crowd_len -= 1;
        self.is_crowded = self.crowd_len > 0 || self.list.len() > NEAR;
        event.map(|event| Slot { key, event })
    }

    /// Adds events to a list that is not in order until [`Self::sort`].
    #[inline]
    pub fn append(&mut self, slots: &[Slot<E>]) {
        self.list.extend_from_slice(slots);
    }

    /// Brings a list that was appended to in the order of time, ties as they were appended, into the list's own order.
    pub fn sort(&mut self) {
        self.list.sort_by_key(|slot| slot.key);
        self.list.reverse();
        self.is_crowded = self.list.len() > NEAR;
    }

    /// Takes the later half out of a list without a crowd, earliest first, never parting equal keys, and says which key is now the largest.
    /// If all keys are equal nothing is taken, and what comes from now on goes into the crowd.
    pub fn split_off(&mut self) -> Option<(u64, impl Iterator<Item = Slot<E>> + use<E>)> {
        let median = self.list[self.list.len() / 2].key;
        // Latest first: what is above the median goes; if nothing is, what is at the median.
        let above = self.list.partition_point(|slot| slot.key > median);
        let cut = if above > 0 { above } else { self.list.partition_point(|slot| slot.key >= median) };
        let kept = self.list.split_off(cut);
        let gone = std::mem::replace(&mut self.list, kept);
        match self.list.first() {
            Some(last) => Some((last.key, gone.into_iter().rev())),
            None => {
                self.list = gone;
                self.is_crowded = true;
                None
            }
        }
    }
}
