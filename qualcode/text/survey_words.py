"""Words that tell what a column of a survey is: what platforms add of their own, what names people, scales of answers.

Everything is kept folded. The platforms are Nettskjema, SurveyXact, Google and Microsoft Forms, Qualtrics and
SurveyMonkey, as they write their headers in bokmål, nynorsk and English.
"""

from __future__ import annotations


def _listed(text: str) -> tuple[str, ...]:
    """The entries of a list that runs over lines, divided by commas."""
    return tuple(" ".join(entry.split()).casefold() for entry in text.split(",") if entry.strip())


PERSONAL = frozenset(_listed("""
    navn, fornavn, etternavn, mellomnavn, fullt navn, navnet, brukernavn, namn, fornamn, etternamn, fullt namn, namnet,
    brukarnamn, name, first name, last name, full name, firstname, lastname, user name, username, recipientfirstname,
    recipientlastname, ip, ip-adresse, ip adresse, ipadresse, ip address, ipaddress, e-post, epost, e-postadresse,
    epostadresse, e-mail, email, email address, e-mail address, emailaddress, recipientemail, respondentemail, telefon,
    telefonnummer, tlf, mobil, mobilnummer, mobiltelefon, phone, phone number, mobile, fødselsnummer, personnummer,
    adresse, postadresse, hjemmeadresse, heimeadresse, address, locationlatitude, locationlongitude
"""))  # fmt: skip
PLATFORM_IDS = frozenset(_listed("""
    svar-id, svarid, svar id, response id, responseid, response-id, respondent id, respons-id, submission id,
    submission_id, submissionid, besvarelses-id, besvarelse-id, uuid, id
"""))  # fmt: skip
DEBRIS = PLATFORM_IDS | frozenset(_listed("""
    tidsstempel, tidstempel, tidsmerke, timestamp, created, opprettet, oppretta, starttid, starttidspunkt, start time,
    startdate, start date, startdato, sluttid, sluttidspunkt, sluttdato, enddate, end date, end time, completion time,
    created at, fullført, fullførttidspunkt, sist endret, sist endra, last modified, last modified time, recordeddate,
    recorded date, date created, date modified, levert, levert dato, innsendt, submitted, submitted at, status,
    progress, fremdrift, finished, ferdig, durationinseconds, duration (in seconds), duration, varighet, tidsbruk,
    answer_time_ms, language, userlanguage, språk, distributionchannel, distribution channel, channel, collector id,
    externalreference, external data, custom data 1, user agent, nettleser, nettlesar, browser, operativsystem,
    statoverall_1, statoverall_2, statoverall_3, statoverall_4, statoverall_5, statcreat_1, statdistributed_1,
    statinternal_1, respondent key, respondentnøkkel, nøkkel
"""))  # fmt: skip
IDS = frozenset(_listed("""
    nr, nr., no, no., nummer, number, løpenummer, løpenr, respondent, respondentid, respondent-id, respondentnr,
    respondentnummer, deltaker, deltaker-id, deltakerid, deltakernummer, deltakar, deltakar-id, deltakarnummer,
    informant, informant-id, informantnummer, participant, participant id, participantid, person, person-id, personid,
    case, case id, kode, code, key, elev, elev-id, student, student-id, kandidat, kandidatnummer, pseudonym
"""))  # fmt: skip
COARSE = frozenset(_listed("""
    alder, aldersgruppe, age, age group, fødselsår, fødd, født, birth year, year of birth, postnummer, postnr,
    postcode, zip code, kommune, municipality, bosted, bustad
"""))  # fmt: skip
ASIDE = _listed("""
    vet ikke, vet ikke/ikke relevant, veit ikkje, usikker, don't know, not sure, ikke relevant, ikkje relevant,
    ikke aktuelt, ikkje aktuelt, not applicable, n/a, ingen mening, inga meining, no opinion, ønsker ikke å svare,
    ønsker ikke å oppgi, ønskjer ikkje å svare, vil ikke svare, vil ikkje svare, prefer not to say, annet, anna, other
""")
# Each from one end to the other; words that mean the same stand side by side.
SCALES = tuple(map(_listed, (
    """helt uenig, svært uenig, veldig uenig, uenig, ganske uenig, litt uenig, delvis uenig, noe uenig,
    verken enig eller uenig, hverken enig eller uenig, verken uenig eller enig, både enig og uenig, både og, både/og,
    nøytral, noe enig, delvis enig, litt enig, ganske enig, enig, veldig enig, svært enig, helt enig""",
    """heilt usamd, heilt ueinig, svært usamd, svært ueinig, usamd, ueinig, litt usamd, litt ueinig, delvis usamd,
    delvis ueinig, verken samd eller usamd, verken einig eller ueinig, både og, nøytral, delvis samd, delvis einig,
    litt samd, litt einig, samd, einig, svært samd, svært einig, heilt samd, heilt einig""",
    """strongly disagree, disagree, somewhat disagree, neither agree nor disagree, neutral, somewhat agree, agree,
    strongly agree""",
    """ikke i det hele tatt, ikke, i svært liten grad, svært liten grad, i liten grad, liten grad, i noen grad,
    noen grad, i middels grad, i moderat grad, i ganske stor grad, i stor grad, stor grad, i svært stor grad,
    svært stor grad""",
    """ikkje i det heile, ikkje i det heile teke, i svært liten grad, svært liten grad, i liten grad, liten grad,
    i nokon grad, nokon grad, i middels grad, i stor grad, stor grad, i svært stor grad, svært stor grad""",
    """not at all, to a very small extent, to a small extent, a little, to some extent, somewhat, to a large extent,
    very much, to a very large extent""",
    """aldri, nesten aldri, svært sjelden, sjelden, sjelden eller aldri, sjeldnere, noen ganger, av og til, iblant,
    månedlig, ukentlig, ofte, svært ofte, nesten alltid, daglig, alltid""",
    """aldri, nesten aldri, svært sjeldan, sjeldan, nokre gonger, av og til, iblant, månadleg, kvar veke, ofte,
    svært ofte, nesten alltid, dagleg, alltid""",
    """never, almost never, very rarely, rarely, sometimes, occasionally, monthly, weekly, often, very often,
    almost always, daily, always""",
    """svært misfornøyd, veldig misfornøyd, misfornøyd, ganske misfornøyd, litt misfornøyd,
    verken fornøyd eller misfornøyd, hverken fornøyd eller misfornøyd, verken misfornøyd eller fornøyd, nøytral,
    både og, litt fornøyd, ganske fornøyd, fornøyd, veldig fornøyd, svært fornøyd""",
    """svært misnøgd, misnøgd, litt misnøgd, verken nøgd eller misnøgd, nøytral, litt nøgd, ganske nøgd, nøgd,
    svært nøgd""",
    """very dissatisfied, dissatisfied, somewhat dissatisfied, neither satisfied nor dissatisfied, neutral,
    somewhat satisfied, satisfied, very satisfied""",
    """svært dårlig, veldig dårlig, dårlig, ganske dårlig, mindre god, middels, verken god eller dårlig,
    verken bra eller dårlig, ok, ganske god, ganske bra, god, bra, godt, meget god, veldig god, veldig bra, svært god,
    svært bra, svært godt""",
    """svært dårleg, dårleg, ganske dårleg, middels, verken god eller dårleg, ganske god, ganske bra, god, bra, godt,
    svært god, svært bra""",
    """very poor, poor, fair, average, good, very good, excellent""",
    """helt uviktig, svært uviktig, uviktig, ikke viktig, lite viktig, mindre viktig, litt viktig,
    verken viktig eller uviktig, noe viktig, ganske viktig, viktig, veldig viktig, svært viktig""",
    """ikkje viktig, lite viktig, mindre viktig, litt viktig, noko viktig, ganske viktig, viktig, svært viktig""",
    """not important, slightly important, moderately important, important, very important, extremely important""",
    """svært lav, svært lavt, lav, lavt, middels, høy, høyt, svært høy, svært høyt""",
    """grunnskole, ungdomsskole, videregående, videregående skole, videregående opplæring, fagbrev, fagskole,
    bachelor, bachelorgrad, høyskole, universitet/høyskole, universitet, master, mastergrad, doktorgrad, phd""",
)))  # fmt: skip
