"""What a speaker label looks like, and which words are usual for interviewers, for several voices, or for nobody."""

from __future__ import annotations

import re
from collections.abc import Collection

INTERVIEWER = "interviewer"
PARTICIPANT = "participant"
JOINT = "joint"

_INTERVIEWERS = frozenset(
    """
    int intervj intervjuer intervjuar intervjueren interviewer intervjuerne moderator fasilitator facilitator ordstyrer
    ordstyrar forsker forskar forskeren researcher spørsmål spm question q
    """.split()  # noqa: SIM905 – a list of quoted words is harder to read
)
_JOINTS = frozenset(
    """
    begge alle samtlige samtlege flere fleire sammen saman gruppa gruppen both all everyone everybody several together
    """.split()  # noqa: SIM905
)
_PARTICIPANTS = frozenset(
    """
    informant informanten intervjuperson deltaker deltakar deltager deltakeren respondent respondenten participant
    interviewee speaker taler talar svar answer ukjent unknown
    """.split()  # noqa: SIM905
)
# Those that are no words of running text, so that they may open a turn in small letters too.
_ROLES_IN_SMALL = frozenset(
    """
    int intervj intervjuer intervjuar intervjueren interviewer moderator fasilitator facilitator ordstyrer ordstyrar
    informant informanten intervjuperson respondent respondenten deltaker deltakar deltager interviewee
    """.split()  # noqa: SIM905
)
# The names most Norwegians and many newcomers have: a label said once only is a speaker sooner than a noun.
_GIVEN_NAMES = frozenset(
    """
    abdi adam agnes ahmed aina alexander ali alma amalie amina amir amund anders andrea andreas ane anette anita anja
    ann anna anne annette anniken arild arne arvid asbjørn aslak astrid aud august aurora axel bente berit berta biret
    birger birgit birgitte birte bjarne bjørg bjørn bjørnar bodil brit brita britt camilla carina caroline cathrine
    cecilie charlotte christian christina christine christoffer dag dagfinn dagny daniel david ebba edvard egil eilif
    einar eira eirik eirin eivind elias elin eline elisabeth elise ella elle ellen elsa else emil emilie emma endre erik
    erling ernst espen ester eva even fatima filip finn frank fredrik frida fritz frode geir georg gerd gjertrud grete
    gro gudrun gunhild gunn gunnar gunvor guri gustav guttorm hamza hanna hanne hans harald harriet hassan hedda hege
    heidi helen helene helga helge henny henriette henrik henrikke herman hilda hilde hildegunn hussein håkon håvard
    ibrahim ida idar inga inge ingebjørg ingeborg ingemund inger ingri ingrid ingunn ingvild isak ivar iver jakob jan
    janne jarle jens jo joakim johan johanne johannes john johnny jon jonas jone jorunn josefine julia julie jørgen jørn
    kai kaja karen kari karianne karin karina karl karoline kasper katrine ketil kim kine kirsten kirsti kjartan kjell
    kjersti kjetil klara klaus knut konrad kristian kristin kristina kristine kristoffer kåre laila lars lasse laura
    leif lena lene leon lillian lin linda line linn linnea lisa lise liv liva lotte lucas ludvig lukas mads magne
    magnhild magnus maja malene malin margareta margit margrete mari maria mariam marianne marie mariell marit marius
    markus marta marte martha marthe martin martine mathias mathilde mattis merete mette mia michael mikael mikkel mina
    mohamed mohammad mohammed mona morten muhammad mustafa máret natalie niillas nikolai nils nina nora odd oddbjørn
    oddny oddvar ola olaf olai olav ole oline oliver omar oskar ove palle patrick paul per petra petter philip pål ragna
    ragnar ragnhild randi rebekka reidar reidun renate rita roar robert roger rolf ronja ronny runar rune ruth samuel
    sander sandra sara sebastian selma sidsel signe sigrid sigrun sigurd silje simen simon sindre siri siv sofia sofie
    solfrid solveig sondre sonja stein steinar stian stig stine sunniva susanne svanhild svein sven sverre synne synnøve
    sølve sølvi tanja tarjei terese terje thea theodor thomas thor thorbjørn tiril tobias tom tommy tone tonje tor
    torbjørn tord tore torgeir torhild toril torill torkel torstein torunn tove trine trond trude trygve turid tuva ulf
    ulrik una unn unni vebjørn vegard veronica vetle vibeke victor vidar vigdis viggo viktor vilde wenche william yasmin
    yngve yusuf øivind ørjan øystein øyvind åge åsa åse åshild åsmund áilu
    """.split()  # noqa: SIM905
)
# Words that begin a line before a colon, a tab or a line end, and are no one's name.
_NEVER = frozenset(
    """
    abstract abstrakt action actors address adresse age agenda aim aktivitet aktører alder altså an analysis and anm
    ansvar ansvarleg ansvarlig antall appendiks arbeidsgiver arbeidsoppgaver as attachment attendees av avgjerd
    avslutning background bakgrunn because beslutning bilde boks bosted box but by både chapter code comment comments
    conclusion context crosstalk da dag date dato day de deadline decision definisjon definition deg dei deim del
    deltagere deltakarar deltakere dem den denne der deres deretter derfor dersom desse det dette dine discussion
    diskusjon disse dokument drøfting du duration e-post eg ein eit eks eksempel eller email en epost er et etter event
    example fase feltnotat fig figur figure figurer finding findings for fordel fordeler fordi formål forord
    forutsetninger fotnote fra frafall fravær frist frå funn fylke fødselsår født følgende før først generelt ha han
    handling har he hen hendelse hending hensikt her hovedfunn however http https hun hva hvem hver hvis hvor hvordan
    hvorfor hypotese i if ikke ikkje illustrasjon in inaudible innhold innholdsfortegnelse innledning innleiing intervju
    intervjuguide introduction is isbn issn it ja jeg jo kan kanskje kapittel kategori keyword keywords kilde kilder
    kjelde kjelder kjønn kl klokka klokken klokkeslett kode koder kommentar kommentarer kommune konklusjon kontekst
    kontor kopi kor korleis kort kva kven kvifor latter laughs laughter lengde ler litteratur litteraturliste location
    lydfil løsning man mangler med medan meeting mellom men mens merk merknad merknader method methods metode minus mitt
    mob mobil mot my møte møtedato må mål navn nb nei no noe noen noko nokon not notat notater note noter notes
    nøkkelord når objective obs observasjon observasjonar observasjoner observation observations observert of og også om
    on opp oppfølging oppgave oppsummering oppsummert or orientering oss over page pause phase phone place plass plus
    pluss present problem problemstilling procedure ps punkt purpose på rapport referanser referat reference references
    referent reflection reflections refleksjon refleksjonar refleksjoner responsible result resultat resultater results
    roller sak saker samandrag sammendrag section sein she side siden silence sist sitat sitt situasjon situasjonen
    sivilstatus slik so som source sources spesielt spesifikt stad status sted steg step stikkord stillhet stilling
    summary synspunkt så tabell tabeller table tables tekst telefon tema temaer that the there these they this tid
    tidspunkt til tilslutt tilstede tiltak time tips title tittel tlf to tolking tolkning topic topics trinn uhørlig
    ulempe ulemper under unntak url ut utdanning utfordring utfordringer utvalg valg varighet ved vedlegg vedtak versjon
    vi vil vurdering være vår we what when where which who why with yes you your
    """.split()  # noqa: SIM905
)
# Days and months, which are names too once a surname follows (Mai, June).
_CALENDAR = frozenset(
    """
    mandag tirsdag onsdag torsdag fredag lørdag laurdag søndag sundag måndag tysdag uke veke år januar februar mars
    april mai juni juli august september oktober november desember monday tuesday wednesday thursday friday saturday
    sunday january february march may june july october december
    """.split()  # noqa: SIM905
)
_PARTICLES = frozenset(
    ["av", "von", "van", "de", "der", "og", "and", "fra", "frå", "i", "ved", "på", "la", "al", "bin"]
)
_LONGEST = 40
_MOST_WORDS = 4
_MOST_JOINED = 200
# A letter first; then nothing that ends or divides a sentence, but a comma between names (`Lie, Kari`).
_SHAPE = re.compile(r"[^\W\d_](?:[\w'’/&()\-‑. ]|, (?=[^\W\d_a-zæøå]))*")
_LOOSE_SHAPE = re.compile(r"[^\W_](?:[\w'’/&()\-‑.+@ ]|, (?=[^\W_]))*")
_CODE = re.compile(r"[A-ZÆØÅ]{1,4}\d{0,3}|[A-ZÆØÅ][a-zæøå]{0,9}[ .-]?\d{1,3}|[A-Z]{3,10}_\d{1,3}")
_JOINER = re.compile(r", | (?:og|and|&) |/| ?& ?| \+ ")
_SHORTENED = re.compile(r"\b[^\W\d_]{1,3}\.(?=[ )]|$)")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NUMBERING = re.compile(r"[\W\d_]*(?:\([^()]*\))?[\W\d_]*[A-ZÆØÅ]?\d*")
_I_NUMBERED = re.compile(r"I\d*")


def looks_like_speaker(label: str) -> bool:
    """Whether a line head has the shape of a name or a role: short, capitalised, no sentence and no usual heading."""
    parts = label.split()
    if not 1 <= len(parts) <= _MOST_WORDS or len(label) > _LONGEST:
        return False
    if not label[0].isupper():
        return is_known(label) and _first_word(label) in _ROLES_IN_SMALL and label == label.lower()
    if not _SHAPE.fullmatch(label) or "." in _SHORTENED.sub("", label):
        return False
    if is_known(label):
        return True
    return not is_never_speaker(label) and all(_continues_name(part) for part in parts[1:])


def fits_loosely(label: str) -> bool:
    """Whether a label could be one where evidence is strong: a number, a small name, a name as a program shows it."""
    parts = label.split()
    if not 1 <= len(parts) <= _MOST_WORDS or len(label) > _LONGEST or not _LOOSE_SHAPE.fullmatch(label):
        return False
    return is_known(label) or not is_never_speaker(label)


def has_evident_shape(label: str) -> bool:
    """Whether a label is a name or a code by its shape alone: `D4`, `KL`, `Kari Lie`, or a usual given name."""
    if _CODE.fullmatch(label) or _first_word(label).partition("-")[0] in _GIVEN_NAMES:
        return True
    words = [part for part in label.split() if part not in _PARTICLES]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def is_joint_of(label: str, others: Collection[str]) -> bool:
    """Whether a label joins several others («Berit og Jon»), which may be given by their first names."""
    parts = _JOINER.split(label)
    if len(parts) < 2:
        return False
    whole = [part for part in parts if part not in others]
    if not whole or len(others) > _MOST_JOINED:
        return not whole
    return {word for other in others if other != label for word in other.split()[:1]}.issuperset(whole)


def _continues_name(part: str) -> bool:
    """Whether a later word fits in a name: capitalised, a number, in brackets or a particle."""
    return not part[0].islower() or part in _PARTICLES


def is_never_speaker(label: str) -> bool:
    """Whether the label begins with a word that begins sentences or headings, not turns."""
    if len(label) == 1:
        return False
    first = _first_word(label)
    return first in _NEVER or (first in _CALENDAR and not any(part[0].isalpha() for part in label.split()[1:]))


def is_known(label: str) -> bool:
    """Whether the label is, but for a number or a bracket after it, a usual word for a speaker."""
    if _I_NUMBERED.fullmatch(label):
        return True
    first = _first_word(label)
    if first not in _INTERVIEWERS | _JOINTS | _PARTICIPANTS:
        return False
    return first in _JOINTS or _NUMBERING.fullmatch(label[len(first) :]) is not None


def role_of(label: str, others: Collection[str] = ()) -> str:
    """The role a label suggests; `I` is the interviewer unless another label is, and then the informant."""
    first = _first_word(label)
    if (first in _JOINTS and is_known(label)) or is_joint_of(label, others):
        return JOINT
    if first in _INTERVIEWERS:
        return INTERVIEWER
    if label == "I" and not any(_first_word(other) in _INTERVIEWERS for other in others):
        return INTERVIEWER
    if _I_NUMBERED.fullmatch(label) and "I" not in others and _alone_numbered(label, others):
        return INTERVIEWER
    return PARTICIPANT


def _alone_numbered(label: str, others: Collection[str]) -> bool:
    """Whether `I1` is the only numbered I, beside labels of another kind: then I is for interviewer."""
    kinds = [other for other in others if other != label]
    return bool(kinds) and not any(_I_NUMBERED.fullmatch(other) for other in kinds)


def _first_word(label: str) -> str:
    """The first word of a label, in small letters."""
    match = _FIRST_WORD.match(label)
    return match[0].casefold() if match else ""
