//! `landbridge explain`.

use super::Status;
use super::input::print;

/// Says more about a message.
pub fn explain(code: &str) -> Status {
    let code = code.trim().to_uppercase();
    match EXPLANATIONS.iter().find(|(known, _)| *known == code) {
        Some((code, text)) => print(&format!("{code}\n\n{text}\n")),
        None => {
            anstream::eprintln!("error: there is no message {code}; messages have numbers like E0203 or W0502");
            Status::CommandLine
        }
    }
}

/// What each message means and what to do. A test holds this list against the messages in the source.
pub const EXPLANATIONS: &[(&str, &str)] = &[
    (
        "E0100",
        "A file could not be read or written by the program itself: it does not exist, is a folder or a device, is larger than 64 MB, is not UTF-8 text, or may not be opened.\n\
         Look at the path in the message. A scenario is given as its folder (with a `scenario.ron` inside) or as the file itself.",
    ),
    (
        "E0101",
        "The file is empty, or has only comments. A scenario is one record in round brackets: `(title: \"..\", run: (..), hubs: [..], flows: [..])`.\n\
         `scenarios/first-gate` is a small one to start from.",
    ),
    (
        "E0102",
        "A bracket is opened and never closed. The message points at the opening one; the missing `)` or `]` usually belongs where the next item begins.",
    ),
    ("E0103", "A closing bracket closes nothing, or closes a bracket of another kind: `(` needs `)`, `[` needs `]`."),
    (
        "E0104",
        "Two items or fields follow one another without a comma: `(id: \"a\" kind: City)` should be `(id: \"a\", kind: City)`.",
    ),
    ("E0105", "A text begins with a quotation mark and has no closing one."),
    (
        "E0106",
        "A comment begins with `/*` and is never closed with `*/`. Comments may be nested; `//` comments out the rest of a line.",
    ),
    ("E0107", "A backslash in a text begins a sequence that has no meaning. A backslash itself is written `\\\\`."),
    ("E0108", "This is no number. Numbers look like 4, -2.5, 1_000, 6.0e6."),
    ("E0109", "The number is larger than any number that the program can hold."),
    (
        "E0110",
        "Something else was expected here: a value behind a colon, an item between commas, a name before a colon.",
    ),
    ("E0111", "This character has no meaning in RON. Texts stand in double quotes; a field is written `name: value`."),
    ("E0112", "Something follows after the scenario's closing bracket. A file holds one scenario."),
    ("E0113", "Brackets are nested deeper than 128 levels."),
    (
        "E0114",
        "Maps in curly brackets are not used, since their keys may repeat without notice. Write a list of items with an id: `[(id: \"a\", ..)]`.",
    ),
    ("E0115", "Fields with and without a name are mixed in one pair of brackets."),
    ("E0116", "The header line `#![..]` is not complete."),
    ("E0117", "A text stands in single quotes. Use double quotes."),
    ("E0118", "The file has more text or more values than the program takes (64 MB, 4 million values)."),
    (
        "E0121",
        "This key does not exist here; it may be misspelt, or belong one level higher or lower. The message lists the keys that exist. `landbridge reference` prints them all.",
    ),
    ("E0122", "A key that must be given is missing."),
    (
        "E0123",
        "The value is of another kind than needed: a text where a number should be, a number where a list should be.",
    ),
    ("E0124", "One key is given twice. The program never guesses which one is meant."),
    (
        "E0125",
        "There is no such variant. The message lists those that exist, with their exact spelling (capital letters matter).",
    ),
    (
        "E0130",
        "A table has a column that is not known, a column twice, or no column `id`. Columns that are only for people are called `source` and `notes`.",
    ),
    ("E0131", "The table is no CSV that can be read: UTF-8, commas, one header line, quotes closed."),
    ("E0132", "A row has more or fewer cells than the header. A text with a comma needs quotation marks around it."),
    ("E0133", "Tables must lie in the scenario's own folder or below it, so that the folder can be passed on whole."),
    ("E0134", "A table named in `tables` could not be read."),
    (
        "E0202",
        "Two items of one list have the same id. Ids are compared without regard to capital letters and surrounding spaces.",
    ),
    (
        "E0203",
        "Something is named that does not exist: a hub, a calendar, a post, a commodity, a station. The message lists the names there are and the nearest one.",
    ),
    (
        "E0205",
        "A way of a Branch goes on at a label that no step of the procedure carries. Write `Label(\"name\")` at the place to go on at.",
    ),
    (
        "E0207",
        "A flow says two things at once, or too little: either `from` and `to`, or `at` and `procedure`; one of `per_h` and `per_day`; `class` or `operators`.",
    ),
    ("E0208", "A scenario without a flow would run and do nothing."),
    ("E0301", "Numbers must be finite: `inf` and `NaN` are refused."),
    (
        "E0302",
        "A whole number is needed, not negative and not larger than the program can hold. 2.5 lanes are refused; so are -2.",
    ),
    ("E0303", "The number is outside its range, which the message states."),
    (
        "E0304",
        "Lengths of time are written with their units, in quotes: \"90 min\", \"2 h 30 min\", \"1.5 days\". Units: ms, s, min, h, days, weeks.",
    ),
    (
        "E0305",
        "Ids and names must not be empty, have spaces around them, be longer than allowed or contain control or invisible characters.",
    ),
    ("E0306", "Dates are written \"2024-03-01\" and must exist."),
    (
        "E0307",
        "Shares of all ways must sum to 1. They are never adjusted silently, since a missing share is usually a mistake.",
    ),
    (
        "E0308",
        "The parameters do not make a law: a minimum above the mode, a mean of zero, a coefficient of variation of zero where it must be positive.",
    ),
    ("E0309", "The warm-up ends at or after the end of the run: nothing would be measured."),
    (
        "E0310",
        "Time zones have names of the IANA list, such as \"Asia/Shanghai\", \"Asia/Ho_Chi_Minh\", \"Africa/Accra\" or \"UTC\".",
    ),
    (
        "E0311",
        "Opening hours are days and times: \"Mon-Fri 08:00-20:00\", \"Sat,Sun 09:00-12:00\", past midnight \"Mon-Sun 22:00-06:00\", all day \"Mon-Sun 00:00-24:00\". Hours of one calendar must not overlap.",
    ),
    (
        "E0324",
        "A flow with `boxes` goes in whole boxes: its `size_teu` is as many times the `teu` of the type as a consignment has boxes.\n\
         With boxes of 2 TEU a consignment has 2, 4, 6 .. TEU.",
    ),
    ("E0312", "Points of a profile, of growth or of a phase must be in order, each later than the one before."),
    ("E0313", "Documents with errors wait until they are corrected; `correction` says how long that takes."),
    ("E0314", "A risk lane sends trucks through a scanner, but the post has none."),
    (
        "E0315",
        "Growth changes a rate; arrivals at equal distances or with independent gaps have none. Use Poisson or Batches.",
    ),
    ("E0316", "A higher class can interrupt a lower one only where the station knows classes: `order: Classes([..])`."),
    (
        "E0317",
        "A way out of a queue that nobody can take: places before a station that blocks are taken before the last server is left, and only what has `places` with `when_full: TurnAway`, or `join`, turns anybody away.",
    ),
    ("E0318", "A station can only turn away who finds no place where the number of its places to wait is given."),
    (
        "E0340",
        "A block of a yard with `when_full: TurnAway` refuses what finds no place: what comes by truck or begins its journey there leaves the model and counts as lost.\n\
         What a train or ship brings cannot be refused, since a box cannot be thrown overboard: with `Block` it stays aboard, and the vehicle with it, until there is a place.",
    ),
    (
        "E0341",
        "Each cargo of a yard has one block. Make the two blocks one, or give one of them other cargo: Import, Export, Transit, Empties, Reefer.",
    ),
    ("E0342", "A yard says how large it is with `capacity_teu`, or with the `capacity_teu` of each of its `blocks`."),
    ("E0343", "Empty containers need no plug: a commodity is `reefer` or `empties`, not both."),
    (
        "E0401",
        "No way leads from origin to destination. Links that are `off` do not count; a link lies within one country; between countries there must be a hub of kind Border, with links on both its sides.",
    ),
    ("E0402", "A hub of kind Border has exactly one Border facility, other hubs have none."),
    ("E0403", "A link or a flow ends where it begins."),
    ("E0404", "`country` of a link names a country that does not touch both its ends."),
    (
        "E0405",
        "A link joins two countries directly. Put a hub of kind Border between them, even a small one with assumptions: a border is never a bare delay.",
    ),
    (
        "E0406",
        "Both ends of the link touch two common countries (both are borders between the same countries): say in `country` in which one the road lies.",
    ),
    ("E0407", "The two sides of a border are of the same country."),
    ("E0408", "Flows begin and end at hubs that are no borders; borders are crossed on the way."),
    (
        "E0410",
        "A flow has a choice of ways, but on some day of the run none of them may be chosen: look at their `from` and `until`.",
    ),
    (
        "E0421",
        "A flow chooses its way at a hub on the way (`decide_at`), but its ways do not lead there by the same links. The hub lies between two links and is no border; put it into `via` of every way, or leave `decide_at` out to choose at the origin.",
    ),
    (
        "E0422",
        "Trucks that lose their `patience` at a border go on by another way of the choice, from there and over another border. There must always be one: a way that is open on every day of the run (no `from` after its start, no `until` before its end), over links that may be driven back from there.",
    ),
    (
        "E0423",
        "Goods are sealed under a transit regime before their way is chosen, or before they turn round at a border, and one of the ways does not lead to the hub at which the seal is checked. Check it at a hub on every way, such as the destination, or seal at a hub behind the choice.",
    ),
    (
        "E0409",
        "A consignment is larger than a truck of the fleet, or a train or ship of the service, that is to carry it; or a parcel than a box of groupage.",
    ),
    ("E0319", "Emissions from well to wheel include those from tank to wheel: `kg_ttw` is at most `kg_wtw`."),
    (
        "E0424",
        "A pool holds sets of vehicles (`what: Sets`, the default) or empty boxes of one type (`what: Empties(\"40ft\")`), and is used for what it holds: services take their `sets` from the one kind, \
         repositions send from and to the other. A hub has at most one pool of each type of boxes.",
    ),
    ("E0425", "A reposition sends empties from one pool to another: of the same type of boxes, at another hub."),
    (
        "E0411",
        "A ship needs more water than there is at the berths of a hub at which it calls: see `draught_m` of both.",
    ),
    ("E0412", "The legs of a route follow one another from the flow's `from`, and the last one must end at its `to`."),
    (
        "E0413",
        "A leg rides on a service that does not run (`off`), or that does not call at the two hubs in this order. The leg begins where the one before has ended.",
    ),
    ("E0414", "A BogieExchange leads from one gauge to another; trains that keep their gauge need none."),
    (
        "E0415",
        "Trains need rail links from call to call, and a RailBorder between two countries; ships need sea links. Links that are `off` are not there.",
    ),
    (
        "E0416",
        "Gauges meet on the way of a train, and nothing there takes it across. End the service at that hub and let its cargo go on by a service of the other gauge \
         (give the hub a Rail facility of each gauge and a Yard), or add a BogieExchange, or write both gauges in `gauge_mm` of a line that trains of both can use.",
    ),
    (
        "E0430",
        "Boxes of groupage are stuffed at one logistics park and stripped at another: both hubs of the service need a `Park` among their facilities.",
    ),
    (
        "E0431",
        "Parcels (flows with `size_m3`) go in boxes of a service of `Groupage`, and by truck before and behind; trains, ships and shuttles carry containers, which have TEU. Let the boxes ride on the train: `route` of the service of `Groupage`.",
    ),
    (
        "E0432",
        "All boxes of a service of groupage go one way: by truck (`LeastTime`), or over the legs that are given. For several ways write several services.",
    ),
    ("E0433", "A box of groupage cannot ride in a box. It goes by truck, train or ship."),
    (
        "E0434",
        "`at_least_teu` holds a train back until there are enough TEU. Parcels have none: a box is closed at its time with what there is, or with `FullOrAfter` when it is full.",
    ),
    (
        "E0440",
        "`one_lane` lets the two directions of a link take turns. On a link that is driven one way only nobody waits for the other direction, and with `trains_at_once` two rules would say who may be on it: leave one of them out. `places` of `one_lane` says how many of one direction may be on it at once.",
    ),
    (
        "E0441",
        "`maintenance` keeps a set of vehicles in the workshop before the next run can have it. A service without `sets` always finds a vehicle, so it would change nothing. Write a pool in `pools` and name it in `sets`.",
    ),
    (
        "E0442",
        "`departs_after` is the timetable of a service behind its first call: one time for each call but the last, counted from the departure of the first, so the first of them is \"0 h\" and each is later than the one before. Leave it out, and runs leave later calls when `stop` is over.",
    ),
    (
        "E0443",
        "A yard has blocks, and none of them takes some of the cargo that comes. By train or ship and on by road it is `Import`, by road and on by train or ship `Export`, between \
         two trains or ships `Transit`; commodities with `reefer: true` are `Reefer` and those with `empties: true` `Empties`, however they come. Name the kind in the `for` of a block.",
    ),
    (
        "W0432",
        "A terminal says `direct: true`, but no cargo can be lifted over there. It must come off a run at this terminal and go on by another service, by trucks of a fleet that is based at the hub, or by \
         trucks of no fleet. A procedure on `Transfer`, a `pass_time` or a time in `transfers` of the hub holds all boxes, so all go over the yard.",
    ),
    ("E0503", "A step takes more of something than there is: it would wait for ever."),
    (
        "E0504",
        "Two ways of a Branch lead to the same step with different holdings. Give back on one way what the other does not hold.",
    ),
    ("E0505", "A journey ends while something is still held. Everything taken must be given back, on every way."),
    (
        "E0506",
        "A step works on a station that is not held. Take it before, or use Visit, which takes, works and gives back.",
    ),
    ("E0507", "A step gives back more than is held."),
    ("E0508", "The scenario compiles into more steps, flows or stations than the compact records can number."),
    (
        "E0509",
        "Servers that break, or that a higher class takes away, work in a Visit as a whole. They cannot be held with Take, and the next station cannot make them wait with its `places`.",
    ),
    (
        "E0510",
        "What storage costs is measured from Take to Give by one clock a unit. A second stay in a store with a tariff, or a stay at another hub, would set it back. Give back first.",
    ),
    (
        "E0512",
        "Papers of one consignment are on their way to more posts at once than its record can count. Let the policy be in force at fewer of the borders on the way.",
    ),
    (
        "E0513",
        "A consignment takes all its boxes at once from the pool where it begins, but all pools of that type together have fewer at the start, and nobody brings boxes of his own: it would wait for ever.\n\
         Give pools more boxes, or let more, smaller consignments come.",
    ),
    (
        "E0520",
        "Boxes of groupage go through a queue in which some give up or are turned away, and leave the model. Parcels in a box cannot be lost with it: name a label at which it goes on.",
    ),
    (
        "E0601",
        "`--set` names a value that does not exist. A path goes from list to item to key, items by their id: `flows/trucks/arrivals/per_h=50`.",
    ),
    (
        "E0602",
        "An overlay is named that the scenario does not have: in `--overlay`, in the `after` of another overlay, or in `compare`. The message lists those there are.",
    ),
    (
        "E0603",
        "Two overlays that are laid on together change the same value, or one takes away or replaces what the other changes, so the result would depend on which comes first.\n\
         Say which with `after: [\"the other one\"]` in one of them, or let one of them change something else. Several Add of one value go together, and so do several Scale.",
    ),
    ("E0604", "An overlay says, perhaps by way of others, that it comes after itself."),
    (
        "E0605",
        "A change does not fit what is there: Add and Scale need a number or a length of time (and Add an amount of the same kind), New needs a list, Remove an item of a list or a key.\n\
         Overlays cannot change `tables`, `overlays` and `compare`; rows of a table are items of the list of the same name, so their paths are like `links/ID/speed_kmh`.",
    ),
    ("E0606", "One overlay is named twice in a list. Each is laid on at most once."),
    (
        "W0607",
        "An instrument changes nothing: no consignment that it concerns passes the posts named, or they do not have what it changes (a single window needs `permits`, a joint inspection two agencies that always come, recognition of checks risk lanes on the side that is left).",
    ),
    (
        "E0608",
        "An instrument names one or more hubs with a Border, countries that touch there, and what it changes; a disruption may also name hubs with a RailBorder or with cranes.\n\
         With `what` a disruption strikes what it names, at hubs that have it, and with `terminal` one terminal of a hub; posts and teams belong to no terminal.",
    ),
    (
        "E0609",
        "The uptake of an instrument is said twice, or ends before it begins: give either `phase`, or `from`, `until` and `uptake`.",
    ),
    (
        "E0610",
        "A transit regime seals goods at one hub (`from`) and checks the seal at another, later on the way (`to`): the two differ.",
    ),
    (
        "E0611",
        "`Hours` are the opening hours of a side, kept for everybody: `from` and `until` say on which days, and `uptake`, `phase`, `operators` and `who` have no meaning.",
    ),
    (
        "E0701",
        "The results could not be written, or there is something in the way. A complete run is never overwritten unless `--force` is given; a folder that is no run of Landbridge is never touched.",
    ),
    (
        "E0702",
        "The run would take more events than the limit allows. Look at the horizon and the rates for a mistake of units, or raise the limit with `--max-events`.",
    ),
    (
        "E0703",
        "A replication reached the limit of events, or of consignments and vehicles at once. What was found until then is written and marked as partial. Look for an overload or a mistake of units, or raise the limit with `--max-events` or `--max-entities`.",
    ),
    (
        "E0704",
        "Time stands still: more than a million steps happened at one instant. Usually a loop whose steps take no time; the message names the place.",
    ),
    (
        "E0705",
        "The books of a replication do not add up. This is a bug in Landbridge; please report it with the scenario.",
    ),
    (
        "E0710",
        "Deadlock: units hold one thing while they wait for another that is held by somebody who waits in turn, in a circle. The message names the circle. Take things in the same order everywhere, give back before the next Take, or make one of them larger.",
    ),
    ("E0706", "The threads for the replications could not be started."),
    (
        "E0711",
        "`warm_up: Auto` found no warm-up. Pilot replications show how many consignments are in the network; if leaving out the first half of the run is still not enough for their number to settle, the start cannot be told from the rest, and no result is given that would pretend it could.\n\
         Lengthen `run/horizon` (several times what the network needs to fill), or give the length yourself with `Fixed`. A network that is asked for more than it has (W0502) never settles: its means depend on the length of the run, so say `None` or `Fixed` and mean it.",
    ),
    (
        "E0712",
        "A metric is asked for that does not exist. `--precision-of`, like `--metric` of `compare`, is written METRIC@PLACE, with the names of `summary.csv`: `time_in_system_mean@network`, `wait_mean@station/dry port/gate`. Put it in quotation marks if it has spaces.",
    ),
    (
        "E0720",
        "Besides the base there is no variant to compare. Write overlays, and a list of the variants to look at: `compare: [[], [\"more lanes\"], [\"more lanes\", \"night shift\"]]`; or name them on the command line with `--variant`.\n\
         The base, `[]`, is always there, written or not.",
    ),
    (
        "E0721",
        "Two variants of one comparison are the same set of overlays. The order in which overlays are named does not matter. To see that a change changes nothing, give it an overlay of its own.",
    ),
    (
        "E0722",
        "An overlay of a comparison changes something under `run`: the start, the horizon, the warm-up. Then variants do not measure the same thing, and their difference means nothing.\n\
         Change the scenario itself, or use `--set`, which changes all variants alike.",
    ),
    ("W0301", "A flow has a rate of zero: it produces nothing. That is allowed, and is often meant."),
    ("W0302", "A calendar has no opening hours, so whatever waits for it waits for ever."),
    ("W0303", "A speed looks implausible. Nothing is changed; check the unit."),
    (
        "W0501",
        "Units hold one thing while they wait for another, in a circle. If all are taken at once, nobody moves again. Take things in the same order everywhere, or give back first.",
    ),
    (
        "W0502",
        "A station is asked for more than it has, so its queue grows as long as the run lasts. Means then depend on the length of the run and are not stationary.",
    ),
    (
        "W0509",
        "Nothing in the scenario varies: arrivals at equal distances, constant times, no branches. All replications are equal, and intervals have no width; that says nothing about how certain the result is. One replication is enough.",
    ),
    (
        "W0533",
        "The timetable of a service (`departs_after`) lets it leave a call before it can be there, on average and without any wait, and its stop is over. Every run is then late. Give it more time.",
    ),
    (
        "W0424",
        "More empty boxes are taken from a pool than come back to it, and no reposition brings any. When those of the start are used up, cargo waits for boxes (cause `equipment`), and only as much goes out as comes in.\n\
         The balance a week is that of the flows, before a run: what repositions bring is not in it. Let cargo in such boxes end there, send empties with `repositions`, or take it as what you want to show.",
    ),
    (
        "W0425",
        "A pool of empty boxes at whose hub no flow with these `boxes` begins or ends, and that no reposition names.",
    ),
    (
        "W0711",
        "With `--until-precision` the run ended at the most replications allowed, and the interval is still wider than asked for. The results are those of all these replications; the manifest says how precise they are. Four times as many replications halve the width.",
    ),
    ("W0701", "More threads were asked for than this machine can use. Results do not depend on it."),
    (
        "W0702",
        "The warm-up did not end in any replication: fewer consignments came than `warm_up: Arrivals(n)` waits for. Every metric is then empty.",
    ),
];
