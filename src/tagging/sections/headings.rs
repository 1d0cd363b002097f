//! The phrases that head a section, by role, in five languages.

use crate::model::SectionRole;
use crate::model::SectionRole::Assessments;
use crate::model::SectionRole::Benefits;
use crate::model::SectionRole::Company;
use crate::model::SectionRole::Description;
use crate::model::SectionRole::Details;
use crate::model::SectionRole::Duties;
use crate::model::SectionRole::EqualOpportunity;
use crate::model::SectionRole::Other;
use crate::model::SectionRole::Outcomes;
use crate::model::SectionRole::Preferred;
use crate::model::SectionRole::Qualifications;
use crate::model::SectionRole::Required;
use crate::model::SectionRole::Topics;

/// Role and phrases, kept apart by `|`; compared word by word without regard to accents and capitals.
pub(in crate::tagging) const HEADINGS: [(SectionRole, &str); 47] = [
    // English
    (
        Duties,
        "responsibilities|responsibility|responsibilites|responsibilities include|duties|duty|duties include|job functions|accountabilities|accountability|tasks|activities|what you'll do|what you will do|what you'll be doing|what you will be doing|what you do|your role|your mission|in this role|in this role you will|a typical day|day to day|a day in the life|the work|typical work|you will|scope of work|job duties|principal duties|functions|specific activities involve|how you will contribute|how you'll make an impact|deliverables",
    ),
    (
        Required,
        "requirements|requirement|required|required skills|required experience|qualifications|qualification|minimum qualifications|basic qualifications|required qualifications|must have|must haves|must-have|what you need|what you'll need|what you will need|what we need|what we require|what you bring|what you'll bring|what you will bring|who you are|you have|you are|about you|we are looking for|what we are looking for|what we're looking for|knowledge skills and abilities|knowledge skills abilities|knowledge skills & abilities|knowledge and skills|skills and qualifications|skills and abilities|skills|abilities|technical skills|skill requirements|competencies|key competencies|candidate profile|your profile|ideal candidate|the ideal candidate|the successful candidate|candidate must have|eligibility|physical requirements|language requirements|languages|hard skills|soft skills|the right candidate has the following skills|is seeking a candidate who possess|all applicants must meet the following qualifications",
    ),
    (
        Preferred,
        "preferred|preferred qualifications|preferred skills|preferred requirements|preferences|desired|desired skills|desired qualifications|desirable|nice to have|nice to haves|nice-to-have|good to have|bonus|bonus points|bonus skills|a plus|pluses|extra credit|it's a plus|would be a plus|what would be great|additional assets|assets|ideally you have|preferred but not required|helpful|helpful but not required",
    ),
    (
        Qualifications,
        "education|education and experience|education and/or experience|education experience|required education|education requirements|educational requirements|experience|work experience|required experience|experience requirements|experience required|licenses|licences|licensure|license|licensing|certifications|certification|certificates|licenses and certifications|credentials|training and experience|academic background|security clearance|clearance|training",
    ),
    (
        Benefits,
        "benefits|our benefits|perks|perks and benefits|what we offer|we offer|what's in it for you|why you'll love it here|compensation|compensation and benefits|salary|salary range|pay|pay range|pay rate|wages|wage|rewards|total rewards|what you'll receive|what you will receive|what you'll get|what you get|what we provide|why work here|why join|why join us|offers a great benefit program that includes|the job offers|health and wellness|package",
    ),
    (
        Company,
        "about us|about the company|about our company|about the organization|about the team|our company|company|company description|company overview|company profile|corporate profile|who we are|our story|our mission|our values|our culture|mission|history|the company|the employer|the team|our team|our history",
    ),
    (
        EqualOpportunity,
        "equal opportunity|equal opportunity employer|equal employment opportunity|eeo|eeo statement|eoe|diversity|diversity and inclusion|diversity statement|inclusion|our commitment to diversity|non-discrimination|nondiscrimination|accommodation|accommodations|disability accommodation|accommodation statement|reasonable accommodation|accessibility|students with disabilities|title ix|affirmative action",
    ),
    (
        Description,
        "summary|job summary|position summary|role summary|general job summary|overview|job overview|position overview|job description|position description|description|general description|about the job|about the role|about the position|about this role|about this position|the role|the job|the position|the opportunity|purpose|job purpose|position purpose|purpose of the position|course description|catalog description|catalogue description|course overview|course summary|module description|about the course|about this course|rationale|aim|aims|course purpose|introduction",
    ),
    (
        Outcomes,
        "learning outcomes|learning outcome|outcomes|outcome|course outcomes|student learning outcomes|expected outcomes|intended learning outcomes|expected learning outcomes|objectives|learning objectives|course objectives|learning goals|course goals|goals|competencies gained|skills gained|skills you will gain|skills you'll gain|what you'll learn|what you will learn|what students will learn|you will learn|upon completion|upon completion students will be able to|upon successful completion|by the end of this course|students will be able to|students will|learners will|program outcomes|course learning outcomes",
    ),
    (
        Topics,
        "topics|course topics|topics covered|course content|contents|content|syllabus|course outline|outline|curriculum|units|modules|unit topics|weekly schedule|schedule of topics|lectures|subjects|themes|what is covered",
    ),
    (
        Assessments,
        "assessment|assessments|assessment methods|evaluation|grading|grading policy|grades|examination|examinations|exams|assignments|coursework|assignments and grading|student evaluation|methods of evaluation|how you will be assessed",
    ),
    (
        Details,
        "location|locations|primary locations|work location|job location|job type|employment type|position type|post date|date posted|posted|posting date|closing date|deadline|requisition id|requisition|req id|job id|job number|job code|job title|position title|title|job|job category|category|organization|organisation|department|division|reports to|direct reports|subordinates|indirect|dimensions|supervisory responsibilities|supervisory responsibilites|travel|hours|working hours|work hours|work schedule|schedule|shift|start date|duration|term|semester|physical demands|physical demands/working conditions|working conditions|work environment|physical environment|work conditions|how to apply|to apply|apply|apply now|application|application process|application instructions|contact|contact us|notes|note|disclaimer|other|details|prerequisites|prerequisite|corequisites|credits|credit hours|level|instructor|instructors|office hours|textbook|textbooks|textbook and materials|required texts|required text|required materials|materials|readings|required reading|attendance|attendance policy|academic honesty|academic integrity|course policies|policies|policy|honor code|course code|course number|openings|number of openings|work authorization|background check",
    ),
    // German
    (
        Duties,
        "aufgaben|ihre aufgaben|deine aufgaben|aufgabengebiet|aufgabenbereich|tätigkeiten|ihre tätigkeiten|tätigkeitsbereich|was sie erwartet|was dich erwartet|das erwartet sie|das erwartet dich|das machst du|ihr verantwortungsbereich|verantwortung|stellenbeschreibung|tätigkeitsbeschreibung|ihre rolle|deine rolle",
    ),
    (
        Required,
        "anforderungen|anforderungsprofil|ihr profil|dein profil|profil|voraussetzungen|qualifikationen|qualifikation|ihre qualifikation|ihre qualifikationen|das bringen sie mit|das bringst du mit|was sie mitbringen|was du mitbringst|sie bringen mit|du bringst mit|wir erwarten|das erwarten wir|kenntnisse|fähigkeiten|fachkenntnisse|wen wir suchen",
    ),
    (Preferred, "wünschenswert|von vorteil|idealerweise|pluspunkte|das wäre ein plus|nice-to-have"),
    (
        Qualifications,
        "ausbildung|bildung|berufserfahrung|erfahrung|führerschein|abschluss|zertifikate",
    ),
    (
        Benefits,
        "wir bieten|wir bieten ihnen|wir bieten dir|unser angebot|das bieten wir|was wir bieten|leistungen|unsere leistungen|vorteile|ihre vorteile|deine vorteile|benefits für sie|vergütung|gehalt|das erwartet sie bei uns",
    ),
    (
        Company,
        "über uns|wer wir sind|das unternehmen|unser unternehmen|das sind wir|unternehmensprofil|unser team",
    ),
    (EqualOpportunity, "chancengleichheit|vielfalt|diversität|gleichstellung|inklusion"),
    (
        Description,
        "kurzbeschreibung|beschreibung|kursbeschreibung|modulbeschreibung|zusammenfassung|überblick|einleitung|ziel der stelle",
    ),
    (
        Outcomes,
        "lernergebnisse|lernziele|lernziel|kompetenzen|qualifikationsziele|kompetenzziele|learning outcomes nach abschluss|lehrziele",
    ),
    (Topics, "inhalte|inhalt|kursinhalte|lehrinhalte|lerninhalte|themen|modulinhalte"),
    (Assessments, "prüfung|prüfungen|prüfungsform|prüfungsleistung|leistungsnachweis|bewertung"),
    (
        Details,
        "standort|arbeitsort|einsatzort|arbeitszeit|beginn|eintrittsdatum|bewerbung|kontakt|ansprechpartner|ihre bewerbung|teilnahmevoraussetzungen|leistungspunkte|dauer",
    ),
    // French
    (
        Duties,
        "missions|vos missions|mission|tâches|vos tâches|responsabilités|vos responsabilités|activités|activités principales|description du poste|le poste|votre rôle|missions principales",
    ),
    (
        Required,
        "profil|votre profil|profil recherché|profil souhaité|compétences|compétences requises|compétences attendues|exigences|qualifications requises|prérequis du poste|savoir-faire|savoir-être|connaissances|vous êtes|vous avez",
    ),
    (
        Preferred,
        "atouts|un plus|souhaité|compétences appréciées|serait un plus|atouts supplémentaires",
    ),
    (
        Qualifications,
        "formation|formations|diplôme|diplômes|expérience|formation et expérience|permis|habilitations|certifications requises",
    ),
    (
        Benefits,
        "nous offrons|nous vous offrons|ce que nous offrons|avantages|vos avantages|rémunération|rémunération et avantages|salaire|ce que nous proposons|nous vous proposons",
    ),
    (
        Company,
        "à propos de nous|à propos|qui sommes-nous|qui sommes nous|l'entreprise|notre entreprise|entreprise|présentation de l'entreprise",
    ),
    (EqualOpportunity, "égalité des chances|diversité|diversité et inclusion|handicap"),
    (
        Description,
        "résumé|présentation|description|description du cours|présentation du cours|contexte|objet du poste",
    ),
    (
        Outcomes,
        "acquis d'apprentissage|objectifs|objectifs d'apprentissage|objectifs pédagogiques|compétences visées|résultats d'apprentissage|à l'issue de la formation",
    ),
    (Topics, "contenu|contenus|programme|contenu du cours|thèmes|sommaire|plan du cours"),
    (
        Assessments,
        "évaluation|évaluations|modalités d'évaluation|examen|contrôle des connaissances",
    ),
    (
        Details,
        "lieu|lieu de travail|type de contrat|contrat|date de début|candidature|pour postuler|contact recrutement|horaires|durée|prérequis",
    ),
    // Spanish
    (
        Duties,
        "funciones|funciones principales|tus funciones|responsabilidades|tareas|actividades|qué harás|descripción del puesto|principales funciones",
    ),
    (
        Required,
        "requisitos|requisitos mínimos|perfil|perfil buscado|tu perfil|competencias|competencias requeridas|habilidades|conocimientos|qué buscamos|buscamos|se requiere|imprescindible",
    ),
    (
        Preferred,
        "se valorará|valorable|deseable|requisitos deseados|requisitos deseables|se valora|plus",
    ),
    (
        Qualifications,
        "formación|estudios|experiencia|titulación|formación y experiencia|certificaciones|licencias",
    ),
    (
        Benefits,
        "ofrecemos|qué ofrecemos|te ofrecemos|se ofrece|beneficios|ventajas|salario|condiciones|remuneración",
    ),
    (Company, "sobre nosotros|quiénes somos|la empresa|nuestra empresa|acerca de nosotros"),
    (EqualOpportunity, "igualdad de oportunidades|diversidad|igualdad|inclusión"),
    (Description, "descripción|resumen|descripción del curso|presentación|descripción general"),
    (
        Outcomes,
        "resultados de aprendizaje|objetivos|objetivos de aprendizaje|competencias a adquirir|al finalizar el curso|resultados del aprendizaje",
    ),
    (Topics, "contenidos|contenido|temario|temas|programa|programa del curso"),
    // Dutch, and what is left of Spanish
    (Other, "overige informatie|otros|sonstiges|divers|miscellaneous"),
];

/// The Dutch ones, and the rest of the Spanish.
pub(in crate::tagging) const MORE_HEADINGS: [(SectionRole, &str); 14] = [
    (
        Assessments,
        "evaluación|evaluaciones|examen|exámenes|criterios de evaluación|sistema de evaluación",
    ),
    (
        Details,
        "ubicación|lugar de trabajo|tipo de contrato|jornada|horario|cómo postular|contacto|duración|requisitos previos",
    ),
    (
        Duties,
        "taken|jouw taken|je taken|uw taken|taakomschrijving|functieomschrijving|functie-inhoud|werkzaamheden|verantwoordelijkheden|wat ga je doen|wat ga jij doen|dit ga je doen|jouw rol|takenpakket",
    ),
    (
        Required,
        "functie-eisen|eisen|vereisten|jouw profiel|je profiel|uw profiel|profiel|wat vragen wij|wij vragen|wat breng je mee|dit breng je mee|dit ben jij|wie ben jij|kennis en vaardigheden|vaardigheden|competenties|kwalificaties|gevraagd",
    ),
    (Preferred, "pluspunten|een pre|een plus|bij voorkeur|gewenst"),
    (
        Qualifications,
        "opleiding|werkervaring|ervaring|opleiding en ervaring|diploma's|rijbewijs|certificaten",
    ),
    (
        Benefits,
        "wij bieden|wat bieden wij|wat wij bieden|dit bieden wij|ons aanbod|arbeidsvoorwaarden|wat krijg je|salaris|voordelen",
    ),
    (
        Company,
        "over ons|wie zijn wij|wie we zijn|het bedrijf|ons bedrijf|de organisatie|bedrijfsprofiel",
    ),
    (EqualOpportunity, "gelijke kansen|diversiteit|diversiteit en inclusie|inclusie"),
    (
        Description,
        "omschrijving|beschrijving|samenvatting|cursusbeschrijving|inleiding|over de functie",
    ),
    (
        Outcomes,
        "leeruitkomsten|leerdoelen|leerresultaten|doelstellingen|eindtermen|na afloop van de cursus",
    ),
    (Topics, "inhoud|cursusinhoud|leerinhoud|onderwerpen|thema's"),
    (Assessments, "toetsing|toets|toetsen|beoordeling|examens"),
    (
        Details,
        "locatie|standplaats|werktijden|uren|dienstverband|solliciteren|sollicitatie|contactpersoon|startdatum|studiepunten|voorkennis|duur",
    ),
];

/// Words that may stand in a heading without changing what it says.
pub(in crate::tagging) const FILLERS: &str = "the a an of and or & for to in on with this that these our your you we its their job position role key main primary principal essential core general specific typical other additional minimum basic required include includes including but not limited following are is as follows all be may also will must section part candidate candidates employee applicant applicants summary course module unit student students s der die das und oder für ihre deine unsere als im in von zu zur zum wir sie le la les l de du des d et ou pour nos vos notre votre en el los las del y o para nuestro nuestra tu tus su sus een het en of voor van de onze jouw je uw ons skills knowledge abilities experience";
