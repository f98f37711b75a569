"""What in free text tells who somebody is: the registered particulars of people, found and replaced."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from foidesk.desk.applications import File
from foidesk.desk.office import Office
from foidesk.redaction.matching import Needles
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import ApplicantKind
from foidesk.store import people
from foidesk.store.people import Person
from foidesk.store.vault import ERASED

_SHORTEST = 2  #: characters; a single one stands in every sentence
_POSTCODE = "邮政编码"
_LONGEST_NAME = 4  #: characters of a person's name, where nothing says whose it is
_PATTERNS = (
    ("身份证件号码", re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])"), "×××"),
    ("手机号码", re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "×××"),
    ("电子邮箱", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), "×××"),
)
#: the numbers among them where a hash may stand beside them
_NUMBERS = (
    re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z])1[3-9]\d(?:[ -]?\d{4}){2}(?![0-9A-Za-z])"),
)
_LONG_NUMBER = re.compile(r"\d{6,}[Xx]?")


@dataclass(frozen=True, slots=True)
class Particular:
    """One particular of a person: what it is, its words, what stands in its place in lists and in an example."""

    what: str
    words: str
    masked: str
    some: str


def _everybody(office: Office, file: File) -> list[Person]:
    """The people the log ever named, in full: their earlier particulars tell who they are too."""
    rows: set[int | None] = set(file.people)
    for entry in file.entries:
        match entry.event:
            case ev.Registered(applicant=applicant, agent=agent, joint=joint):
                rows.update((applicant, agent, *joint))
            case ev.RegistrationCorrected(applicant=applicant) | ev.AddressChanged(applicant=applicant):
                rows.add(applicant)
            case ev.ConsultationSent(party=party):
                rows.add(party)
    with office.database.reading() as conn:
        found = people.get_many(conn, office.vault, office.key, [row for row in rows if row is not None])
    return list(found.values())


def particulars(office: Office, file: File) -> list[Particular]:
    """The particulars of everybody the log ever named, longer words first, each once.

    The name of an organisation is one too. What stands in the agency's own name or address tells nobody: an
    address may say no more than the district.
    """
    own = office.agency.name + office.agency.address
    found = {
        each.words: each
        for person in _everybody(office, file)
        for each in _of(person)
        if len(each.words) >= _SHORTEST and each.words not in own
    }
    return sorted(found.values(), key=lambda each: (-len(each.words), each.words))


def _of(person: Person) -> Iterator[Particular]:
    seen = people.masked(person)
    if person.name and person.name != ERASED:
        # a consulted party may have no kind; what goes out must not show a person for that
        name = people.masked_name(person.name, person.kind or ApplicantKind.NATURAL_PERSON)
        yield Particular("姓名或者名称", person.name, name, _some(person))
    for what, words, masked in (
        ("证件号码", person.id_number, seen.id_number),
        ("联系电话", person.telephone, seen.telephone),
        ("通信地址", person.address, seen.address),
        (_POSTCODE, person.postcode, seen.postcode),
        ("电子邮箱", person.email, seen.email),
    ):
        if words:
            yield Particular(what, words, masked or people.HIDDEN, "×××")


def _some(person: Person) -> str:
    short = len(person.name) <= _LONGEST_NAME
    if person.kind is ApplicantKind.NATURAL_PERSON or (person.kind is None and short):
        return f"{person.name[:1]}某"
    return "某单位"


def masked(text: str, known: Iterable[Particular]) -> str:
    """The text with every particular masked as in lists, however it is spaced or wide; numbers registered or not."""
    for each in known:
        text = _however_written(each.words).sub(each.masked.replace("\\", "\\\\"), text)
    for pattern in _NUMBERS:
        text = pattern.sub("×××", text)
    return text


@lru_cache(4_096)
def _however_written(words: str) -> re.Pattern[str]:
    """The words with white space between their characters, in full width too; a long number also with dashes in it."""
    plain = "".join(unicodedata.normalize("NFKC", words).split())
    between = r"[\s\-‐–—·./()]*" if _LONG_NUMBER.fullmatch(plain) else r"\s*"
    each = (
        f"[{re.escape(one)}{chr(ord(one) + 0xFEE0)}]" if "!" <= one <= "~" else re.escape(one)
        for one in plain
    )
    return re.compile(between.join(each), re.IGNORECASE)


def nameless(text: str, known: Iterable[Particular]) -> str:
    """The text as an example may tell it: 李某, 某单位, ××× for numbers and addresses, registered or not."""
    for each in known:
        text = text.replace(each.words, each.some)
    for _, pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def standing(text: str, known: Iterable[Particular]) -> list[str]:
    """What still tells who somebody is: 姓名或者名称“李珺”, …; empty when nothing does.

    A particular is found however it is spaced or wide; numbers with dashes in them too.
    """
    by_words = {each.words: each.what for each in known if each.what != _POSTCODE}  # a whole town has it
    found = [f"{by_words[words]}“{words}”" for words in Needles(list(by_words)).read_in(text)]
    for what, pattern, _ in _PATTERNS:
        found += [f"{what}“{match}”" for match in dict.fromkeys(pattern.findall(text))]
    return list(dict.fromkeys(found))
