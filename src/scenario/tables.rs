//! CSV tables: each row becomes an item of the list of the same name, as if it had been written in the scenario.

use std::collections::BTreeMap;

use super::problem::Problem;
use super::source::{FileId, Span};
use super::suggest::did_you_mean;
use super::tree::{Field, Node, Number, Value};

/// How a column becomes a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// A text of the same name.
    Text,
    /// A number of the same name.
    Number,
    /// true or false of the same name.
    Flag,
    /// A bare word of the same name.
    Word,
    /// Put into its key by the table's own rule.
    Part,
    /// For people only.
    Note,
}

/// A kind of table.
pub struct Table {
    /// The list it is appended to.
    pub list: &'static str,
    columns: &'static [(&'static str, Column)],
    assemble: fn(&Row) -> Value,
    /// Rows of one id make one item.
    is_grouped: bool,
}

/// All kinds of tables.
pub const TABLES: &[Table] = &[
    Table { list: "hubs", columns: HUBS, assemble: hub, is_grouped: false },
    Table { list: "links", columns: LINKS, assemble: link, is_grouped: false },
    Table { list: "flows", columns: FLOWS, assemble: flow, is_grouped: false },
    Table { list: "times", columns: TIMES, assemble: times, is_grouped: true },
    Table { list: "profiles", columns: PROFILES, assemble: profile, is_grouped: true },
];

const HUBS: &[(&str, Column)] = &[
    ("id", Column::Text),
    ("name", Column::Text),
    ("kind", Column::Word),
    ("country", Column::Text),
    ("lat", Column::Part),
    ("lon", Column::Part),
    ("locode", Column::Text),
    ("country_b", Column::Part),
    ("hours_a", Column::Part),
    ("hours_b", Column::Part),
    ("post_exit", Column::Part),
    ("post_entry", Column::Part),
    ("scale", Column::Part),
    ("approach_places", Column::Part),
    ("between_km", Column::Part),
    ("between_kmh", Column::Part),
    ("between_places", Column::Part),
    ("source", Column::Note),
    ("notes", Column::Note),
];

const LINKS: &[(&str, Column)] = &[
    ("id", Column::Text),
    ("from", Column::Text),
    ("to", Column::Text),
    ("length_km", Column::Number),
    ("speed_kmh", Column::Number),
    ("speed_cv", Column::Number),
    ("both_ways", Column::Flag),
    ("off", Column::Flag),
    ("country", Column::Text),
    ("source", Column::Note),
    ("notes", Column::Note),
];

const FLOWS: &[(&str, Column)] = &[
    ("id", Column::Text),
    ("from", Column::Text),
    ("to", Column::Text),
    ("commodity", Column::Text),
    ("per_day", Column::Part),
    ("size_teu", Column::Number),
    ("size_t", Column::Number),
    ("profile", Column::Part),
    ("boxes", Column::Text),
    ("class", Column::Text),
    ("via", Column::Part),
    ("source", Column::Note),
    ("notes", Column::Note),
];

const TIMES: &[(&str, Column)] = &[("id", Column::Text), ("minutes", Column::Part), ("source", Column::Note)];

const PROFILES: &[(&str, Column)] =
    &[("id", Column::Text), ("hour", Column::Part), ("factor", Column::Part), ("source", Column::Note)];

/// A row, or the rows of one id.
struct Row<'t> {
    table: &'t Table,
    rows: Vec<BTreeMap<&'t str, Node>>,
    span: Span,
}

/// The items of a table. Problems of its form (columns, rows of another length) are reported and end the reading of the table.
pub fn items(table: &Table, file: FileId, text: &str) -> Result<Vec<Node>, Vec<Problem>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| vec![broken(file, &error)])?.clone();
    let header_span = Span { file, start: 0, end: text.lines().next().map_or(0, str::len) as u32 };
    let problems = check_header(table, &header, header_span);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut groups: Vec<Row> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| vec![broken(file, &error)])?;
        let start = record.position().map_or(0, csv::Position::byte) as usize;
        let cells = cell_spans(text, start, file);
        if record.len() != header.len() {
            let problem = Problem::new("E0132", "a row does not have as many cells as the header")
                .at(row_span(&cells))
                .found(format!("{} cells", record.len()))
                .expected(format!("{}", header.len()));
            return Err(vec![problem.hint("text with a comma needs quotes around it")]);
        }
        let row = cells_of(table, &header, &record, &cells);
        add(&mut groups, table, row, row_span(&cells));
    }
    Ok(groups.iter().map(|row| Node::new((table.assemble)(row), row.span)).collect())
}

/// Puts a row to those of its id, or behind the others.
fn add<'t>(groups: &mut Vec<Row<'t>>, table: &'t Table, row: BTreeMap<&'t str, Node>, span: Span) {
    let id = row.get("id").and_then(Node::text).map(str::to_owned);
    let same = |other: &&mut Row| other.rows[0].get("id").and_then(Node::text).map(str::to_owned) == id;
    if table.is_grouped
        && let Some(group) = groups.iter_mut().find(same)
    {
        group.rows.push(row);
        return;
    }
    groups.push(Row { table, rows: vec![row], span });
}

fn broken(file: FileId, error: &csv::Error) -> Problem {
    let at = error.position().map_or(0, csv::Position::byte) as u32;
    Problem::new("E0131", format!("the table cannot be read: {error}")).at(Span { file, start: at, end: at })
}

fn check_header(table: &Table, header: &csv::StringRecord, span: Span) -> Vec<Problem> {
    let known: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    let mut problems = Vec::new();
    for (index, name) in header.iter().enumerate() {
        let is_again = header.iter().take(index).any(|other| other == name);
        if known.contains(&name) && !is_again {
            continue;
        }
        let title = format!("table `{}` has no column `{name}`{}", table.list, if is_again { " twice" } else { "" });
        let hint = did_you_mean(name, known.iter().copied()).map(|name| format!("did you mean `{name}`?"));
        problems.push(
            Problem::new("E0130", title).at(span).expected(format!("one of: {}", known.join(", "))).hint_if(hint),
        );
    }
    if !header.iter().any(|name| name == "id") {
        problems.push(Problem::new("E0130", format!("table `{}` needs the column `id`", table.list)).at(span));
    }
    problems
}

/// The cells of a row that are not empty, as values of their column's kind.
fn cells_of<'t>(
    table: &'t Table,
    header: &csv::StringRecord,
    record: &csv::StringRecord,
    spans: &[Span],
) -> BTreeMap<&'t str, Node> {
    let mut row = BTreeMap::new();
    for (index, (name, text)) in header.iter().zip(record).enumerate() {
        let Some((name, column)) = table.columns.iter().find(|(known, _)| *known == name) else { continue };
        let span = spans.get(index).copied().unwrap_or_else(|| row_span(spans));
        if !text.is_empty() && *column != Column::Note {
            row.insert(*name, Node::new(value(*column, text), span));
        }
    }
    row
}

fn value(column: Column, text: &str) -> Value {
    match column {
        Column::Number => number(text),
        Column::Flag => match text {
            "true" | "yes" => Value::Bool(true),
            "false" | "no" => Value::Bool(false),
            _ => Value::Text(text.to_owned()),
        },
        Column::Word => Value::Word(text.to_owned()),
        Column::Text | Column::Part | Column::Note => Value::Text(text.to_owned()),
    }
}

/// A number, or the text if it is none: the reader of the list then says that a number was expected.
fn number(text: &str) -> Value {
    match text.parse::<f64>() {
        Ok(value) => Value::Number(Number { value, text: text.to_owned() }),
        Err(_) => Value::Text(text.to_owned()),
    }
}

/// Where the cells of the row at `start` stand.
fn cell_spans(text: &str, start: usize, file: FileId) -> Vec<Span> {
    let bytes = text.as_bytes();
    let start = start + bytes[start..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let mut spans = Vec::new();
    let (mut from, mut is_quoted) = (start, false);
    for at in start..=bytes.len() {
        let byte = bytes.get(at).copied().unwrap_or(b'\n');
        match byte {
            b'"' => is_quoted = !is_quoted,
            b',' | b'\n' if !is_quoted || at == bytes.len() => {
                let end = if at > from && bytes[at - 1] == b'\r' { at - 1 } else { at };
                spans.push(Span { file, start: from as u32, end: end as u32 });
                from = at + 1;
                if byte == b'\n' {
                    break;
                }
            }
            _ => {}
        }
    }
    spans
}

fn row_span(cells: &[Span]) -> Span {
    match (cells.first(), cells.last()) {
        (Some(first), Some(last)) => first.to(*last),
        _ => Span { file: FileId(0), start: 0, end: 0 },
    }
}

impl Row<'_> {
    /// The cell of a column in the first row.
    fn cell(&self, name: &str) -> Option<&Node> {
        self.rows[0].get(name)
    }

    /// Fields for all columns that are keys of the same name.
    fn plain_fields(&self) -> Vec<Field> {
        let is_key =
            |name: &str| self.table.columns.iter().any(|(known, column)| *known == name && *column != Column::Part);
        let keys = self.table.columns.iter().filter(|(name, _)| is_key(name));
        keys.filter_map(|(name, _)| self.cell(name).map(|node| field(name, node.clone()))).collect()
    }

    /// The number in a cell.
    fn number(&self, name: &str) -> Option<Node> {
        self.cell(name).map(|node| Node::new(number(node.text().unwrap_or_default()), node.span))
    }

    /// The field of a number, if the cell is filled.
    fn number_field(&self, column: &str, key: &str) -> Option<Field> {
        self.number(column).map(|node| field(key, node))
    }

    /// The field of a text, if the cell is filled.
    fn text_field(&self, column: &str, key: &str) -> Option<Field> {
        self.cell(column).map(|node| field(key, node.clone()))
    }

    /// A list out of a cell with parts between semicolons.
    fn list(&self, name: &str) -> Option<Node> {
        let cell = self.cell(name)?;
        let parts = cell.text().unwrap_or_default().split(';').map(str::trim).filter(|part| !part.is_empty());
        let items = parts.map(|part| Node::new(Value::Text(part.to_owned()), cell.span)).collect();
        Some(Node::new(Value::List(items), cell.span))
    }
}

fn field(name: &str, value: Node) -> Field {
    Field { name: name.to_owned(), name_span: value.span, value }
}

fn record(name: Option<&str>, fields: Vec<Field>, span: Span) -> Node {
    Node::new(Value::Record { name: name.map(str::to_owned), fields }, span)
}

fn hub(row: &Row) -> Value {
    let mut fields = row.plain_fields();
    if let (Some(lat), Some(lon)) = (row.number("lat"), row.number("lon")) {
        let span = lat.span.to(lon.span);
        fields.push(field("at", Node::new(Value::Tuple { name: None, items: vec![lat, lon] }, span)));
    }
    if row.cell("country_b").is_some() {
        let border = record(Some("Border"), border_fields(row), row.span);
        fields.push(field("facilities", Node::new(Value::List(vec![border]), row.span)));
    }
    Value::Record { name: None, fields }
}

fn border_fields(row: &Row) -> Vec<Field> {
    let side = |country: &str, hours: &str| {
        let mut fields = Vec::new();
        fields.extend(row.text_field(country, "country"));
        fields.extend(row.text_field(hours, "hours"));
        fields.extend(row.text_field("post_exit", "exit"));
        fields.extend(row.text_field("post_entry", "entry"));
        fields.extend(row.number_field("scale", "scale"));
        record(None, fields, row.span)
    };
    let mut between = Vec::new();
    between.extend(row.number_field("between_km", "length_km"));
    between.extend(row.number_field("between_kmh", "speed_kmh"));
    between.extend(row.number_field("between_places", "places"));
    let mut fields = vec![field("a", side("country", "hours_a")), field("b", side("country_b", "hours_b"))];
    fields.extend(row.number_field("approach_places", "approach_places"));
    fields.push(field("between", record(None, between, row.span)));
    fields
}

fn link(row: &Row) -> Value {
    Value::Record { name: Some("Road".to_owned()), fields: row.plain_fields() }
}

fn flow(row: &Row) -> Value {
    let mut fields = row.plain_fields();
    if let Some(per_day) = row.number("per_day") {
        let span = per_day.span;
        let mut rate = vec![field("per_day", per_day)];
        rate.extend(row.list("profile").map(|profiles| field("profiles", profiles)));
        fields.push(field("arrivals", record(Some("Poisson"), rate, span)));
    }
    if let Some(via) = row.list("via") {
        let span = via.span;
        fields.push(field("route", Node::new(Value::Tuple { name: Some("Via".to_owned()), items: vec![via] }, span)));
    }
    Value::Record { name: None, fields }
}

fn times(row: &Row) -> Value {
    let minutes = row.rows.iter().filter_map(|cells| cells.get("minutes"));
    let items = minutes.map(|node| Node::new(number(node.text().unwrap_or_default()), node.span)).collect();
    let mut fields = row.plain_fields();
    fields.push(field("minutes", Node::new(Value::List(items), row.span)));
    Value::Record { name: None, fields }
}

fn profile(row: &Row) -> Value {
    let as_number = |node: &Node| Node::new(number(node.text().unwrap_or_default()), node.span);
    let point = |cells: &BTreeMap<&str, Node>| {
        let (hour, factor) = (cells.get("hour")?, cells.get("factor")?);
        let items = vec![as_number(hour), as_number(factor)];
        Some(Node::new(Value::Tuple { name: None, items }, hour.span.to(factor.span)))
    };
    let points = row.rows.iter().filter_map(point).collect();
    let mut fields = row.plain_fields();
    fields.push(field("hours", Node::new(Value::List(points), row.span)));
    Value::Record { name: None, fields }
}

#[cfg(test)]
mod tests {
    use super::super::write::write;
    use super::*;

    fn table(list: &str) -> &'static Table {
        TABLES.iter().find(|table| table.list == list).expect("a known table")
    }

    fn read(list: &str, text: &str) -> Vec<String> {
        items(table(list), FileId(0), text).expect("a good table").iter().map(write).collect()
    }

    #[test]
    fn a_row_reads_like_the_item_it_stands_for() {
        let text = "id,from,to,length_km,speed_kmh,off,source\na-b,a,b,12.5,40,no,OSM\n";
        let expected = "Road(id: \"a-b\", from: \"a\", to: \"b\", length_km: 12.5, speed_kmh: 40, off: false)";
        assert_eq!(read("links", text)[0].trim(), expected);
    }

    #[test]
    fn rows_of_one_id_make_one_profile() {
        let text = "id,hour,factor\nday,0,0.5\nday,8,1.5\nnight,0,1\n";
        let profiles = read("profiles", text);
        assert_eq!(profiles.len(), 2);
        assert_eq!(profiles[0].trim(), "(id: \"day\", hours: [(0, 0.5), (8, 1.5)])");
    }

    #[test]
    fn a_cell_knows_its_place_even_behind_quotes() {
        let text = "id,from,to\n\"x, y\",a,b\r\n";
        let spans = cell_spans(text, 11, FileId(0));
        let cells: Vec<&str> = spans.iter().map(|span| &text[span.start as usize..span.end as usize]).collect();
        assert_eq!(cells, ["\"x, y\"", "a", "b"]);
    }

    #[test]
    fn an_unknown_column_is_named_with_a_hint() {
        let problems = items(table("links"), FileId(0), "id,lenght_km\n").expect_err("a bad header");
        assert_eq!(problems[0].hint.as_deref(), Some("did you mean `length_km`?"));
    }
}
