//! The two-post border and its shared posts.

use super::super::file::{
    AgencyFile, BetweenFile, CheckFile, ClosingFile, DocumentsFile, FacilityFile, FeeFile, FeeUnitFile, HubFile,
    PermitFile, PostFile, SideFile, TimeFile,
};
use super::context::Context;
use super::law::law;
use crate::engine::law::Law;
use crate::ids::CalendarId;
use crate::model::{Agency, Between, Border, Check, Closing, Desks, Fee, FeeUnit, Lanes, Permit, Post, RiskLane, Side};
use crate::units::HOUR;

pub fn border(context: &mut Context, hub: &HubFile, file: &FacilityFile) -> Border {
    let FacilityFile::Border { a, b, approach_places, between } = file else {
        unreachable!("the caller has matched a Border");
    };
    let path = format!("hubs/{}/facilities/Border", hub.id);
    if a.country == b.country {
        context.problem(
            "E0407",
            &format!("{path}/b/country"),
            "both sides of a border are of one country",
            |problem| problem.found(format!("{:?}", b.country)).expected("two countries"),
        );
    }
    let approach_places =
        approach_places.map(|places| context.at_least_one(&format!("{path}/approach_places"), places));
    Border {
        a: side(context, &format!("{path}/a"), a),
        b: side(context, &format!("{path}/b"), b),
        approach_places,
        between: self::between(context, &format!("{path}/between"), between),
    }
}

fn between(context: &mut Context, path: &str, file: &BetweenFile) -> Between {
    let length_km = context.positive(&format!("{path}/length_km"), file.length_km);
    let speed_kmh = context.positive(&format!("{path}/speed_kmh"), file.speed_kmh);
    let time = if speed_kmh > 0.0 && length_km > 0.0 { length_km / speed_kmh * HOUR as f64 } else { 0.0 };
    let places = file.places.map(|places| context.at_least_one(&format!("{path}/places"), places));
    Between { time: Law::Constant(time), length_km, places }
}

fn side(context: &mut Context, path: &str, file: &SideFile) -> Side {
    let scale = context.positive(&format!("{path}/scale"), file.scale);
    let exit = find_post(context, &format!("{path}/exit"), &file.exit, scale);
    let entry = find_post(context, &format!("{path}/entry"), &file.entry, scale);
    Side {
        country: file.country.clone(),
        hours: hours(context, path, file.hours.as_deref()),
        closing: closing(&file.closing),
        exit,
        entry,
    }
}

/// The calendar named by `hours`.
pub fn hours(context: &mut Context, path: &str, name: Option<&str>) -> Option<CalendarId> {
    let name = name?;
    let path = format!("{path}/hours");
    context.lookup(|context| &context.calendars, "calendar", name, &path, "`hours`").map(CalendarId)
}

/// A closing rule.
pub fn closing(file: &ClosingFile) -> Closing {
    match file {
        ClosingFile::Finish => Closing::Finish,
        ClosingFile::Suspend => Closing::Suspend,
        ClosingFile::FitOnly => Closing::FitOnly,
    }
}

fn find_post(context: &mut Context, path: &str, name: &str, scale: f64) -> Post {
    let number = context.lookup(|context| &context.posts, "post", name, path, "a side of the border");
    match number {
        Some(number) => post(context, &context.file.posts[number as usize], scale),
        None => Post {
            id: name.to_owned(),
            gate: Lanes { servers: 1, time: Law::Constant(0.0), hours: None },
            yard_places: None,
            documents: None,
            risk: Vec::new(),
            scanners: None,
            bays: None,
            agencies: Vec::new(),
            permits: Vec::new(),
            weighbridge: None,
            fees: Vec::new(),
            exit: None,
        },
    }
}

/// Checks all posts, those too that no border uses.
pub fn check_posts(context: &mut Context) {
    for file in &context.file.posts {
        post(context, file, 1.0);
    }
}

/// A shared post at one side: servers and places multiplied, rounded up. Its laws and shares are checked again at each use, which reports the
/// same places; equal problems are shown once.
fn post(context: &mut Context, file: &PostFile, scale: f64) -> Post {
    let path = format!("posts/{}", file.id);
    let mut maker = PostMaker { path, scale };
    let gate = maker.lanes(context, "gate", "lanes", file.gate.lanes, &file.gate.time, file.gate.hours.as_deref());
    let documents = file.documents.as_ref().map(|desks| maker.documents(context, desks));
    let scanners = file.scanners.as_ref().map(|scanners| {
        maker.lanes(context, "scanners", "servers", scanners.servers, &scanners.time, scanners.hours.as_deref())
    });
    let exit = file
        .exit
        .as_ref()
        .map(|exit| maker.lanes(context, "exit", "lanes", exit.lanes, &exit.time, exit.hours.as_deref()));
    let weighbridge = file.weighbridge.as_ref().map(|scales| {
        maker.lanes(context, "weighbridge", "servers", scales.servers, &scales.time, scales.hours.as_deref())
    });
    let permits = file.permits.iter().map(|permit| maker.permit(context, permit)).collect();
    let agencies = file.agencies.iter().map(|agency| maker.agency(context, file, agency)).collect();
    Post {
        id: file.id.clone(),
        gate,
        yard_places: file.yard_places.map(|places| maker.scaled(context, "yard_places", places)),
        documents,
        risk: maker.risk(context, file),
        scanners,
        bays: file.bays.as_ref().map(|bays| maker.scaled(context, "bays/servers", bays.servers)),
        agencies,
        permits,
        weighbridge,
        fees: file.fees.iter().map(|fee| maker.fee(context, fee)).collect(),
        exit,
    }
}

struct PostMaker {
    path: String,
    scale: f64,
}

impl PostMaker {
    fn scaled(&self, context: &mut Context, field: &str, count: u32) -> u32 {
        let count = context.at_least_one(&format!("{}/{field}", self.path), count);
        // A hair below, so that 0.4 of 5 is 2 and not 3.
        ((f64::from(count) * self.scale - 1e-9).ceil() as u32).max(1)
    }

    fn lanes(
        &mut self,
        context: &mut Context,
        group: &str,
        field: &str,
        count: u32,
        time: &TimeFile,
        hours: Option<&str>,
    ) -> Lanes {
        let path = format!("{}/{group}", self.path);
        Lanes {
            servers: self.scaled(context, &format!("{group}/{field}"), count),
            time: law(context, &format!("{path}/time"), time),
            hours: self::hours(context, &path, hours),
        }
    }

    fn documents(&mut self, context: &mut Context, file: &DocumentsFile) -> Desks {
        let desks = self.lanes(context, "documents", "desks", file.desks, &file.time, file.hours.as_deref());
        let path = format!("{}/documents", self.path);
        let share = context.share(&format!("{path}/errors"), file.errors);
        let errors = match &file.correction {
            Some(correction) if share > 0.0 => Some((share, law(context, &format!("{path}/correction"), correction))),
            None if share > 0.0 => {
                context.problem("E0313", &path, "errors in documents need a time for their correction", |problem| {
                    problem.expected("correction: a law of time")
                });
                None
            }
            Some(_) | None => None,
        };
        Desks { desks, errors }
    }

    fn agency(&mut self, context: &mut Context, post: &PostFile, file: &AgencyFile) -> Agency {
        let group = format!("agencies/{}", file.id);
        let officers = self.lanes(context, &group, "officers", file.officers, &file.time, file.hours.as_deref());
        let path = format!("{}/{group}", self.path);
        for (index, lane) in file.lanes.iter().enumerate() {
            if !post.risk.iter().any(|risk| risk.lane == *lane) {
                let lanes: Vec<&str> = post.risk.iter().map(|risk| risk.lane.as_str()).collect();
                let expected = format!("one of the post's risk lanes: {}", lanes.join(", "));
                context.problem(
                    "E0203",
                    &format!("{path}/lanes/{index}"),
                    "an agency names a risk lane that does not exist",
                    |problem| problem.found(format!("{lane:?}")).expected(expected),
                );
            }
        }
        check_commodities(context, &path, &file.commodities, "an agency");
        Agency {
            id: file.id.clone(),
            kind: format!("{:?}", file.kind),
            officers,
            lanes: file.lanes.clone(),
            commodities: file.commodities.clone(),
            share: context.share(&format!("{path}/share"), file.share),
        }
    }

    fn permit(&mut self, context: &mut Context, file: &PermitFile) -> Permit {
        let group = format!("permits/{}", file.id);
        let desks = self.lanes(context, &group, "desks", file.desks, &file.time, file.hours.as_deref());
        let path = format!("{}/{group}", self.path);
        check_commodities(context, &path, &file.commodities, "a permit");
        Permit {
            id: file.id.clone(),
            kind: format!("{:?}", file.kind),
            desks,
            commodities: file.commodities.clone(),
            share: context.share(&format!("{path}/share"), file.share),
        }
    }

    fn fee(&self, context: &mut Context, file: &FeeFile) -> Fee {
        let path = format!("{}/fees/{}", self.path, file.id);
        Fee {
            id: file.id.clone(),
            usd: context.not_negative(&format!("{path}/usd"), file.usd),
            per: match file.per {
                FeeUnitFile::Truck => FeeUnit::Truck,
                FeeUnitFile::Teu => FeeUnit::Teu,
                FeeUnitFile::Tonne => FeeUnit::Tonne,
            },
            is_official: file.official,
            share: context.share(&format!("{path}/share"), file.share),
        }
    }

    fn risk(&self, context: &mut Context, file: &PostFile) -> Vec<RiskLane> {
        let path = format!("{}/risk", self.path);
        if !file.risk.is_empty() {
            context.sum_to_one(&path, &file.risk.iter().map(|lane| lane.share).collect::<Vec<_>>());
        }
        let mut lanes = Vec::with_capacity(file.risk.len());
        for (index, lane) in file.risk.iter().enumerate() {
            let place = format!("{path}/{index}");
            if lane.check == CheckFile::Scan && file.scanners.is_none() {
                context.problem(
                    "E0314",
                    &place,
                    format!("lane `{}` is scanned, but the post has no scanners", lane.lane),
                    |problem| problem.expected("`scanners` in the post, or another check"),
                );
            }
            lanes.push(RiskLane {
                lane: lane.lane.clone(),
                share: context.share(&format!("{place}/share"), lane.share),
                check: match lane.check {
                    CheckFile::None => Check::None,
                    CheckFile::Scan => Check::Scan,
                    CheckFile::Physical => Check::Physical,
                },
                hits: context.share(&format!("{place}/hits"), lane.hits),
            });
        }
        lanes
    }
}

fn check_commodities(context: &mut Context, path: &str, names: &[String], who: &str) {
    for (index, commodity) in names.iter().enumerate() {
        let place = format!("{path}/commodities/{index}");
        context.lookup(|context| &context.commodities, "commodity", commodity, &place, who);
    }
}
