//! The phrases by which a sentence gives itself away, in five languages.

use crate::model::Proficiency;

/// What a phrase says about its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tagging) enum Cue {
    /// Nobody is passed over for who they are.
    EqualOpportunity,
    /// A matter of which such sentences speak, and the duties of a personnel office as well.
    Protected,
    /// The employer gives something.
    Offer,
    /// Something that employers give.
    Benefit,
    /// Who the employer is.
    Company,
    /// Somebody is looked for.
    Seeking,
    /// What follows is required.
    MustBefore,
    /// What follows is said of whoever is sought: required, unless the section says that it is good to have.
    HasBefore,
    /// What stands before is required.
    RequiredAfter,
    /// What follows is good to have.
    PlusBefore,
    /// What stands before is good to have.
    PlusAfter,
    /// Something is not needed.
    Waived,
    /// Education, a licence, a certificate.
    Qualification,
    /// Something is to be done.
    Duty,
    /// What every posting says and no skill is meant by.
    Formula,
    /// What learners can do afterwards is said next.
    OutcomeStem,
    /// Words of courses.
    CourseSign,
    /// A level, said in words, of what follows.
    Level(Proficiency),
    /// Experience is asked for.
    Experience,
}

use Cue::Benefit;
use Cue::Company;
use Cue::CourseSign;
use Cue::Duty;
use Cue::EqualOpportunity;
use Cue::Experience;
use Cue::Formula;
use Cue::HasBefore;
use Cue::Level;
use Cue::MustBefore;
use Cue::Offer;
use Cue::OutcomeStem;
use Cue::PlusAfter;
use Cue::PlusBefore;
use Cue::Protected;
use Cue::Qualification;
use Cue::RequiredAfter;
use Cue::Seeking;
use Cue::Waived;

/// Cue and phrases, kept apart by `|`; compared word by word without regard to accents and capitals.
pub(in crate::tagging) const PHRASES: [(Cue, &str); 42] = [
    (
        Protected,
        "equal employment opportunity|eeo|gender identity|sexual orientation|affirmative action|minorities|individuals with disabilities to perform|reasonable accommodation|reasonable accommodations|non-discrimination|discrimination or harassment|diverse workforce|celebrate diversity|committed to diversity|women and minorities|underrepresented groups|religious creed|veteran status|marital status|genetic information|require accommodation|request an accommodation|accessibility services|title ix|americans with disabilities act of 1990|people of all backgrounds|drug-free workplace|drug free workplace|veterans preference|fair chance|ordinance|e-verify|national origin|arrest and conviction records|schwerbehinderte|schwerbehinderter|schwerbehinderten|weltanschauung|geschlechtsidentität|sexuelle orientierung|sexueller orientierung|sexuellen orientierung|chancengleichheit|égalité des chances|orientation sexuelle|identité de genre|situation de handicap|igualdad de oportunidades|orientación sexual|identidad de género|gelijke kansen|seksuele geaardheid|seksuele oriëntatie|arbeidsbeperking|genderidentiteit|ungeachtet|ongeacht|menschen mit behinderung|menschen mit behinderungen|personas con discapacidad|mensen met een beperking|alle geschlechter|protected characteristics|protected characteristic",
    ),
    (
        EqualOpportunity,
        "equal opportunity employer|equal opportunities employer|equal opportunity workplace|equal opportunity institution|eoe|eeo/aa|aa/eoe|without regard to|regardless of race|regardless of gender|regardless of age|regardless of sex|regardless of their|irrespective of race|irrespective of gender|protected veteran|protected veterans|protected status|protected class|protected by law|legally protected|m/f/d/v|m/f/disability|do not discriminate|does not discriminate|prohibits discrimination|all qualified applicants will|veterans are encouraged|services for students with disabilities|university accessibility center",
    ),
    (
        EqualOpportunity,
        "unabhängig von geschlecht|unabhängig von alter|unabhängig von herkunft|bewerbungen von frauen|gleiche chancen|sans distinction de|sans distinction d'|independientemente de su|sin distinción de|sin discriminación",
    ),
    (
        Offer,
        "we offer|we provide|we also offer|offers a|offers an|offering a|you will receive|you'll receive|you receive|you will get|you'll get|receive|receives|each employee|employees are given|all employees|is provided through|are provided|are covered by|eligible for|you will enjoy|you'll enjoy|enjoy|our employees|we pay|package that includes|benefits include|benefit program|may qualify for|opportunity to contribute|wir bieten|sie erhalten|du erhältst|bei uns erwartet|freuen sie sich auf|nous offrons|nous proposons|vous bénéficiez|vous bénéficierez|ofrecemos|te ofrecemos|se ofrece|wij bieden|we bieden|je krijgt|je ontvangt",
    ),
    (
        Benefit,
        "401k|401(k)|401-lrb-k-rrb|403b|403(b)|paid time off|pto|paid vacation|vacation|paid holidays|paid holiday|holiday pay|sick leave|sick days|paid leave|parental leave|maternity leave|health insurance|medical insurance|dental insurance|vision insurance|life insurance|disability insurance|disability coverage|medical dental|medical/dental|medical, dental|medical dental vision|dental|health benefits|benefits package|benefit package|competitive salary|attractive salary|competitive pay|competitive wages|competitive compensation|salary plus|base salary|starting salary|salary range|annual salary|hourly rate|per hour|signing bonus|sign-on bonus|annual bonus|performance bonus|bonus plan|incentive plan|profit sharing|stock options|stock purchase|stock purchase plan|pension|pension plan|retirement plan|retirement savings|tuition reimbursement|tuition assistance|tuition discount|employee discount|employee discounts|gym membership|free parking|free lunch|car allowance|cell phone|expense account|flexible hours|flexible schedule|flexible spending|work from home|remote work|wellness program|employee assistance program|union scale|overtime pay|savings plan|boot allowance|tool allowance|relocation assistance|paid training|paid days off|employer match|company match|shift premium|shift differential|health and welfare benefits",
    ),
    (
        Benefit,
        "bezahlter urlaub|urlaubstage|tage urlaub|betriebliche altersvorsorge|altersvorsorge|jobticket|dienstrad|jobrad|weihnachtsgeld|urlaubsgeld|13. gehalt|homeoffice|flexible arbeitszeiten|kantine|kostenlose getränke|unbefristeter arbeitsvertrag|attraktive vergütung|leistungsgerechte vergütung|mutuelle|tickets restaurant|ticket restaurant|titres-restaurant|congés payés|rtt|13e mois|treizième mois|télétravail|prime annuelle|seguro médico|seguro de vida|vacaciones|días de vacaciones|cheques restaurante|teletrabajo|contrato indefinido|salario competitivo|horario flexible|vakantiedagen|pensioenregeling|pensioen|reiskostenvergoeding|vakantiegeld|dertiende maand|leaseauto|marktconform salaris|goed salaris|thuiswerken",
    ),
    (
        Company,
        "is a leading|are a leading|is the leading|are the leading|a leading provider|leading provider of|leader in the|world leader|is the world's|we're the world's|we are the world's|was founded|founded in|established in|headquartered in|is headquartered|is based in|are based in|offices throughout|offices in|fortune 500|our mission is|our mission|whose mission is|our vision|our values|our company|our clients include|our products focus|our highly experienced professionals|our story|years of success|years of experience serving|history of outperforming|has been providing|has been serving|is a consulting firm|is a full-service|consulting firm offering|family-owned|family owned|privately held|publicly traded|employees worldwide|than 200 employees|the ceo is|we serve|the markets we serve|serves several markets|serves a wide variety|is one of the largest|one of the nation's|is a global|is a nonprofit|is a non-profit|is a not-for-profit|is a -person|person job shop|turnover rate|we thrive on|we partner with|our brands|brands include|building great careers|industry leader|largest supplier",
    ),
    (
        Company,
        "ist ein führendes|ist einer der führenden|sind ein führendes|führender anbieter|weltweit führend|gegründet|mit sitz in|hauptsitz|mitarbeiter weltweit|mitarbeitende weltweit|familienunternehmen|unser unternehmen|leader mondial|est un leader|est le leader|fondée en|fondé en|créée en|notre entreprise|collaborateurs dans le monde|dont le siège|empresa líder|es líder en|somos líderes|fundada en|con sede en|nuestra empresa|is een toonaangevend|is toonaangevend|toonaangevende|opgericht in|gevestigd in|familiebedrijf|medewerkers wereldwijd|ons bedrijf",
    ),
    (
        Seeking,
        "seeking|is seeking|are seeking|looking for|searching for|is hiring|we need|candidate|candidates|applicant|applicants|the ideal|successful candidate|you are|join our team|suchen|gesucht|wir suchen|bewerber|kandidat|recherchons|recherche|candidat|candidate|buscamos|candidato|candidata|zoeken|kandidaat|we zoeken",
    ),
    (
        MustBefore,
        "must have|must be able to|must be|must possess|must|need to have|you need|you must|requires|require|required to|required skills|is a minimum of|minimum of|at least|need to|expected to have|has to|have to|shall have|muss|müssen|sie müssen|erfordert|setzen voraus|mindestens|vous devez|doit|exige|requiert|au moins|minimum|debe|debes|deberá|se requiere|se exige|requiere|al menos|mínimo|je moet|moet|vereist|minstens|minimaal|ten minste",
    ),
    (
        RequiredAfter,
        "required|is required|are required|is mandatory|mandatory|is a must|are a must|a must|is essential|are essential|essential|is necessary|are necessary|necessary|is needed|is vital|is critical|compulsory|erforderlich|zwingend|vorausgesetzt|wird vorausgesetzt|notwendig|unerlässlich|pflicht|muss sein|exigé|exigée|exigés|requis|requise|requises|obligatoire|indispensable|impératif|nécessaire|imprescindible|requerido|requerida|obligatorio|obligatoria|necesario|necesaria|indispensable|is vereist|verplicht|noodzakelijk|een must|onmisbaar",
    ),
    (
        PlusBefore,
        "nice to have|preferably|ideally|bonus points for|bonus if|it is a plus if|a plus would be|preference for|preference given to|preference will be given to|strongest preference to|idealerweise|vorzugsweise|wünschenswert sind|gerne auch|de préférence|idéalement|preferiblemente|preferentemente|idealmente|se valorará|se valora|bij voorkeur|liefst|idealiter",
    ),
    (
        PlusAfter,
        "a plus|is a plus|are a plus|big plus|preferred|is preferred|are preferred|highly preferred|strongly preferred|but not required|preferred but not required|desired|is desired|highly desired|desirable|is desirable|highly desirable|an advantage|is an advantage|advantageous|an asset|is an asset|beneficial|helpful|is helpful|a bonus|is a bonus|nice to have|welcome|welcomed|would be great|not required but|von vorteil|vorteil|wünschenswert|ein plus|ein pluspunkt|erwünscht|gern gesehen|wäre schön|un plus|serait un plus|est un plus|un atout|est un atout|apprécié|appréciée|appréciés|appréciées|souhaité|souhaitée|souhaitable|un plus|es un plus|valorable|deseable|se valorará positivamente|una ventaja|es una ventaja|een pre|is een pre|een plus|is een plus|een plus punt|gewenst|is mooi meegenomen|strekt tot aanbeveling",
    ),
    (
        Waived,
        "not required|is not required|are not required|not necessary|is not necessary|are not necessary|not needed|not essential|not mandatory|not a must|no experience required|no experience necessary|no experience needed|no prior experience|no previous experience|without experience|no degree required|no degree needed|no degree necessary|isn't required|isn't necessary|aren't required|isn't needed|need not|does not require|do not require|doesn't require|don't need|do not need|never required|not a requirement|no prior knowledge|no background in|no license required|no certification required|no previous knowledge|not be required",
    ),
    (
        Waived,
        "nicht erforderlich|nicht notwendig|nicht nötig|nicht zwingend|nicht zwingend erforderlich|kein muss|keine vorkenntnisse|keine erfahrung|keine berufserfahrung|keine ausbildung erforderlich|ohne vorkenntnisse|werden nicht vorausgesetzt|wird nicht vorausgesetzt|pas requis|pas requise|pas exigé|pas exigée|pas nécessaire|pas obligatoire|non requis|non requise|non exigé|non exigée|non obligatoire|aucune expérience|sans expérience|débutant accepté|débutants acceptés|no es necesario|no es necesaria|no se requiere|no se exige|no es imprescindible|no requerido|no requerida|no es obligatorio|sin experiencia|no imprescindible|no hace falta|niet vereist|niet nodig|niet noodzakelijk|niet verplicht|geen ervaring|geen vereiste|geen diploma|geen must|is niet vereist",
    ),
    (
        Qualification,
        "degree|bachelor|bachelor's|bachelors|master's degree|masters degree|associate's degree|associate degree|phd|ph.d|doctorate|mba|diploma|high school|ged|certification|certifications|certificate|certified|license|licence|licensed|licensure|driver's license|cdl|accreditation|security clearance|clearance|apprenticeship|years of experience|years experience|years' experience|year experience|year of experience|studium|abgeschlossene ausbildung|abgeschlossenes studium|berufsausbildung|berufserfahrung|führerschein|diplôme|bac +|licence professionnelle|permis b|titulación|licenciatura|carnet de conducir|grado en|formación profesional|diploma|hbo|mbo|wo-niveau|rijbewijs|werkervaring|afgeronde opleiding",
    ),
    (
        Duty,
        "you will|you'll|responsible for|responsibilities include|responsible to|duties include|in charge of|accountable for|the role involves|the position involves|this position|will be responsible|sie werden|du wirst|verantwortlich für|zuständig für|sie übernehmen|vous serez|chargé de|responsable de|vous assurez|serás|te encargarás|responsable de|encargado de|je bent verantwoordelijk|verantwoordelijk voor|je gaat",
    ),
    (
        Formula,
        "performs other duties as assigned|perform other duties as assigned|performing other duties as assigned|performs other related duties as assigned|perform other related duties as assigned|other duties as assigned|other duties may be assigned|other duties as required|other duties as needed|duties as assigned|hit the ground running|less than|more or less|first come first served|first come, first served|stable work history|stable job history|at your own pace",
    ),
    (
        OutcomeStem,
        "students will be able to|students are able to|students can|students will|students should be able to|the student will be able to|the student will|student will be able to|student will|learners will be able to|learners will|participants will be able to|participants will|graduates will be able to|graduates will|graduates can|you will be able to|each student can|each student will|each student will be able to|students completing this course will|candidates will be able to|trainees will be able to|apprentices will be able to|will be able to|should be able to|be able to|able to",
    ),
    (
        OutcomeStem,
        "die studierenden können|studierende können|die teilnehmenden können|die teilnehmer können|die lernenden können|die absolventen können|sind in der lage|ist in der lage|les étudiants seront capables de|les étudiants seront en mesure de|l'étudiant sera capable de|l'étudiant est capable de|l'étudiant sera en mesure de|les participants seront capables de|être capable de|vous serez capable de|serez en mesure de|los estudiantes serán capaces de|los estudiantes podrán|el estudiante será capaz de|el alumno será capaz de|los alumnos serán capaces de|el participante podrá|ser capaz de|serás capaz de|de student kan|de student is in staat om|studenten kunnen|de deelnemer kan|de cursist kan|je kunt|is in staat om|zijn in staat om",
    ),
    (
        OutcomeStem,
        "upon completion of this course|upon completion of the course|upon successful completion of this course|upon successful completion of the course|upon successful completion|upon completion|on completion of this course|on completion of this module|on completion of the module|on completion|on successful completion|after completing this course|after completing the course|after this course|at the end of this course|at the end of the course|at the conclusion of this course|by the end of this course|by the end of the course|by the end of the semester|by the end of the semester,|by the end of the term|by the end of this module|by the end of the unit|by the end of the program|nach abschluss des moduls|nach abschluss des kurses|nach erfolgreichem abschluss|à l'issue du cours|à l'issue de la formation|à la fin du cours|au terme du cours|al finalizar el curso|al término del curso|al finalizar la asignatura|na afloop van de cursus|na afloop van deze cursus|na het volgen van",
    ),
    (
        CourseSign,
        "credits|credit hours|ects|syllabus|semester|prerequisite|prerequisites|instructor|textbook|final exam|midterm|grading|lecture|lectures|homework|students|learners|studierende|studierenden|vorlesung|étudiants|étudiant|crédits|estudiantes|alumnos|créditos|asignatura|studenten|studiepunten|module",
    ),
    (
        Experience,
        "experience|experienced|erfahrung|berufserfahrung|erfahrungen|expérience|expériences|experiencia|ervaring|werkervaring|background|knowledge|proficiency",
    ),
    (
        Level(Proficiency::Basic),
        "basic knowledge|basic understanding|basic skills|basic experience|basic familiarity|basic command|some knowledge|some experience|some familiarity|general knowledge of|familiarity with|familiar with|exposure to|entry level knowledge|beginner|fundamental knowledge|fundamental understanding|basic|grundkenntnisse|grundlegende kenntnisse|grundlegendes verständnis|basiswissen|erste erfahrung|erste erfahrungen|erste kenntnisse|notions de base|notions de|connaissances de base|bases de|premières expériences|conocimientos básicos|nociones de|nivel básico|conocimiento básico|basiskennis|enige kennis|enige ervaring|elementaire kennis",
    ),
    (
        Level(Proficiency::Intermediate),
        "working knowledge|working understanding|intermediate|intermediate knowledge|intermediate level|good knowledge|good understanding|good command|solid knowledge|solid understanding|solid experience|solid background|sound knowledge|sound understanding|proficient in|proficient with|proficient|proficiency in|proficiency with|competent in|practical knowledge|gute kenntnisse|gute kenntnis|solide kenntnisse|gutes verständnis|bonnes connaissances|bonne connaissance|bonne maîtrise|connaissances solides|buenos conocimientos|buen conocimiento|conocimientos sólidos|nivel medio|nivel intermedio|goede kennis|goede beheersing|degelijke kennis|praktische kennis",
    ),
    (
        Level(Proficiency::Advanced),
        "advanced|advanced knowledge|advanced skills|advanced level|advanced understanding|strong knowledge|strong understanding|strong experience|strong background|strong command|in-depth knowledge|in-depth understanding|in depth knowledge|in depth understanding|deep knowledge|deep understanding|deep experience|extensive knowledge|extensive experience|excellent knowledge|excellent command|thorough knowledge|thorough understanding|comprehensive knowledge|highly proficient|highly skilled in|significant experience|considerable experience|demonstrated experience|sehr gute kenntnisse|fundierte kenntnisse|vertiefte kenntnisse|tiefgehende kenntnisse|umfangreiche erfahrung|langjährige erfahrung|fortgeschrittene kenntnisse|fundiertes wissen|excellente connaissance|excellente maîtrise|connaissances approfondies|très bonnes connaissances|très bonne maîtrise|maîtrise de|maîtrise approfondie|conocimientos avanzados|amplios conocimientos|amplia experiencia|nivel avanzado|nivel alto|excelente dominio|gedegen kennis|uitgebreide kennis|grondige kennis|diepgaande kennis|zeer goede kennis|ruime ervaring|uitstekende kennis",
    ),
    (
        Level(Proficiency::Expert),
        "expert|expert in|expert knowledge|expert level|expert-level|expertise in|mastery of|master of|subject matter expert|world-class|expert understanding|expertenkenntnisse|expertenwissen|expertise in der|ausgewiesener experte|expertise en|niveau expert|conocimientos expertos|nivel experto|experto en|expertkennis|expert op het gebied",
    ),
    (
        MustBefore,
        "essential requirements|key requirements|necessary skills|applicants must|candidates must|the candidate must|successful candidates will have",
    ),
    (
        HasBefore,
        "you should have|you have|you possess|should have|ability to|demonstrated ability|proven ability|proven experience|bringen sie mit|verfügen über|sie verfügen über|sie haben|du hast|vous avez|vous maîtrisez|vous justifiez|vous disposez|tienes|cuentas con|je hebt|je beschikt over|je bezit",
    ),
    (
        Offer,
        "included in our benefits|benefits such as|comprehensive benefits|full benefits|great benefits|excellent benefits|generous benefits|health benefits",
    ),
    (
        EqualOpportunity,
        "diversity equity and inclusion is|we welcome applications from|encourage applications from|encouraged to apply|u.s. veterans|color religion|colour religion|race color|race colour|race religion|race sex|race gender|race ethnicity|handicap bienvenu|rqth",
    ),
    (
        Company,
        "as a financially stable company|we believe in promoting from within|since 19|more than 300 employees|more than employees|is a b2b information|a leader in|market leader|marktführer|leader du marché|líder del mercado|marktleider|investing in the right people|award-winning company|is a fast-growing|is a growing company|we are a small|we are a team of|we are a family|is proud to be|is an innovative company",
    ),
    (
        CourseSign,
        "this course|the course|this module|learning outcomes|learning objectives|course description|in this class|dieser kurs|diese vorlesung|dieses modul|lernergebnisse|ce cours|cette formation|este curso|esta asignatura|deze cursus|dit vak|students will|upon completion",
    ),
    (
        Seeking,
        "you will report to|apply now|apply today|send your resume|submit your resume|submit a resume|resume|job type|full-time|part-time|full time|part time|salary|this position|employer|vollzeit|teilzeit|m/w/d|w/m/d|m/f/d|h/f|cdi|cdd|temps plein|jornada completa|fulltime|parttime|vacature|stelle|poste à pourvoir|vacante",
    ),
    (
        Waived,
        "no experience|experience not required|experience is not required|training will be provided|we will train|will train|on-the-job training provided",
    ),
    (
        Benefit,
        "days of vacation|weeks of vacation|weeks vacation|weeks paid|days paid|days off|company car|company phone|medical dental and vision|health, dental|health dental|health dental life|medical coverage|dental coverage|life and disability|equity|commuter benefits|transit pass|free coffee|childcare|child care subsidy|disability pay|short-term disability|long-term disability|health care coverage|healthcare coverage|paid breaks|uniforms provided|bonus opportunities|referral bonus|room for advancement|career advancement opportunities",
    ),
    (
        Duty,
        "this role|the role|your tasks|your responsibilities|zu ihren aufgaben|ihre aufgaben|vos missions|tus funciones|jouw taken|day to day|daily tasks|will perform|will lead|will manage|will support|will work",
    ),
    (
        Experience,
        "work|working|using|coding|programming|developing|managing|practice|industry|professional|hands-on|role|position|field|setup|sales|environment",
    ),
    (MustBefore, "minimum qualifications|minimum"),
    (PlusAfter, "not mandatory but|not essential but|kein muss aber"),
    (
        EqualOpportunity,
        "to enable individuals with disabilities|applicants with disabilities|candidates with disabilities|employees with disabilities|use prosthetics|qualified individuals with disabilities",
    ),
    (
        OutcomeStem,
        "demonstrate the ability to|demonstrate an ability to|demonstrate ability to|have the ability to|gain the ability to|develop the ability to|learn to|learn how to|to be able to",
    ),
];
