//! What people call columns, in English, German, French, Spanish and Dutch: tables of words, squeezed as by
//! [`squeezed`](super::words::squeezed).

use crate::formats::spreadsheet::ColumnRole;
use crate::model::ConceptKind;
use crate::model::Predicate;
use crate::model::RelationKind;

/// Names of columns that say what they are, squeezed as by [`squeezed`].
pub(super) const NAMES: [(ColumnRole, &str); 14] = [
    (
        ColumnRole::Id,
        "id iri uri url identifier conceptid concepturi conceptiri guid uuid kennung identifiant \
         identificador identificatie recordid canonicalurl",
    ),
    (
        ColumnRole::Code,
        "code notation codes notations humancodingscheme codingscheme number no nr nummer schlüssel \
         numéro número código codigo ref reference refno referenz kürzel shortcode itemcode \
         codednotation referencecode",
    ),
    (
        ColumnRole::Label,
        "label name title preflabel preferredlabel preferredterm fullstatement statement competencytext \
         competencystatement term bezeichnung benennung titel begriff intitulé libellé nom titre terme \
         nombre título etiqueta término naam benaming omschrijvingkort",
    ),
    (
        ColumnRole::Alternative,
        "alternativelabel alternativelabels altlabel altlabels alternativename alternativenames synonym \
         synonyms alias aliases alsoknownas abbreviatedstatement shortname abbreviation othernames \
         synonyme alternativbezeichnung alternativbezeichnungen kurzbezeichnung abkürzung \
         autresappellations synonymes sinónimo sinónimos etiquetaalternativa synoniem synoniemen \
         alternatievebenaming",
    ),
    (ColumnRole::Hidden, "hiddenlabel hiddenlabels misspellings searchterms suchbegriffe"),
    (
        ColumnRole::Description,
        "description descriptions descriptor skillstatement desc explanation longdescription details \
         beschreibung erläuterung erklärung descriptif explication descripción explicación beschrijving \
         omschrijving toelichting uitleg",
    ),
    (ColumnRole::Definition, "definition definitions définition definición definitie meaning"),
    (
        ColumnRole::ScopeNote,
        "scopenote scopenotes scope abgrenzung notedapplication includes excludes",
    ),
    (
        ColumnRole::Note,
        "note notes comment comments remark remarks example examples editorialnote anmerkung bemerkung \
         hinweis kommentar notiz beispiel beispiele remarque commentaire exemple exemples nota notas \
         comentario ejemplo ejemplos opmerking notitie voorbeeld voorbeelden",
    ),
    (
        ColumnRole::Kind,
        "kind type concepttype itemtype elementtype skilltype statementtype art typ sorte tipo soort \
         typelabel",
    ),
    (
        ColumnRole::Parent,
        "parent parents parentid parentcode parentname parentlabel parenturi parentiri parentidentifier \
         ischildof childof broader broaderconcept broaderid broaderuri broaderterm belongsto \
         übergeordnet oberbegriff elternelement eltern parentelement termegénérique supérieur padre \
         superior términogenérico bovenliggend ouder",
    ),
    (
        ColumnRole::Depth,
        "depth hierarchylevel outlinelevel indent indentlevel tiefe hierarchieebene gliederungsebene \
         profondeur niveauhiérarchique profundidad niveljerárquico diepte hiërarchieniveau",
    ),
    (ColumnRole::Status, "status state adoptionstatus zustand statut état estado toestand"),
    (
        ColumnRole::ReplacedBy,
        "replacedby isreplacedby supersededby successor ersetztdurch nachfolger remplacépar \
         reemplazadopor sustituidopor vervangendoor",
    ),
];

/// Names of columns of an outline number.
pub(super) const OUTLINES: &str =
    "smartlevel outline outlinenumber wbs gliederung gliederungsnummer numerotation hierarchycode";

/// Names of columns that name further concepts of the same framework.
pub(super) const RELATIONS: [(&str, RelationKind); 12] = [
    ("related", RelationKind::Related),
    ("relatedto", RelationKind::Related),
    ("isrelatedto", RelationKind::Related),
    ("relatedskills", RelationKind::Related),
    ("relatedconcepts", RelationKind::Related),
    ("seealso", RelationKind::Related),
    ("verwandt", RelationKind::Related),
    ("sieheauch", RelationKind::Related),
    ("ispartof", RelationKind::PartOf),
    ("ispeerof", RelationKind::Peer),
    ("essentialskills", RelationKind::Essential),
    ("optionalskills", RelationKind::Optional),
];

/// Names of columns that name concepts of other frameworks.
pub(super) const MAPPINGS: [(&str, Predicate); 8] = [
    ("exactmatch", Predicate::Exact),
    ("isexactmatchof", Predicate::Exact),
    ("exactmatchof", Predicate::Exact),
    ("sameas", Predicate::Exact),
    ("closematch", Predicate::Close),
    ("broadmatch", Predicate::Broad),
    ("narrowmatch", Predicate::Narrow),
    ("relatedmatch", Predicate::Related),
];

/// Words for what a name of a column says of the thing before or after it.
pub(super) const ATTRIBUTES: [(ColumnRole, &str); 4] = [
    (
        ColumnRole::Code,
        "id identifier code number no nr num nummer kennung schlüssel código codigo numéro número \
         notation key uri iri url",
    ),
    (
        ColumnRole::Label,
        "name title label titel bezeichnung nom intitulé libellé titre nombre título naam term text",
    ),
    (
        ColumnRole::Description,
        "description descriptor desc explanation beschreibung descriptif descripción beschrijving \
         omschrijving details",
    ),
    (ColumnRole::Definition, "definition définition definición definitie"),
];

/// Words between a thing and what is said of it.
pub(super) const FILLERS: &str = "of the de la le les du des d l der del van het el los";

/// What concepts are called, with their kind.
pub(super) const THINGS: [(ConceptKind, &str); 10] = [
    (
        ConceptKind::Skill,
        "skill skills competence competences competency competencies element concept item fertigkeit \
         fertigkeiten kompetenz kompetenzen fähigkeit fähigkeiten compétence compétences savoirfaire \
         competencia competencias destreza destrezas habilidad habilidades vaardigheid vaardigheden \
         competentie competenties",
    ),
    (
        ConceptKind::Outcome,
        "outcome outcomes learningoutcome learningoutcomes learningobjective objective fullstatement \
         statement standard competencestatement competencystatement lernergebnis lernergebnisse lernziel \
         acquisdapprentissage objectif resultadodeaprendizaje objetivo leerresultaat leeruitkomst \
         leerdoel",
    ),
    (
        ConceptKind::Knowledge,
        "knowledge kenntnis kenntnisse wissen savoir savoirs connaissance connaissances conocimiento \
         conocimientos kennis",
    ),
    (ConceptKind::Ability, "ability abilities aptitude aptitud bekwaamheid"),
    (
        ConceptKind::Occupation,
        "occupation occupations workrole role job jobtitle profession beruf berufe rolle métier emploi \
         ocupación profesión puesto beroep functie rol",
    ),
    (ConceptKind::Task, "task tasks aufgabe tâche tarea taak"),
    (ConceptKind::Activity, "activity activities tätigkeit activité actividad activiteit"),
    (ConceptKind::Tool, "tool tools technology software werkzeug outil herramienta gereedschap"),
    (ConceptKind::Course, "course module kurs lehrveranstaltung modul cours curso cursus vak"),
    (
        ConceptKind::Credential,
        "credential certificate badge qualification zertifikat certificat certificado certificaat",
    ),
];

/// What groups are called.
pub(super) const GROUPS: &str = "category subcategory group subgroup area subarea domain subdomain cluster strand family field \
    sector pillar dimension theme topic section division branch competencearea competencyarea \
    skillgroup skillcategory kategorie unterkategorie oberkategorie gruppe untergruppe bereich \
    teilbereich domäne themenfeld kompetenzbereich catégorie souscatégorie groupe domaine \
    sousdomaine famille categoría subcategoría grupo área categorie subcategorie groep";

/// What levels of a hierarchy are called, before their number.
pub(super) const LEVELS: &str = "level lvl l ebene stufe niveau nivel tier hierarchylevel";

/// Names of columns that lists of people and accounts have, and lists of concepts have not.
pub(super) const PEOPLE: &str = "email emailaddress username password phone phonenumber firstname lastname surname vorname \
    nachname birthday dateofbirth salary address prénom";
