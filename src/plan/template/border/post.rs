//! One post: gate, yard, what is done inside, exit lane.

use super::super::super::builder::{Builder, Load};
use super::super::super::{Price, Thing, ThingKind, Toll};
use super::super::ahead;
use super::{instruments, store};
use crate::engine::law::Law;
use crate::ids::{CalendarId, HubId};
use crate::model::{
    Cause, Direction, Disruption, Fee, FeeUnit, Instrument, Lanes, Policy, Post, Posts, Side, StationKind,
};

/// One post of one side for one direction, as it is written into the plan.
#[derive(Clone, Copy)]
pub(super) struct PostSite<'m> {
    pub hub: HubId,
    pub direction: Direction,
    pub side: &'m Side,
    pub role: &'static str,
    pub post: &'m Post,
    pub load: Load,
    /// Opening hours of what has none of its own.
    pub hours: Option<CalendarId>,
    /// Papers and goods are looked at here.
    pub is_checking: bool,
    /// The officers of the side that is left work here too, in these hours.
    pub guests_hours: Option<Option<CalendarId>>,
    /// The country that is left.
    pub leaving: &'m str,
}

impl<'m> PostSite<'m> {
    pub fn exit(hub: HubId, direction: Direction, side: &'m Side, load: Load) -> Self {
        Self::new(hub, direction, side, ("exit", &side.exit), &side.country, load)
    }

    pub fn entry(hub: HubId, direction: Direction, side: &'m Side, leaving: &'m str, load: Load) -> Self {
        Self::new(hub, direction, side, ("entry", &side.entry), leaving, load)
    }

    fn new(
        hub: HubId,
        direction: Direction,
        side: &'m Side,
        (role, post): (&'static str, &'m Post),
        leaving: &'m str,
        load: Load,
    ) -> Self {
        Self {
            hub,
            direction,
            side,
            role,
            post,
            load,
            hours: side.hours,
            is_checking: true,
            guests_hours: None,
            leaving,
        }
    }

    /// Through the gate into the yard. `before` is held on arrival and given back inside. `beyond`: hours and cause when the yard is full.
    pub fn come_in(&self, builder: &mut Builder<'m>, before: Option<u32>, beyond: (Option<CalendarId>, Cause)) {
        let is_first = self.role == "exit" && self.load == Load::Full && before.is_none();
        self.gate(builder, beyond, is_first);
        if self.role == "exit" && self.load == Load::Full {
            ahead::give_back(builder, self.hub, self.direction);
        }
        if let Some(before) = before {
            builder.give(before, 1);
        }
    }

    /// What is done inside, from yard to exit lane. What is still held at the end (the yard) is returned, since it may be given back only when
    /// the next place is held.
    pub fn inside(&self, builder: &mut Builder<'m>, beyond: (Option<CalendarId>, Cause)) -> Option<u32> {
        let post = self.post;
        if self.load == Load::Full && self.is_checking {
            self.documents(builder);
            self.inspection(builder);
            self.serve_one(builder, "weighbridge", StationKind::Weighbridge, post.weighbridge.as_ref());
        }
        if self.load == Load::Full {
            self.fees(builder);
        }
        self.serve_one(builder, "exit lane", StationKind::Gate, post.exit.as_ref());
        self.yard(builder, beyond)
    }

    /// The yard; none = as many fit as come. `beyond`: hours and cause when it is full.
    pub fn yard(&self, builder: &mut Builder, beyond: (Option<CalendarId>, Cause)) -> Option<u32> {
        let name = format!("{} {}/yard", self.side.country, self.role);
        let places = self.post.yard_places?;
        Some(store(builder, self, &name, "yard_places", places, beyond.0, beyond.1))
    }

    /// The post of the side that is left, if its officers work here too.
    pub fn guests(&self, builder: &Builder<'m>) -> Option<Self> {
        let hours = self.guests_hours?;
        Some(Self { hours, ..self.before(builder) })
    }

    /// The post before this one.
    pub fn before(&self, builder: &Builder<'m>) -> Self {
        let border = builder.model.hubs[self.hub.index()].border().expect("a post stands at a border");
        Self::exit(self.hub, self.direction, border.sides(self.direction).0, self.load)
    }

    /// The post behind this one.
    pub fn behind(&self, builder: &Builder<'m>) -> Self {
        let border = builder.model.hubs[self.hub.index()].border().expect("a post stands at a border");
        let (left, entered) = border.sides(self.direction);
        Self::entry(self.hub, self.direction, entered, &left.country, self.load)
    }

    /// The gate, or a lane of their own for those who have one.
    fn gate(&self, builder: &mut Builder<'m>, beyond: (Option<CalendarId>, Cause), is_first: bool) {
        let everybody = |builder: &mut Builder<'m>| {
            let gate = self.station(builder, "gate", StationKind::Gate, &self.post.gate, "gate/lanes");
            self.through_gate(builder, (gate, is_first), &self.post.gate.time, beyond);
        };
        match self.own_lane(builder) {
            Some((instrument, lane)) => builder.adopters(
                instrument,
                |builder| {
                    let gate = self.lane_of(builder, instrument, lane);
                    self.through_gate(builder, (gate, is_first), &lane.time, beyond);
                },
                everybody,
            ),
            None => everybody(builder),
        }
    }

    /// `is_first`: nothing of the border is held while the gate is waited for.
    fn through_gate(
        &self,
        builder: &mut Builder,
        (gate, is_first): (u32, bool),
        time: &Law,
        beyond: (Option<CalendarId>, Cause),
    ) {
        let path = self.path_of(builder, "gate");
        let yard = self.yard(builder, beyond);
        let queue = match yard {
            Some(_) => builder.take(gate, 1),
            None => builder.serve(gate, &path, time),
        };
        if is_first {
            builder.may_turn(queue, gate);
        }
        if let Some(yard) = yard {
            builder.work(gate, &path, time);
            builder.take(yard, 1);
            builder.give(gate, 1);
        }
    }

    /// The instrument that gives a lane of their own here, and the lane.
    pub fn own_lane(&self, builder: &Builder<'m>) -> Option<(&'m Instrument, &'m Lanes)> {
        let found =
            self.instrument(builder, |policy| matches!(policy, Policy::OwnLane { posts, .. } if self.is_of(*posts)))?;
        match &found.policy {
            Policy::OwnLane { lane, .. } => Some((found, lane)),
            _ => None,
        }
    }

    fn lane_of(&self, builder: &mut Builder, instrument: &Instrument, lane: &Lanes) -> u32 {
        let full = self.path_of(builder, &format!("{} lane", instrument.id));
        let hours = lane.hours.or(self.hours).map(|calendar| calendar.0);
        let path = format!("instruments/{}/policy/lanes", instrument.id);
        let disruptions = self.disruptions(builder);
        builder.thing(&full, || Thing {
            disruptions,
            calendar: hours,
            closing: self.side.closing,
            wait_calendar: hours,
            ..Thing::new(&full, path, self.hub, ThingKind::Station(StationKind::Gate), lane.servers)
        })
    }

    /// The first instrument of a kind that concerns whoever passes this post loaded.
    pub fn instrument(&self, builder: &Builder<'m>, is_meant: impl Fn(&Policy) -> bool) -> Option<&'m Instrument> {
        let is_loaded = self.load == Load::Full;
        is_loaded.then(|| instruments(builder, self.hub, self.leaving, is_meant).first().copied())?
    }

    /// Whether this post is one of these.
    pub fn is_of(&self, posts: Posts) -> bool {
        if self.role == "exit" { posts.exit } else { posts.entry }
    }

    fn serve_one(&self, builder: &mut Builder, name: &str, kind: StationKind, lanes: Option<&Lanes>) {
        let Some(lanes) = lanes else { return };
        let field = if kind == StationKind::Weighbridge { "weighbridge/servers" } else { "exit/lanes" };
        let station = self.station(builder, name, kind, lanes, field);
        let path = self.path_of(builder, name);
        builder.serve(station, &path, &lanes.time);
    }

    fn fees(&self, builder: &mut Builder) {
        for fee in &self.post.fees {
            let name = self.path_of(builder, &fee.id);
            builder.optional(&format!("{name}/share"), fee.share, |builder| self.fee(builder, &name, fee));
        }
    }

    fn fee(&self, builder: &mut Builder, name: &str, fee: &Fee) {
        let account = &builder.plan.accounts[builder.account as usize];
        let flow = account.flow.map(|flow| &builder.model.flows[flow.index()]);
        let count = match fee.per {
            FeeUnit::Truck => 1.0,
            FeeUnit::Teu => f64::from(account.teu),
            FeeUnit::Tonne => flow.map_or(account.kg as f64 / 1000.0, |flow| flow.tonnes),
        };
        let price = Price::Fee {
            micro_usd: (fee.usd * count * 1e6).round() as u64,
            is_official: fee.is_official,
            hub: self.hub,
            direction: self.direction,
        };
        builder.pay(Toll { account: builder.account, name: name.to_owned(), price });
    }

    pub fn station(&self, builder: &mut Builder, name: &str, kind: StationKind, lanes: &Lanes, field: &str) -> u32 {
        self.make(builder, name, kind, lanes.servers, lanes.hours.or(self.hours), field)
    }

    pub fn make(
        &self,
        builder: &mut Builder,
        name: &str,
        kind: StationKind,
        servers: u32,
        hours: Option<CalendarId>,
        field: &str,
    ) -> u32 {
        let full = self.path_of(builder, name);
        let calendar = hours.map(|calendar| calendar.0);
        let disruptions = self.disruptions(builder);
        builder.thing(&full, || Thing {
            calendar,
            closing: self.side.closing,
            wait_calendar: calendar,
            disruptions,
            ..Thing::new(&full, format!("posts/{}/{field}", self.post.id), self.hub, ThingKind::Station(kind), servers)
        })
    }

    /// The disruptions that strike this post.
    fn disruptions(&self, builder: &Builder) -> Vec<u32> {
        let all = builder.model.disruptions.iter().enumerate();
        let strikes = |(number, one): (usize, &Disruption)| {
            one.strikes(self.hub, &self.side.country, self.leaving).then_some(number as u32)
        };
        all.filter_map(strikes).collect()
    }

    pub fn hub_id(&self, builder: &Builder) -> String {
        builder.model.hubs[self.hub.index()].id.clone()
    }

    /// The name of something at this post: "youyiguan/CN exit/gate".
    pub fn path_of(&self, builder: &Builder, name: &str) -> String {
        format!("{}/{} {}/{name}", self.hub_id(builder), self.side.country, self.role)
    }
}
