//! Courses and postings that ship with skillmap, to try it on.

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;

/// All samples.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SamplesReply {
    /// Courses first, then postings.
    pub samples: Vec<Sample>,
}

/// One text to try things on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sample {
    /// `course` or `posting`.
    pub sort: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The text, Markdown.
    pub text: &'static str,
}

/// The samples, as they lie in `taxonomies/samples`.
const SAMPLES: [(&str, &str, &str); 24] = [
    (
        "course",
        "cnc-machining-one",
        include_str!("../../taxonomies/samples/courses/cnc-machining-one.md"),
    ),
    (
        "course",
        "computer-networking-basics",
        include_str!("../../taxonomies/samples/courses/computer-networking-basics.md"),
    ),
    (
        "course",
        "emergency-medical-technician",
        include_str!("../../taxonomies/samples/courses/emergency-medical-technician.md"),
    ),
    (
        "course",
        "guiding-young-children",
        include_str!("../../taxonomies/samples/courses/guiding-young-children.md"),
    ),
    (
        "course",
        "introduction-to-data-analysis",
        include_str!("../../taxonomies/samples/courses/introduction-to-data-analysis.md"),
    ),
    (
        "course",
        "nursing-fundamentals",
        include_str!("../../taxonomies/samples/courses/nursing-fundamentals.md"),
    ),
    (
        "course",
        "principles-of-accounting",
        include_str!("../../taxonomies/samples/courses/principles-of-accounting.md"),
    ),
    (
        "course",
        "professional-cooking-one",
        include_str!("../../taxonomies/samples/courses/professional-cooking-one.md"),
    ),
    (
        "course",
        "residential-wiring",
        include_str!("../../taxonomies/samples/courses/residential-wiring.md"),
    ),
    (
        "course",
        "warehouse-and-inventory-operations",
        include_str!("../../taxonomies/samples/courses/warehouse-and-inventory-operations.md"),
    ),
    (
        "course",
        "water-treatment-operations",
        include_str!("../../taxonomies/samples/courses/water-treatment-operations.md"),
    ),
    (
        "course",
        "web-application-development",
        include_str!("../../taxonomies/samples/courses/web-application-development.md"),
    ),
    (
        "posting",
        "cnc-machinist",
        include_str!("../../taxonomies/samples/postings/cnc-machinist.md"),
    ),
    (
        "posting",
        "emergency-dispatcher",
        include_str!("../../taxonomies/samples/postings/emergency-dispatcher.md"),
    ),
    (
        "posting",
        "human-resources-manager",
        include_str!("../../taxonomies/samples/postings/human-resources-manager.md"),
    ),
    (
        "posting",
        "it-support-technician",
        include_str!("../../taxonomies/samples/postings/it-support-technician.md"),
    ),
    (
        "posting",
        "journeyman-electrician",
        include_str!("../../taxonomies/samples/postings/journeyman-electrician.md"),
    ),
    (
        "posting",
        "licensed-practical-nurse",
        include_str!("../../taxonomies/samples/postings/licensed-practical-nurse.md"),
    ),
    ("posting", "line-cook", include_str!("../../taxonomies/samples/postings/line-cook.md")),
    (
        "posting",
        "preschool-lead-teacher",
        include_str!("../../taxonomies/samples/postings/preschool-lead-teacher.md"),
    ),
    (
        "posting",
        "senior-data-engineer",
        include_str!("../../taxonomies/samples/postings/senior-data-engineer.md"),
    ),
    (
        "posting",
        "staff-accountant",
        include_str!("../../taxonomies/samples/postings/staff-accountant.md"),
    ),
    (
        "posting",
        "warehouse-shift-supervisor",
        include_str!("../../taxonomies/samples/postings/warehouse-shift-supervisor.md"),
    ),
    (
        "posting",
        "wastewater-plant-operator",
        include_str!("../../taxonomies/samples/postings/wastewater-plant-operator.md"),
    ),
];

impl Engine {
    /// The samples. They ship with skillmap and do not depend on any data folder.
    pub fn samples() -> SamplesReply {
        let samples = SAMPLES.into_iter().map(|(sort, name, text)| Sample { sort, name, text });
        SamplesReply { samples: samples.collect() }
    }
}
