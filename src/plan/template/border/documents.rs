//! Papers: at the desk, ahead of the truck, side by side, or by both sides together.

use super::super::super::MAX_PAPERS;
use super::super::super::builder::{Builder, Load};
use super::super::super::check::Finding;
use super::post::PostSite;
use crate::engine::law::Law;
use crate::ids::HubId;
use crate::model::{Activity, Border, Cause, Desks, Direction, Instrument, Permit, Policy, StationKind, TimeClass};

/// A piece of paper work: the documents, or one of the permits.
#[derive(Clone, Copy)]
enum Paper<'m> {
    Documents(&'m Desks),
    Permit(&'m Permit),
}

/// Hands in documents ahead at the posts of a border that the journey will cross, for those who have adopted that.
pub fn lodge<'m>(builder: &mut Builder<'m>, hub: HubId, border: &'m Border, direction: Direction) {
    let (left, entered) = border.sides(direction);
    let posts = [
        PostSite::exit(hub, direction, left, Load::Full),
        PostSite::entry(hub, direction, entered, &left.country, Load::Full),
    ];
    for post in posts {
        if let Some(instrument) = post.pre_arrival(builder) {
            post.lodge(builder, instrument);
        }
    }
}

impl<'m> PostSite<'m> {
    /// What becomes of the papers of a truck at this post.
    pub fn documents(&self, builder: &mut Builder<'m>) {
        let ahead = self.pre_arrival(builder).zip(builder.trip.lodged.get(&(self.hub, self.role)).copied());
        match ahead {
            Some((instrument, group)) => builder.adopters(
                instrument,
                |builder| {
                    builder.await_papers(self.hub, group);
                    self.guests_papers(builder, group);
                },
                |builder| self.linked_or_at_desks(builder),
            ),
            None => self.linked_or_at_desks(builder),
        }
        if self.role == "exit" {
            self.link(builder);
        }
    }

    /// In a hall of both sides: the papers of the first side, handed in ahead or looked at now.
    fn guests_papers(&self, builder: &mut Builder<'m>, group: u8) {
        let Some(guests) = self.guests(builder) else { return };
        match builder.trip.lodged.get(&(guests.hub, guests.role)).copied() {
            Some(theirs) if theirs != group => builder.await_papers(self.hub, theirs),
            Some(_) => {}
            None => guests.at_desks(builder),
        }
    }

    fn pre_arrival(&self, builder: &Builder<'m>) -> Option<&'m Instrument> {
        self.instrument(builder, |policy| matches!(policy, Policy::PreArrival { posts, .. } if self.is_of(*posts)))
    }

    fn lodge(&self, builder: &mut Builder<'m>, instrument: &'m Instrument) {
        let Policy::PreArrival { prepare, .. } = &instrument.policy else { return };
        let Some(group) = Self::group(builder) else { return };
        builder.trip.lodged.insert((self.hub, self.role), group);
        let path = self.path_of(builder, "prepare");
        let prepared = |builder: &mut Builder<'m>| {
            builder.spend(self.hub, &path, prepare, TimeClass::Worked(Activity::Document));
        };
        builder.adopters(
            instrument,
            |builder| {
                self.side_by_side_or(builder, group, &prepared, |builder| {
                    builder.send(group, |builder| {
                        prepared(builder);
                        self.papers(builder).into_iter().for_each(|paper| self.at_desk(builder, paper));
                    });
                });
            },
            |_| {},
        );
    }

    /// Data of the documents go to the side that is entered, unless it has them already.
    fn link(&self, builder: &mut Builder<'m>) {
        let entry = self.behind(builder);
        if entry.pre_arrival(builder).is_some() || entry.papers(builder).is_empty() {
            return;
        }
        let Some((instrument, _)) = entry.data_link(builder) else { return };
        let Some(group) = Self::group(builder) else { return };
        builder.trip.lodged.insert((entry.hub, entry.role), group);
        builder.adopters(
            instrument,
            |builder| {
                builder.send(group, |builder| {
                    entry.papers(builder).into_iter().for_each(|paper| entry.at_desk(builder, paper));
                });
            },
            |_| {},
        );
    }

    fn data_link(&self, builder: &Builder<'m>) -> Option<(&'m Instrument, f64)> {
        let found = self.instrument(builder, |policy| matches!(policy, Policy::DataLink { .. }))?;
        match found.policy {
            Policy::DataLink { errors } => Some((found, errors)),
            _ => None,
        }
    }

    fn linked_or_at_desks(&self, builder: &mut Builder<'m>) {
        let linked = self.data_link(builder).filter(|_| self.role == "entry" && self.guests_hours.is_none());
        match linked.zip(builder.trip.lodged.get(&(self.hub, self.role)).copied()) {
            Some(((instrument, errors), group)) => builder.adopters(
                instrument,
                |builder| {
                    builder.await_papers(self.hub, group);
                    let path = self.path_of(builder, "data errors");
                    builder.optional(&path, errors, |builder| self.at_desks(builder));
                },
                |builder| self.at_desks(builder),
            ),
            None => self.at_desks(builder),
        }
    }

    /// At the desks: with the officers of the other side, side by side, or one after the other.
    fn at_desks(&self, builder: &mut Builder<'m>) {
        if let Some(guests) = self.guests(builder) {
            return self.with_guests(builder, &guests);
        }
        let papers = self.papers(builder);
        let in_turn = |builder: &mut Builder<'m>| papers.iter().for_each(|paper| self.at_desk(builder, *paper));
        if papers.len() < 2 || self.single_window(builder).is_none() {
            return in_turn(builder);
        }
        let Some(group) = Self::group(builder) else { return };
        let at_once = |builder: &mut Builder<'m>| self.side_by_side(builder, group, &papers, &|_| {});
        if let Some(window) = self.single_window(builder) {
            builder.adopters(
                window,
                |builder| {
                    at_once(builder);
                    builder.await_papers(self.hub, group);
                },
                in_turn,
            );
        }
    }

    fn single_window(&self, builder: &Builder<'m>) -> Option<&'m Instrument> {
        self.instrument(builder, |policy| matches!(policy, Policy::SingleWindow { posts } if self.is_of(*posts)))
    }

    /// Papers handed in ahead go to all agencies at once under a single window, and otherwise as the caller says.
    fn side_by_side_or(
        &self,
        builder: &mut Builder<'m>,
        group: u8,
        before: &dyn Fn(&mut Builder<'m>),
        in_turn: impl FnOnce(&mut Builder<'m>),
    ) {
        let papers = self.papers(builder);
        match self.single_window(builder).filter(|_| papers.len() > 1) {
            Some(window) => {
                builder.adopters(window, |builder| self.side_by_side(builder, group, &papers, before), in_turn);
            }
            None => in_turn(builder),
        }
    }

    fn side_by_side(
        &self,
        builder: &mut Builder<'m>,
        group: u8,
        papers: &[Paper<'m>],
        before: &dyn Fn(&mut Builder<'m>),
    ) {
        let most = usize::from(MAX_PAPERS);
        for (number, paper) in papers.iter().enumerate().take(most) {
            // What there is no room for goes with the last of them.
            let together = if number + 1 == most { &papers[number..] } else { std::slice::from_ref(paper) };
            builder.send(group, |builder| {
                before(builder);
                together.iter().for_each(|paper| self.at_desk(builder, *paper));
            });
        }
    }

    /// Officers of both sides look at the documents together; permits are each side's own.
    fn with_guests(&self, builder: &mut Builder<'m>, guests: &PostSite<'m>) {
        let team: Vec<_> = [guests, self].into_iter().filter_map(|post| post.document_desk(builder)).collect();
        builder.together(&team);
        if let Some(Desks { errors: Some((share, correction)), .. }) = &self.post.documents {
            let path = self.path_of(builder, "documents");
            builder.optional(&format!("{path}/errors"), *share, |builder| {
                builder.spend(self.hub, &format!("{path}/correction"), correction, TimeClass::Waiting(Cause::Papers));
                let again = |(thing, path, law): &(u32, String, Law)| (*thing, format!("{path}/again"), law.clone());
                builder.together(&team.iter().map(again).collect::<Vec<_>>());
            });
        }
        for post in [guests, self] {
            for paper in post.papers(builder).into_iter().filter(|paper| matches!(paper, Paper::Permit(_))) {
                post.at_desk(builder, paper);
            }
        }
    }

    fn document_desk(&self, builder: &mut Builder<'m>) -> Option<(u32, String, Law)> {
        let desks = &self.post.documents.as_ref()?.desks;
        let thing = self.station(builder, "documents", StationKind::Desk, desks, "documents/desks");
        Some((thing, self.path_of(builder, "documents"), desks.time.clone()))
    }

    /// The papers that such a consignment needs here, in their order.
    fn papers(&self, builder: &Builder<'m>) -> Vec<Paper<'m>> {
        let commodity = builder.commodity.as_ref();
        let is_needed = |permit: &&Permit| {
            permit.commodities.is_empty() || commodity.is_some_and(|name| permit.commodities.contains(name))
        };
        let permits = self.post.permits.iter().filter(is_needed).map(Paper::Permit);
        self.post.documents.iter().map(Paper::Documents).chain(permits).collect()
    }

    fn at_desk(&self, builder: &mut Builder<'m>, paper: Paper) {
        match paper {
            Paper::Documents(desks) => self.document_work(builder, desks),
            Paper::Permit(permit) => {
                let path = self.path_of(builder, &permit.id);
                builder.optional(&format!("{path}/share"), permit.share, |builder| {
                    let field = format!("permits/{}/desks", permit.id);
                    let desks = self.station(builder, &permit.id, StationKind::Desk, &permit.desks, &field);
                    builder.serve(desks, &path, &permit.desks.time);
                });
            }
        }
    }

    fn document_work(&self, builder: &mut Builder, Desks { desks, errors }: &Desks) {
        let thing = self.station(builder, "documents", StationKind::Desk, desks, "documents/desks");
        let path = self.path_of(builder, "documents");
        builder.serve(thing, &path, &desks.time);
        if let Some((share, correction)) = errors {
            builder.optional(&format!("{path}/errors"), *share, |builder| {
                let cause = TimeClass::Waiting(Cause::Papers);
                builder.spend(self.hub, &format!("{path}/correction"), correction, cause);
                builder.serve(thing, &format!("{path}/again"), &desks.time);
            });
        }
    }

    /// A group of papers, or a finding that there are too many.
    fn group(builder: &mut Builder<'m>) -> Option<u8> {
        let group = builder.group();
        if group.is_none() {
            let flow = builder.plan.accounts[builder.account as usize].name.clone();
            let title = format!("flow `{flow}` has papers on their way to more posts than a record can count");
            let finding = Finding::error("E0512", format!("flows/{flow}"), title);
            builder.findings.push(finding.expected(format!("at most {}", super::super::super::MAX_GROUPS)));
        }
        group
    }
}
