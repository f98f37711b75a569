"""Whatever is typed: a clear Chinese message, status 2, and nothing written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

GOOD = {
    "channel": "signed_post",
    "arrived": "2026-03-02",
    "applicant_kind": "natural_person",
    "name": "赵立群",
    "request": "公开五一大道改造项目的征收补偿方案",
}


def from_json(desk: Any, **facts: Any) -> str:
    """Register from standard input, refused."""
    return str(desk.refused("register", "--from", "-", typed=json.dumps({**GOOD, **facts})))


# --- sums ----------------------------------------------------------------------------------------

NO_DAYS = (
    "2026-02-30", "2026-13-01", "2026-00-10", "2025-02-29", "0000-01-01", "20260302", "02/03/2026", "2026-3", "soon",
    "", " ", "2026-03-02T00:00", "-1", "2026-W10-1", "二〇二六年三月二日", "9" * 10_000,
)  # fmt: skip


@pytest.mark.parametrize("day", NO_DAYS, ids=lambda day: repr(day)[:30])
def test_a_day_that_does_not_exist_is_refused_everywhere(desk: Any, day: str) -> None:
    number = desk.register()
    for command in (
        ("workdays", "add", "--", day, "5"),
        ("workdays", "count", "--", "2026-03-02", day),
        ("register", "--channel=oral", f"--arrived={day}", "--kind=other", "--name=甲", "--request=乙"),
        ("record", number, "noted", f"--on={day}", "text=一"),
        *([("show", number, f"--as-of={day}"), ("list", f"--as-of={day}")] if day else []),
        ("whatif", number, f"extended@{day},days=20"),
        ("reply", number, "refused_internal", f"--on={day}", "--service=post", "--approved-by=周明远"),
    ):
        said = desk.refused(*command)
        assert len(said) < 1500, "what was typed is not repeated without end"


@pytest.mark.parametrize(
    "days",
    [
        "999999999",
        "-999999999",
        "9" * 15,
        "9" * 20,
        "9" * 5000,
        "1.5",
        "1e3",
        "",
        " ",
        "二十",
        "0x10",
        "1_000",
        "1,5",
        "+",
    ],
    ids=lambda days: days[:20],
)
def test_a_number_of_working_days_that_makes_no_sense_is_refused(bare: Any, days: str) -> None:
    said = bare.refused("workdays", "add", "2026-01-01", days)
    assert len(said) < 500


@pytest.mark.parametrize("number", ["9" * 16, "9" * 20])
def test_a_number_that_is_too_large_is_not_said_to_be_no_number(bare: Any, number: str) -> None:
    assert "不是整数" not in bare.refused("fee", "items", number)


@pytest.mark.parametrize("year", ["0", "-5", "99999", "10000", "9" * 15, "二〇二六", "", "26.5"])
def test_a_year_that_no_calendar_has_is_refused(bare: Any, year: str) -> None:
    bare.refused("workdays", "year", "--", year)


@pytest.mark.parametrize("units", ["99999999999999", "-1", "-99999999999999", "1.5", "一", "", "NaN", "1e9"])
def test_a_number_of_items_or_pages_that_makes_no_sense_is_refused(bare: Any, units: str) -> None:
    bare.refused("fee", "items", "--", units)
    bare.refused("fee", "pages", "--", units)
    if units:
        bare.refused("fee", "items", "3", f"--already={units}")


def test_a_negative_number_gets_our_own_message_and_is_no_unknown_option(bare: Any) -> None:
    for command in (
        ("fee", "items", "-1"),
        ("fee", "items", "-1", "--json"),
        ("fee", "items", "3", "--already", "-1"),
    ):
        assert "-1" in bare.refused(*command)
        assert "写法有误" not in bare.refused(*command)


# --- the command line itself ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",), ("workdays", "nonsense"), ("workdays", "add"), ("workdays", "add", "2026-03-02"), ("fee", "items"),
        ("fee", "items", "3", "4"), ("fee", "items", "3", "--nonsense"), ("fee", "pages", "3", "--already", "2"),
        ("clock",), ("show",), ("show", "1", "2"), ("list", "--nonsense"), ("list", "--due"), ("init", "x"),
        ("--nonsense",), ("--config",), ("register", "extra"), ("calendar", "add"), ("letter", "1"), ("reply", "1"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_command_line_is_told_in_chinese_and_ends_with_one_full_stop(
    desk: Any, words: tuple[str, ...]
) -> None:
    said = desk.refused(*words)
    assert "写法有误" in said
    assert "。。" not in said
    assert "--help" in said


@pytest.mark.parametrize("words", [(), ("workdays",), ("fee",), ("calendar",)], ids=" ".join)
def test_without_a_command_the_help_is_shown_and_it_is_no_mistake_in_writing(
    bare: Any, words: tuple[str, ...]
) -> None:
    result = bare(*words)
    assert "Usage" in result.out + result.err
    assert "写法有误" not in result.err


# --- registering ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["channel", "arrived", "applicant_kind", "name", "request"])
@pytest.mark.parametrize("value", [None, "", "   ", "\u3000\u3000", "\t\n"], ids=repr)
def test_a_required_fact_that_is_empty_or_blank_is_refused_by_name(desk: Any, key: str, value: Any) -> None:
    assert key in from_json(desk, **{key: value})


@pytest.mark.parametrize(
    "name", ["\u200b", "\u200b\u200b\u200b", "\ufeff", "\u2060\u200d", "\u00ad"], ids=ascii
)
def test_a_name_of_nothing_that_can_be_seen_is_no_name(desk: Any, name: str) -> None:
    from_json(desk, name=name)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("channel", "pigeon", "pigeon"),
        ("channel", "Internet", "Internet"),
        ("applicant_kind", "alien", "alien"),
        ("arrived", "2026-02-30", "2026-02-30"),
        ("arrived", "2026-03-03", "今天"),
        ("confirmed", "2026-03-01", "早于"),
        ("confirmed", "2026-03-03", "今天"),
        ("name", "甲" * 201, "201"),
        ("name", "甲\n乙", "换行"),
        ("name", "甲\x00乙", "U+0000"),
        ("name", "甲\x1b[31m乙", "U+001B"),
        ("name", "甲\x07", "U+0007"),
        ("name", "甲\x85乙", "U+0085"),
        ("name", "甲\u202e乙", "U+202E"),
        ("name", "甲\u2066乙", "U+2066"),
        ("name", "甲\ud800", "U+D800"),
        ("name", "甲\u2028乙", ""),
        ("request", "公" * 20_001, "20000"),
        ("request", "公" * 340_000, "20000"),
        ("request", "公\x00开", "U+0000"),
        ("request", "公\u202e开", "U+202E"),
        ("request", "公\udfff开", "U+DFFF"),
        ("address", "路" * 501, "501"),
        ("handler", "王" * 501, "501"),
        ("number", "号" * 501, "501"),
        ("number", "甲\n乙", "换行"),
        ("email", "nobody", "邮箱"),
        ("email", "a b@c.d", "邮箱"),
        ("name", 7, "文字"),
        ("name", ["甲"], "文字"),
        ("name", {"first": "甲"}, "文字"),
        ("name", True, "文字"),
        ("request", float("nan"), ""),
        ("request", float("inf"), ""),
        ("arrived", 20260302, "文字"),
        ("nmae", "甲", "nmae"),
        ("changes", [], "changes"),
        ("", "x", ""),
        ("__class__", "x", "__class__"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_a_fact_that_makes_no_sense_is_refused(desk: Any, key: str, value: Any, said: str) -> None:
    assert said in from_json(desk, **{key: value})


@pytest.mark.parametrize(
    ("kind", "number"),
    [("居民身份证", "110101199003070010"), ("居民身份证", "1"), ("统一社会信用代码", "91110000000000000X")],
)
def test_a_number_of_identity_that_does_not_check_is_refused_and_not_repeated(
    desk: Any, kind: str, number: str
) -> None:
    said = from_json(desk, id_type=kind, id_number=number)
    assert "校验" in said
    assert number not in said or len(number) == 1


def test_all_faults_of_a_registration_are_told_at_once(desk: Any) -> None:
    said = from_json(desk, channel="pigeon", arrived="soon", name=" ", request=7, nmae="x")
    assert all(part in said for part in ("pigeon", "soon", "name", "request", "nmae"))


def test_a_fault_in_a_long_text_names_its_place_and_not_the_text(desk: Any) -> None:
    said = from_json(desk, request="公" * 19_000 + "\x00")
    assert "19001" in said
    assert len(said) < 300


def test_a_request_of_twenty_thousand_characters_is_taken_and_shown_whole(desk: Any) -> None:
    request = "公" * 20_000
    number = desk.data("register", "--from", "-", typed=json.dumps({**GOOD, "request": request}))["number"]
    assert desk.data("show", number)["request"] == request


def test_full_width_digits_and_letters_are_narrowed_and_the_change_is_shown(desk: Any) -> None:
    answer = desk.data("register", "--from", "-", typed=json.dumps({
        **GOOD, "telephone": "１３８００００００００", "request": "公开２０２３年Ａ区ｂ表", "arrived": "２０２６-０３-０２",
    }))  # fmt: skip
    assert desk.data("show", answer["number"])["request"] == "公开2023年A区b表"
    changes = "\n".join(answer["changes"])
    for typed, kept in (
        ("１３８００００００００", "13800000000"),
        ("２０２３", "2023"),
        ("Ａ", "A"),
        ("ｂ", "b"),
    ):
        assert typed in changes
        assert kept in changes
    said = desk.done("register", "--channel", "oral", "--arrived", "2026-03-02", "--kind", "other", "--name", "Ａ公司",
                     "--request", "乙").out  # fmt: skip
    assert "“Ａ”已改为“A”" in said


def test_a_change_made_to_a_fact_that_is_recorded_is_shown_too(desk: Any) -> None:
    number = desk.register()
    result = desk.done("record", number, "noted", "--on", "2026-03-02", "text=来电１３８")
    assert "已改为" in result.out


def test_rare_characters_of_names_survive(desk: Any) -> None:
    name = "𬭎𫖯·喆䶮"
    number = desk.data("register", "--from", "-", typed=json.dumps({**GOOD, "name": name}))["number"]
    assert desk.data("show", number)["applicant"].startswith("𬭎")


def test_spreadsheet_formulas_in_text_stay_text(desk: Any) -> None:
    request = "=cmd|' /C calc'!A0"
    number = desk.data("register", "--from", "-", typed=json.dumps({**GOOD, "request": request}))["number"]
    assert desk.data("show", number)["request"] == request


def test_markup_in_text_is_shown_as_it_was_typed(desk: Any) -> None:
    number = desk.register(request="[bold red]公开[/bold red] :smile: {{ 7*7 }} <b>")
    assert "[bold red]公开[/bold red] :smile: {{ 7*7 }} <b>" in desk.done("show", number).out


# --- files and standard input --------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        b"", b"   ", b"{", b"[1]", b"7", b"null", b'"text"', b"NaN", b"{'name': 1}", b"\xff\xfe", b"\x00" * 100,
        json.dumps(GOOD).encode("utf-16"), json.dumps(GOOD, ensure_ascii=False).encode("gb18030"), b"[" * 100_000,
        b'{"a":' * 100_000, b'{"name": ' + b"9" * 5000 + b"}", b" " * 5_000_001, json.dumps(GOOD).encode() + b"x",
    ],
    ids=lambda typed: repr(typed[:20]),
)  # fmt: skip
@pytest.mark.parametrize("command", ["register", "record"])
def test_a_file_that_is_no_object_is_refused(desk: Any, command: str, typed: bytes) -> None:
    number = desk.register()
    words = ("register",) if command == "register" else ("record", number)
    assert len(desk.refused(*words, "--from", "-", typed=typed)) < 1000


def test_a_file_without_any_fact_is_refused(desk: Any) -> None:
    number = desk.register()
    desk.refused("record", number, "--from", "-", typed="[]")


@pytest.mark.parametrize("command", [("register",), ("record", "1")])
def test_a_fact_named_twice_in_a_file_is_refused(desk: Any, command: tuple[str, ...]) -> None:
    desk.register()
    twice = '"name": "赵立群", "name": "钱伯安"' if command == ("register",) else '"text": "一", "text": "二"'
    rest = json.dumps(GOOD if command == ("register",) else {"event": "noted", "on": "2026-03-02"})
    desk.refused(*command, "--from", "-", typed="{" + twice + ", " + rest[1:])


@pytest.mark.parametrize(
    "name", ["missing.json", ".", "var", "x" * 300, "/dev/null", "~root/x", "config.toml/x"]
)
def test_a_file_that_cannot_be_read_is_refused(desk: Any, name: str) -> None:
    number = desk.register()
    desk.refused("register", "--from", name)
    desk.refused("record", number, "--from", name)
    desk.refused("clock", name)
    desk.refused("calendar", "add", name)
    desk.refused("list", "--config", name)


def test_the_reason_why_a_file_cannot_be_read_is_told_without_the_words_of_the_system(desk: Any) -> None:
    for command in (("clock", "missing"), ("letter", desk.register(), "receipt", "-o", "config.toml")):
        assert "[Errno" not in desk.refused(*command)


# --- recording -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("eaten", "--on", "2026-03-02"), "eaten"),
        (("received", "--on", "2026-03-02", "channel=email"), "received"),
        (("registered", "--on", "2026-03-02"), "registered"),
        (("", "--on", "2026-03-02"), ""),
        ((), "登记什么"),
        (("noted",), "日期"),
        (("noted", "--on", "2026-03-02"), "text"),
        (("noted", "--on", "2026-03-02", "text="), "text"),
        (("noted", "--on", "2026-03-02", "text=   "), "text"),
        (("noted", "--on", "2026-03-02", "text=一", "text=二"), "两次"),
        (("noted", "--on", "2026-03-02", "txet=一", "text=二"), "txet"),
        (("noted", "--on", "2026-03-02", "event=extended", "text=二"), "event"),
        (("noted", "--on", "2026-03-02", "on=2026-03-01", "text=二"), "on"),
        (("noted", "--on", "2026-03-02", "text"), "text"),
        (("noted", "--on", "2026-03-02", "--text"), "text"),
        (("noted", "--on", "2026-03-02", "=一"), ""),
        (("noted", "--on", "2026-03-02", "text=" + "一" * 20_001), "20000"),
        (("noted", "--on", "2026-03-02", "text=" + "一" * 1_000_00), "20000"),
        (("noted", "--on", "2026-03-02", "text=一\x07"), "0007"),
        (("noted", "--on", "2026-03-02", "text=一\x1b[2J"), "001B"),
        (("noted", "--on", "2026-03-02", "text=一\u202e二"), "202E"),
        (("noted", "--on", "2026-03-02", "text=一\udcff"), "DCFF"),
        (("extended", "--on", "2026-03-02", "days=twenty"), "twenty"),
        (("extended", "--on", "2026-03-02", "days=1.5"), "1.5"),
        (("extended", "--on", "2026-03-02", "days=99999999999999"), ""),
        (("extended", "--on", "2026-03-02", "days=1,5", "approved_by=甲", "reason=卷多"), "1,5"),
        (("clarification_asked", "--on", "2026-03-02", "answer_by=2026-02-30", "defects=甲|乙"), "2026-02-30"),
        (("clarification_asked", "--on", "2026-03-02", "answer_by=2026-03-02", "defects=甲|乙"), "补正期限"),
        (("clarification_asked", "--on", "2026-03-02", "answer_by=2026-03-20", "defects=甲"), "怎样补正"),
        (("consultation_sent", "--on", "2026-03-02", "to=aunt", "id=a"), "aunt"),
        (("consultation_sent", "--on", "2026-03-02", "to=third_party"), "id"),
        (("consultation_sent", "--on", "2026-03-02", "to=third_party", "id="), "id"),
        (("consultation_served", "--on", "2026-03-02", "id=a"), "征求意见"),
        (("secrecy_reviewed", "--on", "2026-03-02", "reviewer=陈立新", "cleared=也许"), "也许"),
        (("secrecy_reviewed", "--on", "2026-03-02", "reviewer=", "cleared=是"), "reviewer"),
        (("search_recorded", "--on", "2026-03-02", "places=", "terms=x", "searcher=王芳", "found=否"), "places"),
        (("search_recorded", "--on", "2026-03-02", "places=甲", "terms=x", "searcher=", "found=否"), "searcher"),
        (("unit_answered", "--on", "2026-03-02"), "unit"),
        (("unit_answered", "--on", "2026-03-02", "unit="), "unit"),
        (("assigned", "--on", "2026-03-02"), ""),
        (("remedy_filed", "--on", "2026-03-02", "route=reconsideration"), "尚未"),
        (("merged", "--on", "2026-03-02", "into=没有这件"), "没有这件"),
        (("replied", "--on", "2026-03-02", "service=post", "ground=disclosed", "approved_by=甲", "facts=x"), ""),
    ],
    ids=lambda value: ascii(" ".join(value) if isinstance(value, tuple) else value)[:60],
)  # fmt: skip
def test_a_fact_that_cannot_be_is_refused(desk: Any, words: tuple[str, ...], said: str) -> None:
    number = desk.register()
    told = desk.refused("record", number, *words)
    assert said in told
    assert len(told) < 4000


@pytest.mark.parametrize("word", ["extended", "extended@", "@2026-03-10", "extended@2026-03-10,days", "eaten@2026-03-10",
                                  "extended@2026-03-10", "extended@2026-03-10,days=20,days=20", "", "@", ","])  # fmt: skip
def test_a_supposition_that_makes_no_sense_is_refused(desk: Any, word: str) -> None:
    desk.refused("whatif", desk.register(), word)


def test_supposing_more_days_than_there_are_is_refused(desk: Any) -> None:
    desk.refused("whatif", desk.register(), "reply_annulled@2026-03-31,days=999999999999")


# --- numbers -------------------------------------------------------------------------------------


def test_a_number_can_be_typed_in_full_with_square_brackets_or_short(desk: Any) -> None:
    number = desk.register()
    for typed in (number, "芙政公开[2026]第1号", "2026-1", "1", " 1 ", "2026-001", "１", "２０２６-１"):
        assert desk.data("show", typed)["number"] == number, typed


@pytest.mark.parametrize(
    "number",
    ["2", "0", "-1", "2025-1", "2026-", "-2026-1", "1' OR '1'='1", '1" OR 1=1 --', "%", "_", "*", "芙政公开〔2026〕第%号",
     "../../etc/passwd", "'; DROP TABLE events; --", "", " ", "9" * 50, "é" * 5000, "\udcff"],
    ids=lambda number: ascii(number)[:30],
)  # fmt: skip
def test_a_number_that_is_not_in_the_register_is_refused(desk: Any, number: str) -> None:
    desk.register()
    for command in (("show", "--", number), ("letter", "--", number, "receipt"), ("whatif", "--", number)):
        assert len(desk.refused(*command)) < 1000
    desk.refused("record", "--on", "2026-03-02", "--", number, "noted", "text=一")


def test_a_number_given_twice_is_refused(desk: Any) -> None:
    desk.register(number="旧〔2025〕7号")
    assert "旧〔2025〕7号" in desk.refused("register", "--channel", "oral", "--arrived", "2026-03-02", "--kind", "other",
                                        "--name", "甲", "--request", "乙", "--number", "旧〔2025〕7号")  # fmt: skip


def test_a_number_of_our_own_pattern_given_by_hand_does_not_stop_the_numbering(desk: Any) -> None:
    desk.register(number="芙政公开〔2026〕第2号")
    assert desk.register() != desk.register()


def test_an_application_kept_under_a_bare_number_can_be_found_by_it(desk: Any) -> None:
    desk.register(number="31")
    assert desk.data("show", "31")["number"] == "31"


@pytest.mark.parametrize("number", ["../外面", "../../外面", "/tmp/外面", "内/外面", "..", "内\\外面"])
def test_a_number_never_leads_out_of_the_folder_of_letters(desk: Any, number: str) -> None:
    result = desk("register", "--channel", "oral", "--arrived", "2026-03-02", "--kind", "other", "--name", "甲",
                  "--request", "乙", "--form", "邮寄", "--number", number)  # fmt: skip
    out = desk.folder / "var/out"
    out.mkdir(parents=True)
    before = {path for path in desk.folder.rglob("*") if path.is_file()}
    if result.code == 0:
        desk("letter", number, "receipt", "-o", str(out))
    made = set(desk.folder.parent.rglob("*.pdf")) | {
        path for path in desk.folder.rglob("*") if path.is_file()
    }
    assert all(path.parent == out for path in made - before), made - before


@pytest.mark.parametrize("kind", ["nope", "", "../receipt", "receipt.toml", "/etc/passwd", "RECEIPT", "*"])
def test_a_kind_of_letter_that_there_is_not_is_refused(desk: Any, kind: str) -> None:
    desk.refused("letter", desk.register(), kind)


def test_an_option_where_a_number_stands_is_told_to_be_no_number(desk: Any) -> None:
    desk.register()
    for word in ("--version", "--delete", "-x", "--json=1"):
        desk.refused("record", word, "noted", "--on", "2026-03-02", "text=一")


@pytest.mark.parametrize("due", ["-1", "x", "1.5", "999999999999999"])
def test_a_list_of_what_is_due_needs_a_number_of_days(desk: Any, due: str) -> None:
    desk.register()
    desk.refused("list", f"--due={due}")


def test_a_person_must_have_a_name_that_can_be_read(desk: Any) -> None:
    for who in (" ", "甲" * 101, "甲\n乙", "甲\x1b[31m", "\u202e甲"):
        desk.refused("register", "--by", who, "--channel", "oral", "--arrived", "2026-03-02", "--kind", "other", "--name",
                     "甲", "--request", "乙")  # fmt: skip


@pytest.mark.parametrize(
    "now", ["tomorrow", "2026-02-30", "99999-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31"]
)
def test_a_wrong_now_is_refused(desk: Any, now: str) -> None:
    desk.on(now)
    result = desk("list")
    assert result.code in (0, 2)
    if result.code == 2:
        assert "FOIDESK_NOW" in result.err


# --- notices -------------------------------------------------------------------------------------

NOTICE = 'year = 2027\nnumber = "国办发明电〔2026〕8号"\nissued = 2026-11-04\n'


@pytest.mark.parametrize(
    "text",
    [
        b"", b"year = ", b"\xff\xfe\x00", "year = 2027".encode("utf-16"), b"year = 2027\n", NOTICE.replace("2027", '"2027"').encode(),
        NOTICE.encode() + b'[[off]]\nname = "x"\nfirst = 2027-02-30\nlast = 2027-03-01\n',
        NOTICE.encode() + '[[off]]\nname = "元旦"\nfirst = 2027-01-03\nlast = 2027-01-01\n'.encode(),
        NOTICE.encode() + '[[off]]\nname = "元旦"\nfirst = 2031-01-01\nlast = 2031-01-03\n'.encode(),
        NOTICE.encode() + b"work = [2027-01-04]\n",
        NOTICE.encode() + b"wrok = []\n",
        NOTICE.encode() + b'work = "2027-01-03"\n',
        b"\x00" * 1000,
    ],
    ids=lambda text: ascii(text)[-40:],
)  # fmt: skip
def test_a_notice_that_cannot_be_right_is_refused(desk: Any, text: bytes) -> None:
    Path("2027.toml").write_bytes(text)
    desk.refused("calendar", "add", "2027.toml")
