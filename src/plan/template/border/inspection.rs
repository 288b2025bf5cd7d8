//! Risk and what follows from it: scanners, bays, agencies.

use super::super::super::builder::Builder;
use super::super::transit;
use super::post::PostSite;
use crate::engine::law::Law;
use crate::model::{Agency, Check, Policy, RiskLane, StationKind};

impl<'m> PostSite<'m> {
    /// The checks of the goods, for those who do not come under seal and whose checks by the side that is left are not recognised.
    pub fn inspection(&self, builder: &mut Builder<'m>) {
        if transit::is_sealed(builder, self.hub) {
            return;
        }
        let is_meant = |policy: &Policy| matches!(policy, Policy::MutualRecognition { .. });
        let recognition =
            self.instrument(builder, is_meant).filter(|_| self.role == "entry" && self.guests_hours.is_none());
        let Some((instrument, Policy::MutualRecognition { checks })) = recognition.map(|one| (one, &one.policy)) else {
            return self.risk(builder);
        };
        let exit = self.before(builder);
        if exit.post.risk.is_empty() {
            return self.risk(builder);
        }
        builder.adopters(
            instrument,
            // Whoever was drawn for a check there draws the same again here: no record of it is needed.
            |builder| {
                exit.by_risk(builder, &|builder, lane| {
                    if !checks.contains(&lane.check) {
                        self.risk(builder);
                    }
                });
            },
            |builder| self.risk(builder),
        );
    }

    fn risk(&self, builder: &mut Builder<'m>) {
        if self.post.risk.is_empty() {
            return self.agencies(builder, "");
        }
        self.by_risk(builder, &|builder, lane| self.risk_lane(builder, lane));
    }

    /// Lets each risk lane do its steps. Who has a lane of his own may have other shares of risk.
    fn by_risk(&self, builder: &mut Builder<'m>, steps: &dyn Fn(&mut Builder<'m>, &RiskLane)) {
        let shares: Vec<f64> = self.post.risk.iter().map(|lane| lane.share).collect();
        let own = self.own_lane(builder).and_then(|(instrument, _)| match &instrument.policy {
            Policy::OwnLane { risk, .. } if !risk.is_empty() => Some((instrument, risk)),
            _ => None,
        });
        let Some((instrument, risk)) = own else { return self.lanes(builder, &shares, steps) };
        let share_of =
            |lane: &RiskLane| risk.iter().find(|(name, _)| *name == lane.lane).map_or(0.0, |(_, share)| *share);
        let trusted: Vec<f64> = self.post.risk.iter().map(share_of).collect();
        builder.adopters(
            instrument,
            |builder| self.lanes(builder, &trusted, steps),
            |builder| self.lanes(builder, &shares, steps),
        );
    }

    fn lanes(&self, builder: &mut Builder<'m>, shares: &[f64], steps: &dyn Fn(&mut Builder<'m>, &RiskLane)) {
        let path = self.path_of(builder, "risk");
        let branch = builder.branch(&path, shares);
        let mut ends = Vec::new();
        for (way, lane) in self.post.risk.iter().enumerate() {
            builder.aim(branch, way);
            steps(builder, lane);
            if way + 1 < shares.len() {
                ends.push(builder.jump());
            }
        }
        builder.land(&ends);
    }
    fn risk_lane(&self, builder: &mut Builder<'m>, lane: &RiskLane) {
        let physical = self.post.risk.iter().find(|other| other.check == Check::Physical);
        let (Check::Scan, Some(scanners)) = (lane.check, &self.post.scanners) else {
            return self.agencies(builder, &lane.lane);
        };
        let scanner = self.station(builder, "scanners", StationKind::Scanner, scanners, "scanners/servers");
        let path = self.path_of(builder, "scanners");
        builder.serve(scanner, &path, &scanners.time);
        // A truck with a hit is treated as one of the physical lane, and not once more as one of its own.
        let hits = physical.map_or(0.0, |_| lane.hits);
        let after_hit = physical.map_or("", |physical| physical.lane.as_str());
        builder.either(
            &format!("{path}/hits"),
            hits,
            |builder| self.agencies(builder, after_hit),
            |builder| self.agencies(builder, &lane.lane),
        );
    }

    /// The agencies that work on a lane: those that take every truck of it share one stay in a bay, the others have a stay of their own.
    fn agencies(&self, builder: &mut Builder<'m>, lane: &str) {
        let team = self.team(builder, lane);
        let certain = team.iter().any(|(_, agency)| agency.share >= 1.0);
        if certain {
            return self.in_bay(builder, |builder| self.inspect_all(builder, &team, lane));
        }
        for (post, agency) in team {
            let path = post.path_of(builder, &agency.id);
            builder.optional(&format!("{path}/{lane}/share"), agency.share, |builder| {
                self.in_bay(builder, |builder| post.inspect(builder, agency, lane));
            });
        }
    }

    /// Who works on a lane: in a hall of both sides, first the officers of the side that is left, by their own physical lane.
    fn team(&self, builder: &Builder<'m>, lane: &str) -> Vec<(PostSite<'m>, &'m Agency)> {
        let own = self.concerned(builder, lane).into_iter().map(|agency| (*self, agency));
        let is_physical = self.post.risk.iter().any(|other| other.lane == lane && other.check == Check::Physical);
        let Some(guests) = self.guests(builder).filter(|_| is_physical || self.post.risk.is_empty()) else {
            return own.collect();
        };
        let theirs = guests.post.risk.iter().find(|other| other.check == Check::Physical);
        let theirs = guests.concerned(builder, theirs.map_or("", |lane| lane.lane.as_str()));
        theirs.into_iter().map(|agency| (guests, agency)).chain(own).collect()
    }

    fn concerned(&self, builder: &Builder<'m>, lane: &str) -> Vec<&'m Agency> {
        let is_concerned = |agency: &&Agency| {
            let of_lane = agency.lanes.is_empty() || agency.lanes.iter().any(|name| name == lane);
            let commodity = builder.commodity.as_ref();
            let of_commodity =
                agency.commodities.is_empty() || commodity.is_some_and(|name| agency.commodities.contains(name));
            of_lane && of_commodity
        };
        self.post.agencies.iter().filter(is_concerned).collect()
    }

    /// In one bay: those that always come, together where that is agreed; then the others by their shares.
    fn inspect_all(&self, builder: &mut Builder<'m>, team: &[(PostSite<'m>, &'m Agency)], lane: &str) {
        let (always, sometimes): (Vec<_>, Vec<_>) = team.iter().partition(|(_, agency)| agency.share >= 1.0);
        let is_meant = |policy: &Policy| matches!(policy, Policy::JointInspection { posts } if self.is_of(*posts));
        let joint = self.instrument(builder, is_meant).filter(|_| always.len() > 1);
        let together = |builder: &mut Builder<'m>| {
            let members: Vec<_> = always.iter().map(|(post, agency)| post.officers(builder, agency, lane)).collect();
            builder.together(&members);
            for (post, agency) in &sometimes {
                post.agency(builder, agency, lane);
            }
        };
        let in_turn =
            |builder: &mut Builder<'m>| team.iter().for_each(|(post, agency)| post.agency(builder, agency, lane));
        match joint {
            _ if self.guests_hours.is_some() && always.len() > 1 => together(builder),
            Some(instrument) => builder.adopters(instrument, together, in_turn),
            None => in_turn(builder),
        }
    }

    fn agency(&self, builder: &mut Builder, agency: &Agency, lane: &str) {
        let path = self.path_of(builder, &agency.id);
        builder.optional(&format!("{path}/{lane}/share"), agency.share, |builder| self.inspect(builder, agency, lane));
    }

    fn inspect(&self, builder: &mut Builder, agency: &Agency, lane: &str) {
        let (officers, path, time) = self.officers(builder, agency, lane);
        builder.serve(officers, &path, &time);
    }

    /// The officers of an agency, and the path and law of the time that they take.
    fn officers(&self, builder: &mut Builder, agency: &Agency, lane: &str) -> (u32, String, Law) {
        let field = format!("agencies/{}/officers", agency.id);
        let officers = self.station(builder, &agency.id, StationKind::Inspector, &agency.officers, &field);
        let path = self.path_of(builder, &agency.id);
        (officers, format!("{path}/{lane}"), agency.officers.time.clone())
    }

    fn in_bay(&self, builder: &mut Builder<'m>, work: impl FnOnce(&mut Builder<'m>)) {
        let Some(bays) = self.post.bays else { return work(builder) };
        let bay = self.make(builder, "bays", StationKind::Bay, bays, None, "bays/servers");
        builder.take(bay, 1);
        work(builder);
        builder.give(bay, 1);
    }
}
