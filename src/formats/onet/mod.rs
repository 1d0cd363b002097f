//! The O*NET database -> Framework: occupations, the elements they are rated on, tasks, activities and tools.
//!
//! In: the official text or Excel files, as a folder or an archive, in the layout before or after release 30.3.
//! Out: one release. Steps: every table is opened and recognised by its header ([`tables`]), the release is
//! named ([`release`]), then the tables are read in the order of [`Role`]: scales and elements ([`elements`]),
//! occupations with their titles ([`occupations`]), tasks and activities ([`tasks`]), tools ([`tools`]), ratings
//! ([`ratings`]). What is defective is noted and left out.

mod ids;
mod import;
mod tables;
mod release;
mod elements;
mod occupations;
mod tasks;
mod tools;
mod ratings;

pub(crate) use tables::is_in;

use std::collections::BTreeSet;

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadErrorKind;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::onet::import::Import;
use crate::formats::onet::tables::Role;
use crate::formats::table::Table;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::Location;

/// The release in the bundle's tables.
///
/// Errors: no occupation can be read, or a table is beyond a bound of [`crate::limits`].
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
) -> Result<Framework, ReadError> {
    let opened = tables::open(bundle, issues)?;
    let release = release::of(bundle, options, issues)?;
    let roles: BTreeSet<Role> = opened.iter().map(|(role, _)| *role).collect();
    let place = Location::file(&bundle.origins().join(", "));
    let mut import = Import::new(release, issues);
    let mut n_occupations = 0;
    for (role, mut table) in opened {
        let taken = match read_table(role, &mut table, &roles, &mut import) {
            Ok(taken) => taken,
            Err(e) if e.kind == ReadErrorKind::TooLarge => return Err(e),
            Err(e) => {
                import.issues.error("unreadable-table", e.location, e.what, &e.remedy);
                0
            }
        };
        if role == Role::Occupations {
            n_occupations += taken;
        }
        tables.push(TableCount { file: table.file().to_owned(), rows: table.n_rows(), taken });
    }
    if n_occupations == 0 {
        let what = "no occupation could be read";
        return Err(ReadError::invalid(place, what, "give the table Occupation Data too"));
    }
    note_missing(&roles, &mut import, &place);
    import
        .builder
        .build()
        .map_err(|e| ReadError::invalid(place, e.to_string(), "choose another short name"))
}

/// Reads one table and says how many of its rows became part of the release.
fn read_table(
    role: Role,
    table: &mut Table,
    roles: &BTreeSet<Role>,
    import: &mut Import<'_>,
) -> Result<u64, ReadError> {
    match role {
        Role::Scales => elements::read_scales(table, import),
        Role::Elements => elements::read_elements(table, import),
        Role::Occupations => occupations::read_occupations(table, import),
        Role::Titles => occupations::read_titles(table, import),
        Role::JobZoneNames => occupations::read_job_zone_names(table, import),
        Role::JobZones => occupations::read_job_zones(table, import),
        Role::RelatedOccupations => occupations::read_related(table, import),
        Role::IntermediateActivities => tasks::read_intermediate_activities(table, import),
        Role::DetailedActivities => tasks::read_detailed_activities(table, import),
        Role::Tasks => tasks::read_tasks(table, import),
        Role::EmergingTasks => tasks::read_emerging_tasks(table, import),
        Role::TaskActivities => tasks::read_task_activities(table, import),
        Role::Commodities => tools::read_commodities(table, import),
        Role::Technology | Role::Equipment => {
            tools::read_tools(table, import, role, roles.contains(&Role::Commodities))
        }
        Role::Ratings => ratings::read_ratings(table, import),
        Role::TaskRatings => ratings::read_task_ratings(table, import),
        Role::ElementLinks => elements::read_links(table, import),
        Role::Unused => tables::count(table, import),
    }
}

/// Notes the tables that every release has and this bundle lacks.
fn note_missing(roles: &BTreeSet<Role>, import: &mut Import<'_>, place: &Location) {
    let tables = [
        (Role::Scales, "Scales Reference: without it no rating can be read"),
        (Role::Elements, "Content Model Reference: without it no rating can be read"),
        (Role::Titles, "Alternate Titles (Job Titles since 30.3)"),
        (Role::JobZones, "Job Zones"),
        (Role::IntermediateActivities, "IWA Reference"),
        (Role::DetailedActivities, "DWA Reference"),
        (Role::Tasks, "Task Statements"),
        (Role::TaskActivities, "Tasks to DWAs"),
        (Role::TaskRatings, "Task Ratings"),
        (Role::Technology, "Technology Skills (Software Skills since 30.3)"),
        (Role::RelatedOccupations, "Related Occupations"),
    ];
    let ratings = [
        (ConceptKind::Skill, "Skills (Essential Skills and Transferable Skills since 30.3)"),
        (ConceptKind::Knowledge, "Knowledge"),
        (ConceptKind::Ability, "Abilities"),
        (ConceptKind::WorkStyle, "Work Styles"),
        (ConceptKind::Interest, "Interests (Career Interest Types since 30.3)"),
        (ConceptKind::Activity, "Work Activities"),
        (ConceptKind::WorkContext, "Work Context"),
    ];
    let absent_tables = tables.iter().filter(|(role, _)| !roles.contains(role)).map(|(_, n)| n);
    let absent_ratings =
        ratings.iter().filter(|(kind, _)| !import.rated.contains(kind)).map(|(_, n)| n);
    for name in absent_tables.chain(absent_ratings) {
        let what = format!("it lacks a table that every release has: {name}");
        let remedy = "add the table's file if you need what it holds";
        import.issues.note("missing-table", place.clone(), what, remedy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Content;
    use crate::formats::Format;
    use crate::formats::Reading;
    use crate::formats::Source;
    use crate::model::Concept;
    use crate::model::Flag;
    use crate::model::LabelKind;
    use crate::model::Language;
    use crate::model::Measure;
    use crate::model::RelationKind;
    use crate::model::property;

    /// A small release in the layout before 30.3, all of it invented.
    const BEFORE: [(&str, &str); 20] = [
        ("Read Me.txt", "O*NET 29.9 Database\nSome Release"),
        (
            "Occupation Data.txt",
            "O*NET-SOC Code\tTitle\tDescription\n11-1011.00\tLamp Lighters\tLight lamps.\n\
             11-1011.01\tLamp Cleaners\tClean lamps.",
        ),
        (
            "Scales Reference.txt",
            "Scale ID\tScale Name\tMinimum\tMaximum\nIM\tImportance\t1\t5\nLV\tLevel\t0\t7",
        ),
        (
            "Content Model Reference.txt",
            "Element ID\tElement Name\tDescription\n2\tWorker Requirements\tx\n2.A\tBasic Skills\tx\n\
             2.A.1.a\tReading Lamps\tx\n1.B.2.a\tBrightness\tx\n1.B.2.a.1\tGlow\tx\n\
             4.A.1.a.1\tSeeing\tx",
        ),
        (
            "Skills.txt",
            "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tN\tStandard Error\tLower CI Bound\t\
             Upper CI Bound\tRecommend Suppress\tNot Relevant\tDate\tDomain Source\n\
             11-1011.00\t2.A.1.a\tReading Lamps\tIM\t4.12\t8\t0.1250\t3.88\t4.37\tN\tn/a\t08/2023\tAnalyst\n\
             11-1011.00\t2.A.1.a\tReading Lamps\tLV\t7.2\t8\t0.1\t6\t7\tY\tN\t08/2023\tAnalyst\n\
             11-1011.00\t2.A.1.a\tReading Lamps\tIM\t4.12\t8\t0.1250\t3.88\t4.37\tN\tn/a\t08/2023\tAnalyst\n\
             99-9999.00\t2.A.1.a\tReading Lamps\tIM\t2\tn/a\tn/a\tn/a\tn/a\tN\tn/a\tn/a\tn/a\n\
             11-1011.01\t2.A.1.a\tReading Lamps\tIM\tfour\t8\t\t\t\tN\tn/a\t08/2023\tAnalyst\n\
             11-1011.01\t2.A.1.a\tReading Lamps\tLV\t2\teight\t\tn/a\t3\tN\tY\t2023\tAnalyst\n\
             11-1011.01\t2.A.1.a\tReading Lamps\tXX\t2\t8\t\t\t\tN\tY\t08/2023\tAnalyst",
        ),
        (
            "Work Values.txt",
            "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tDate\tDomain Source\n\
             11-1011.00\t1.B.2.a\tBrightness\tLV\t3\t06/2008\tAnalyst",
        ),
        (
            "Work Context.txt",
            "O*NET-SOC Code\tElement ID\tScale ID\tCategory\tData Value\n11-1011.00\t4.A.1.a.1\tIM\tn/a\t3\n\
             11-1011.00\t4.A.1.a.1\tIM\t1\t33",
        ),
        (
            "Alternate Titles.txt",
            "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n11-1011.00\tWick Keeper\tn/a\t08\n\
             11-1011.00\tChief Lamp Lighter (CLL)\tCLL\t08\n11-1011.00\t\tn/a\t08",
        ),
        (
            "Sample of Reported Titles.txt",
            "O*NET-SOC Code\tReported Job Title\tShown in My Next Move\n11-1011.00\tLighter\tY",
        ),
        ("Job Zone Reference.txt", "Job Zone\tName\n1\tLittle\n2\tSome"),
        ("Job Zones.txt", "O*NET-SOC Code\tJob Zone\n11-1011.00\t2\n11-1011.01\t5"),
        (
            "IWA Reference.txt",
            "Element ID\tIWA ID\tIWA Title\n4.A.1.a.1\t4.A.1.a.1.I01\tSee lamps.",
        ),
        (
            "DWA Reference.txt",
            "Element ID\tIWA ID\tDWA ID\tDWA Title\n4.A.1.a.1\t4.A.1.a.1.I01\t4.A.1.a.1.I01.D01\tSee oil lamps.",
        ),
        (
            "Task Statements.txt",
            "O*NET-SOC Code\tTask ID\tTask\tTask Type\n11-1011.00\t7\tLight the \"old\" lamps.\tCore\n\
             11-1011.00\t8\tTrim wicks.\tn/a",
        ),
        (
            "Emerging Tasks.txt",
            "O*NET-SOC Code\tTask\tCategory\tOriginal Task ID\tOriginal Task\n\
             11-1011.00\tLight new lamps.\tRevision\t7\tx\n11-1011.00\tSwitch lamps.\tNew\tn/a\tn/a",
        ),
        (
            "Tasks to DWAs.txt",
            "O*NET-SOC Code\tTask ID\tDWA ID\n11-1011.00\t7\t4.A.1.a.1.I01.D01\n11-1011.00\t7\t4.A.9",
        ),
        (
            "UNSPSC Reference.txt",
            "Commodity Code\tCommodity Title\tClass Code\tClass Title\tFamily Code\tFamily Title\tSegment Code\t\
             Segment Title\n39101601\tOil lamps\t39101600\tLamps\t39100000\tLight\t39000000\tElectrical",
        ),
        (
            "Technology Skills.txt",
            "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n\
             11-1011.00\tLampCAD #2\t39101601\tOil lamps\tY\tN",
        ),
        (
            "Related Occupations.txt",
            "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\tIndex\n\
             11-1011.00\t11-1011.01\tPrimary-Long\t7",
        ),
        (
            "RIASEC Keywords.txt",
            "Element ID\tElement Name\tKeyword\tKeyword Type\n1.B.1.a\tx\ty\tz",
        ),
    ];

    /// The tables that look otherwise since 30.3.
    const AFTER: [(&str, &str); 4] = [
        (
            "Essential Skills.txt",
            "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tNot Relevant\n\
             11-1011.00\t2.A.1.a\tReading Lamps\tIM\t3\tn/a",
        ),
        (
            "Transferable Skills.txt",
            "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tNot Relevant\n\
             11-1011.00\t2.B.1.a\tSensing Lamps\tLV\t2\tY",
        ),
        (
            "Job Titles.txt",
            "O*NET-SOC Code\tJob Title\tShort Title\tSource(s)\n11-1011.00\tWick Keeper\tn/a\t08",
        ),
        (
            "Software Skills.txt",
            "O*NET-SOC Code\tWorkplace Example\tElement ID\tElement Name\tHot Technology\tIn Demand\n\
             11-1011.00\tLampCAD\t5.F.1.a\tLamp software\tN\tY",
        ),
    ];

    fn read_files(files: &[(&str, &str)], options: &ReadOptions) -> Reading {
        let sources: Vec<Source> = (files.iter())
            .map(|(name, text)| Source::Bytes {
                name: format!("invented/{name}"),
                bytes: text.replace('\n', "\r\n").into_bytes().into(),
            })
            .collect();
        crate::formats::read(&Bundle::open(&sources).unwrap(), options).unwrap()
    }

    fn framework_of(reading: &Reading) -> &Framework {
        match &reading.content {
            Content::Framework(framework) => framework,
            Content::MappingSet(_) => panic!("not a framework"),
        }
    }

    fn concept<'a>(framework: &'a Framework, iri: &str) -> &'a Concept {
        let position = framework.position(iri);
        &framework.concepts()[position.unwrap_or_else(|| panic!("no {iri}"))]
    }

    fn arrow<'a>(
        framework: &'a Framework,
        subject: &str,
        kind: RelationKind,
        object: &str,
    ) -> Option<Vec<(&'a str, &'a Measure)>> {
        let end = |iri: &str| framework.position(iri).unwrap_or_else(|| panic!("no {iri}"));
        let (subject, object) = (end(subject), end(object));
        let number = framework.relations().iter().position(|r| {
            (r.subject as usize, r.kind, r.object as usize) == (subject, kind, object)
        })?;
        let scale = |m: &Measure| framework.parts().scales[usize::from(m.scale)].id.as_ref();
        Some(framework.measures_of(number).iter().map(|m| (scale(m), m)).collect())
    }

    const LIGHTERS: &str = "https://www.onetonline.org/link/summary/11-1011.00";
    const CLEANERS: &str = "https://www.onetonline.org/link/summary/11-1011.01";

    #[test]
    fn every_table_with_competencies_becomes_concepts_and_arrows() {
        let reading = read_files(&BEFORE, &ReadOptions::default());
        let framework = framework_of(&reading);
        assert_eq!(reading.format, Format::Onet);
        assert_eq!(framework.release().to_string(), "onet@29.9");
        let kinds = [
            (LIGHTERS, ConceptKind::Occupation),
            ("urn:onet:element:2", ConceptKind::Group),
            ("urn:onet:element:2.A", ConceptKind::Group),
            ("urn:onet:element:2.A.1.a", ConceptKind::Skill),
            ("urn:onet:element:1.B.2.a", ConceptKind::WorkValue),
            ("urn:onet:element:1.B.2.a.1", ConceptKind::WorkValue),
            ("urn:onet:iwa:4.A.1.a.1.I01", ConceptKind::Activity),
            ("urn:onet:task:7", ConceptKind::Task),
            ("urn:onet:tool:LampCAD%20%232", ConceptKind::Tool),
            ("urn:onet:unspsc:39101600", ConceptKind::Group),
        ];
        for (iri, kind) in kinds {
            assert_eq!(concept(framework, iri).kind, kind, "{iri}\nhelp: see BRANCHES");
        }
        let arrows = [
            ("urn:onet:element:2.A.1.a", RelationKind::Broader, "urn:onet:element:2.A"),
            ("urn:onet:element:2.A", RelationKind::Broader, "urn:onet:element:2"),
            (LIGHTERS, RelationKind::Rated, "urn:onet:element:2.A.1.a"),
            (LIGHTERS, RelationKind::Rated, "urn:onet:element:4.A.1.a.1"),
            (LIGHTERS, RelationKind::HasTask, "urn:onet:task:7"),
            ("urn:onet:task:7", RelationKind::HasActivity, "urn:onet:dwa:4.A.1.a.1.I01.D01"),
            ("urn:onet:dwa:4.A.1.a.1.I01.D01", RelationKind::Broader, "urn:onet:iwa:4.A.1.a.1.I01"),
            ("urn:onet:iwa:4.A.1.a.1.I01", RelationKind::Broader, "urn:onet:element:4.A.1.a.1"),
            (LIGHTERS, RelationKind::Uses, "urn:onet:tool:LampCAD%20%232"),
            ("urn:onet:tool:LampCAD%20%232", RelationKind::Broader, "urn:onet:unspsc:39101601"),
            ("urn:onet:unspsc:39100000", RelationKind::Broader, "urn:onet:unspsc:39000000"),
            (LIGHTERS, RelationKind::Related, CLEANERS),
        ];
        for (subject, kind, object) in arrows {
            let found = arrow(framework, subject, kind, object);
            assert!(found.is_some(), "{subject} {kind} {object}\nhelp: see the table's reader");
        }
    }

    #[test]
    fn an_occupation_keeps_all_its_names_codes_and_levels() {
        let reading = read_files(&BEFORE, &ReadOptions::default());
        let occupation = concept(framework_of(&reading), LIGHTERS);
        let names: Vec<_> =
            occupation.labels.iter().map(|l| (l.kind, l.language, l.text.as_ref())).collect();
        let alternative = |text| (LabelKind::Alternative, Language::ENGLISH, text);
        assert_eq!(
            names,
            [
                (LabelKind::Preferred, Language::ENGLISH, "Lamp Lighters"),
                alternative("CLL"),
                alternative("Chief Lamp Lighter (CLL)"),
                alternative("Lighter"),
                alternative("Wick Keeper"),
            ]
        );
        let codes: Vec<_> =
            occupation.notations.iter().map(|n| (n.scheme.as_ref(), n.code.as_ref())).collect();
        assert_eq!(codes, [("O*NET-SOC", "11-1011.00"), ("SOC", "11-1011")]);
        assert_eq!(occupation.property(property::PREPARATION_LEVEL), Some("2"));
        assert_eq!(occupation.property("preparation_name"), Some("Some"));
        assert_eq!(occupation.description(Language::ENGLISH), Some("Light lamps."));
        let task = concept(framework_of(&reading), "urn:onet:task:7");
        assert_eq!(task.label(Language::ENGLISH), "Light the \"old\" lamps.");
        assert_eq!(task.property(property::TASK_TYPE), Some("Core"));
    }

    #[test]
    fn a_rating_keeps_what_its_source_says_about_it() {
        let reading = read_files(&BEFORE, &ReadOptions::default());
        let framework = framework_of(&reading);
        let skill = "urn:onet:element:2.A.1.a";
        let measures = arrow(framework, LIGHTERS, RelationKind::Rated, skill).unwrap();
        let [(scale, measure)] = measures.as_slice() else { panic!("{measures:?}") };
        assert_eq!((*scale, measure.value, measure.n), ("IM", 4.12, Some(8)));
        assert_eq!(measure.standard_error, Some(0.125));
        assert_eq!(measure.interval, Some((3.88, 4.37)));
        assert_eq!((measure.suppress, measure.not_relevant), (Flag::No, Flag::Unsaid));
        assert_eq!(measure.month, Some(2023 * 12 + 7));
        assert_eq!(framework.parts().measure_sources[0].as_ref(), "Analyst");

        let measures = arrow(framework, CLEANERS, RelationKind::Rated, skill).unwrap();
        let [(scale, measure)] = measures.as_slice() else { panic!("{measures:?}") };
        assert_eq!((*scale, measure.n, measure.interval), ("LV", None, None));
        assert_eq!((measure.not_relevant, measure.month), (Flag::Yes, None));

        let tool = "urn:onet:tool:LampCAD%20%232";
        let flags = arrow(framework, LIGHTERS, RelationKind::Uses, tool).unwrap();
        let flags: Vec<_> = flags.iter().map(|(scale, m)| (*scale, m.value)).collect();
        assert_eq!(flags, [("HT", 1.0), ("ID", 0.0)]);
        let near = arrow(framework, LIGHTERS, RelationKind::Related, CLEANERS).unwrap();
        let near: Vec<_> = near.iter().map(|(scale, m)| (*scale, m.value)).collect();
        assert_eq!(near, [("RI", 7.0), ("TIER", 2.0)]);
    }

    #[test]
    fn every_defect_is_named_with_its_place_and_the_rest_is_read() {
        let reading = read_files(&BEFORE, &ReadOptions::default());
        let expected = [
            ("out-of-scale", "Skills.txt", 3),
            ("duplicate-row", "Skills.txt", 4),
            ("dangling-relation", "Skills.txt", 5),
            ("bad-number", "Skills.txt", 6),
            ("bad-number", "Skills.txt", 7),
            ("bad-date", "Skills.txt", 7),
            ("unknown-scale", "Skills.txt", 8),
            ("blank-label", "Alternate Titles.txt", 4),
            ("out-of-scale", "Job Zones.txt", 3),
            ("dangling-relation", "Tasks to DWAs.txt", 3),
        ];
        let issues = reading.issues.kept();
        for (code, file, line) in expected {
            let is_it = |i: &&crate::model::Issue| {
                i.code == code && i.location.file.ends_with(file) && i.location.line == Some(line)
            };
            assert!(issues.iter().any(|i| is_it(&i)), "{code} {file} {line}\nfound: {issues:#?}");
        }
        let defects = issues.iter().filter(|i| i.location.line.is_some()).count();
        assert_eq!(defects, expected.len(), "{issues:#?}");
        let out = issues.iter().find(|i| i.code == "out-of-scale" && i.location.line == Some(3));
        assert!(out.is_some_and(|i| i.to_string().contains("outside 1 to 2")));
        let above = issues.iter().find(|i| i.location.file.ends_with("Skills.txt")).unwrap();
        assert_eq!(
            above.to_string(),
            "invented/Skills.txt, line 3: value 7.2 is above the bound 7 of scale LV; check the scale id"
        );
        let unused = issues.iter().filter(|i| i.code == "table-not-used");
        let unused: Vec<_> = unused.map(|i| i.location.file.as_str()).collect();
        assert_eq!(unused, ["invented/RIASEC Keywords.txt"]);
        assert!(issues.iter().any(|i| i.code == "rows-not-used"));
        let skills = reading.tables.iter().find(|t| t.file.ends_with("/Skills.txt")).unwrap();
        assert_eq!((skills.rows, skills.taken), (7, 2));
    }

    #[test]
    fn an_emerging_task_has_a_lasting_id_and_knows_what_it_revises() {
        let reading = read_files(&BEFORE, &ReadOptions::default());
        let framework = framework_of(&reading);
        let iri = ids::emerging_task("11-1011.00", "Light new lamps.");
        assert_eq!(concept(framework, &iri).property(property::TASK_TYPE), Some("Emerging"));
        assert!(arrow(framework, LIGHTERS, RelationKind::HasTask, &iri).is_some());
        assert!(arrow(framework, &iri, RelationKind::Related, "urn:onet:task:7").is_some());
    }

    #[test]
    fn the_layout_since_30_3_is_read_like_the_one_before() {
        let old = ["Skills.txt", "Alternate Titles.txt", "Technology Skills.txt", "Read Me.txt"];
        let mut files: Vec<(&str, String)> = (BEFORE.iter())
            .filter(|(name, _)| !old.contains(name))
            .chain(AFTER.iter())
            .map(|(name, text)| (*name, (*text).to_owned()))
            .collect();
        for (name, text) in &mut files {
            if *name == "Content Model Reference.txt" {
                text.push_str(
                    "\n2.B.1.a\tSensing Lamps\tx\n5.F.1.a\tLamp software\tx\n4.A.1.a.1.I01\tSee lamps.\tx",
                );
            }
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
        let options = ReadOptions {
            version: Some("30.3".to_owned()),
            key: Some("onet-next".to_owned()),
            ..ReadOptions::default()
        };
        let reading = read_files(&files, &options);
        let framework = framework_of(&reading);
        assert_eq!(framework.release().to_string(), "onet-next@30.3");
        for skill in ["2.A.1.a", "2.B.1.a"] {
            let skill = format!("urn:onet:element:{skill}");
            let measures = arrow(framework, LIGHTERS, RelationKind::Rated, &skill);
            assert_eq!(measures.map(|m| m.len()), Some(1), "{skill}");
        }
        let tool = "urn:onet:tool:LampCAD";
        assert!(arrow(framework, LIGHTERS, RelationKind::Uses, tool).is_some());
        let software = "urn:onet:element:5.F.1.a";
        assert!(arrow(framework, tool, RelationKind::Broader, software).is_some());
        assert_eq!(concept(framework, tool).property(property::TOOL_TYPE), Some("technology"));
        let titles = &concept(framework, LIGHTERS).labels;
        assert!(titles.iter().any(|l| l.text.as_ref() == "Wick Keeper"));
        let activity = concept(framework, "urn:onet:element:4.A.1.a.1");
        assert_eq!(activity.kind, ConceptKind::Activity, "finer activities stand below it");
        let missing = reading.issues.kept().iter().filter(|i| i.code == "missing-table");
        let missing: Vec<_> = missing.filter(|i| i.what.contains("Skills")).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn without_occupations_nothing_is_read() {
        let files = [("Occupation Data.txt", "O*NET-SOC Code\tTitle\tDescription\nx\ty\tz")];
        let sources = files
            .map(|(name, text)| Source::Bytes { name: name.into(), bytes: text.as_bytes().into() });
        let bundle = Bundle::open(&sources).unwrap();
        let error = crate::formats::read(&bundle, &ReadOptions::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "Occupation Data.txt: no occupation could be read; give the table Occupation Data too"
        );
    }
}
