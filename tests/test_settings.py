"""config.toml and the environment: complete for the sample agency, strict about everything else."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from foidesk import settings
from foidesk.errors import DeskError

SAMPLE = Path(__file__).resolve().parents[1] / "config.toml"


@pytest.fixture(autouse=True)
def _no_settings_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(settings.PREFIX):
            monkeypatch.delenv(name)


def changed(folder: Path, *changes: tuple[str, str]) -> Path:
    """The sample with texts replaced, in a folder of its own."""
    text = SAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path | None) -> str:
    with pytest.raises(DeskError) as refused:
        settings.load(path)
    return str(refused.value)


def approver(since: str) -> str:
    return f'[[agency.approver]]\nname = "李文"\nsince = {since}\n'


def test_the_sample_agency_is_complete() -> None:
    (agency,) = settings.load(SAMPLE).agency
    assert agency.name == "长沙市芙蓉区人民政府"
    assert agency.type is settings.AgencyType.DISTRICT_GOVERNMENT
    assert agency.reconsideration_agency == ("长沙市人民政府",)
    assert agency.hunan_fee_confirmed
    assert all(agency.fee.model_dump().values())


def test_every_key_that_can_be_set_stands_in_the_sample_with_a_comment() -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    models = (
        settings.Settings,
        settings.Database,
        settings.Folder,
        settings.Seal,
        settings.Signature,
        settings.Mail,
        settings.Agency,
        settings.Approver,
        settings.Fee,
        settings.Alerts,
        settings.Before,
    )
    written = {line.lstrip("# ").split(" =")[0].strip("[]").split(".")[-1] for line in lines}
    assert {key for model in models for key in model.model_fields} <= written


def test_settings_cannot_be_changed_afterwards() -> None:
    loaded = settings.load(SAMPLE)
    with pytest.raises(ValidationError):
        loaded.agency[0].head = "他人"


def test_relative_paths_are_taken_from_the_folder_of_the_file(tmp_path: Path) -> None:
    loaded = settings.load(changed(tmp_path, ('# path = "我们的放假安排"', 'path = "放假"')))
    assert loaded.database.url == f"sqlite:///{tmp_path}/var/foidesk.db"
    assert loaded.database.key_file == tmp_path / "var/foidesk.key"
    assert loaded.calendar.path == tmp_path / "放假"
    assert loaded.letters.path is None
    assert loaded.out == tmp_path / "var/out"


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    """The sample as it stands after every key that is commented out has been taken into use."""
    text = SAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(re.sub(r"^# (\w+ = |\[)", r"\1", text, flags=re.MULTILINE), encoding="utf-8")
    return path


def test_what_is_commented_out_in_the_sample_can_be_taken_into_use(everything: Path) -> None:
    loaded = settings.load(everything)
    assert loaded.seal.command[1:] == ("--in", "{in}", "--out", "{out}")
    assert (loaded.mail.port, loaded.mail.security) == (465, "tls")
    assert loaded.signature.reason == "政府信息公开文书"
    assert loaded.agency[0].approver == (
        settings.Approver(name="周明远", since=date(2025, 3, 1), until=date(2027, 2, 28)),
    )


def test_files_of_seal_signature_mail_and_fonts_are_taken_from_the_folder_of_the_file(
    everything: Path,
) -> None:
    loaded, folder = settings.load(everything), everything.parent
    assert loaded.fonts.path == folder / "我们的字体"
    assert loaded.signature.pkcs12 == folder / "var/机关证书.p12"
    assert loaded.signature.password_file == folder / "var/机关证书.密码"
    assert loaded.mail.password_file == folder / "var/邮箱.密码"
    assert loaded.mail.ca_file == folder / "var/根证书.pem"


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("/opt/seal", "/opt/seal"),  # absolute
        ("bin/seal", "{folder}/bin/seal"),  # beside the configuration
        ("seal", "seal"),  # on PATH
    ],
)
def test_a_seal_program_is_absolute_or_beside_the_configuration_or_on_the_path(
    tmp_path: Path, program: str, found: str
) -> None:
    command = f'[seal]\ncommand = ["{program}", "{{in}}", "{{out}}"]'
    loaded = settings.load(changed(tmp_path, ("[seal]", command)))
    assert loaded.seal.command == (found.format(folder=tmp_path), "{in}", "{out}")


def test_without_their_keys_nothing_is_sealed_signed_or_sent_and_only_the_head_approves() -> None:
    loaded = settings.load(SAMPLE)
    assert loaded.seal.command == ()
    assert loaded.signature.pkcs12 is None
    assert loaded.mail.host == ""
    assert loaded.agency[0].approver == loaded.agency[0].signs_for == ()


@pytest.mark.parametrize("url", ["sqlite:////srv/a.db", "sqlite:///:memory:", "postgresql+psycopg://u:p@h/d"])
def test_a_database_address_that_is_not_relative_stays_as_it_is(tmp_path: Path, url: str) -> None:
    assert settings.load(changed(tmp_path, ("sqlite:///var/foidesk.db", url))).database.url == url


def test_the_file_is_the_one_named_else_the_environments_else_the_one_in_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("named", "environment", "here"):
        (tmp_path / name).mkdir()
        changed(tmp_path / name, ("周明远", {"named": "甲", "environment": "乙", "here": "丙"}[name]))
    monkeypatch.chdir(tmp_path / "here")
    assert settings.load().agency[0].head == "丙"
    monkeypatch.setenv("FOIDESK_CONFIG", str(tmp_path / "environment/config.toml"))
    assert settings.load().agency[0].head == "乙"
    assert settings.load(tmp_path / "named/config.toml").agency[0].head == "甲"


def test_without_a_file_there_is_no_agency_to_fall_back_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = refusal(None)
    assert str(tmp_path / "config.toml") in said
    assert "--config" in said


def test_any_key_can_be_set_by_the_environment_which_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in {
        "FOIDESK_DATABASE__URL": "postgresql://desk@host/desk",
        "FOIDESK_OUT": "/srv/out",
        "FOIDESK_LETTERS__PATH": "/srv/letters",
        "FOIDESK_AGENCY__0__HEAD": "李文",
        "FOIDESK_AGENCY__0__RED_HEAD": "false",
        "FOIDESK_AGENCY__0__FEE__BANK": "别的银行",
        "FOIDESK_AGENCY__0__RECONSIDERATION_AGENCY": '["甲市人民政府", "甲市司法局"]',
        "FOIDESK_AGENCY__0__RECONSIDERATION_ROLE": '["district_government", "city_justice_bureau"]',
        "FOIDESK_AGENCY__0__TYPE": "district_justice_bureau",
        "FOIDESK_AGENCY__0__SIGNS_FOR": '["芙蓉区信访接待室"]',
        "FOIDESK_AGENCY__0__APPROVER": '[{"name": "李文", "since": "2026-01-05"}]',
        "FOIDESK_SEAL__COMMAND": '["seal", "{in}", "{out}"]',
        "FOIDESK_SEAL__TIMEOUT": "5",
        "FOIDESK_SOMETHING": "of another program",
    }.items():
        monkeypatch.setenv(name, value)
    loaded = settings.load(SAMPLE)
    (agency,) = loaded.agency
    assert loaded.database.url == "postgresql://desk@host/desk"
    assert (loaded.out, loaded.letters.path) == (Path("/srv/out"), Path("/srv/letters"))
    assert (agency.head, agency.red_head, agency.fee.bank) == ("李文", False, "别的银行")
    assert agency.reconsideration_agency == ("甲市人民政府", "甲市司法局")
    assert agency.fee.payee == "长沙市芙蓉区财政局"
    assert agency.signs_for == ("芙蓉区信访接待室",)
    assert agency.approver == (settings.Approver(name="李文", since=date(2026, 1, 5)),)
    assert (loaded.seal.command, loaded.seal.timeout) == (("seal", "{in}", "{out}"), 5)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("FOIDESK_DATABSE__URL", "FOIDESK_DATABSE__URL：没有这个键，是否应为 database"),
        ("FOIDESK_DATABASE__ULR", "database.ulr：没有这个键，是否应为 url"),
        ("FOIDESK_AGENCY__4__HEAD", "没有第 4 项"),
        ("FOIDESK_AGENCY__0__HAED", "agency[第1项].haed：没有这个键，是否应为 head"),
    ],
)
def test_a_mistaken_variable_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    monkeypatch.setenv(name, "x")
    assert said in refusal(SAMPLE)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("court =", "cuort =", "agency[第1项].cuort：没有这个键，是否应为 court"),
        ("court =", "cuort =", "agency[第1项].court：缺少这个键（有管辖权的人民法院）"),
        ("payee =", "paye =", "agency[第1项].fee.paye：没有这个键，是否应为 payee"),
        ("out =", "reply_days = 30\nout =", "reply_days：没有这个键，可用 database"),
        ("out =", "_env_file = 1\nout =", "_env_file：没有这个键"),
        ("[letters]", "[[letters]]", "letters：应为一节"),
        ("red_head = true", "red_head = 7", "agency[第1项].red_head：应为 true 或 false"),
        ('"410016"', "410016", "agency[第1项].postcode：应为文字，写在引号内"),
        ("after_service = 5", "after_service = 4", "agency[第1项].lapse_after_service：不能小于 5"),
        ('"district_government"', '"county"', "agency[第1项].type：应为下列之一：district_government（"),
        (
            '["city_government"]',
            '["district_government"]',
            "的复议机关不是本区人民政府，可用：city_government",
        ),
        ('["city_government"]', '["mayor"]', "应为下列之一：district_government（本区人民政府）"),
        ('["长沙市人民政府"]', '["长沙市人民政府", "乙"]', "应当与 reconsideration_agency 逐个对应"),
        ('["长沙市人民政府"]', '"长沙市人民政府"', "reconsideration_agency：应为列表"),
        ("〔{year}〕第{n}号", "[{year}]第{n}号", "agency[第1项].number_pattern：应含 〔{year}〕"),
        ("〔{year}〕第{n}号", "〔{year}〕第{n}号{suffix}", "agency[第1项].number_pattern：应含 〔{year}〕"),
        ('"周明远"', '"×××"', "agency[第1项].head：“×××”是占位内容"),
        ('"周明远"', '" "', "agency[第1项].head：不能为空"),
        ("sqlite:///", "mysql://", "database.url：应为 sqlite:/// 或 postgresql://"),
        ("[seal]", '[seal]\ncommand = ["seal", "{in}"]', "seal.command：程序之后的参数中须有 {in}"),
        ("[seal]", '[seal]\ncommand = ["{in}{out}"]', "seal.command：程序之后的参数中须有 {in}"),
        ("[seal]", '[seal]\ncommand = "seal {in} {out}"', "seal.command：应为列表"),
        ("[seal]", "[seal]\ntimeout = 0", "seal.timeout：不能小于 1"),
        ("[seal]", "[seal]\ntimeout = 601", "seal.timeout：不能大于 600"),
        (
            "[signature]",
            '[signature]\npassword = "8001"',
            "signature.password：没有这个键，是否应为 password_file",
        ),
        ("[mail]", '[mail]\npassword = "8001"', "mail.password：没有这个键，是否应为 password_file"),
        ("[mail]", '[mail]\nhost = "smtp.cn"', "mail：写了 host 就要写 sender"),
        ("[mail]", '[mail]\nuser = "a"', "mail：user 和 password_file 要么都写，要么都不写"),
        (
            "[mail]",
            '[mail]\nsecurity = "none"\nuser = "a"\npassword_file = "b"',
            'mail：security = "none" 时密码会以明文传送',
        ),
        ("[mail]", '[mail]\nsecurity = "ssl"', "mail.security：应为下列之一：'none', 'starttls'"),
        ("[mail]", "[mail]\nport = 70000", "mail.port：不能大于 65535"),
        ("[mail]", '[mail]\nsender = "xxgk"', "mail.sender：应为电子邮箱地址"),
        ("signs_for = []", 'signs_for = [""]', "agency[第1项].signs_for[第1项]：不能为空"),
        (
            "signs_for = []",
            "[[agency.approver]]\nsince = 2026-01-05",
            "agency[第1项].approver[第1项].name：缺少",
        ),
        ("signs_for = []", approver("20260105"), "agency[第1项].approver[第1项].since：应为日期"),
        ("signs_for = []", approver("2026-01-05T09:00:00"), "approver[第1项].since：应为日期，如 2026-01-05"),
        (
            "signs_for = []",
            approver("2026-01-05\nuntil = 2026-01-04"),
            "agency[第1项].approver[第1项]：任职末日 until 早于首日 since",
        ),
        ("reply = [5, 3, 1]", "reply = [3, 5]", "alerts.before.reply：应为 1 至 30 之间由大到小"),
        ("reply = [5, 3, 1]", "due = [1]", "alerts.before.due：没有这个键"),
        ("digest = 08:30:00", "digest = 830", "alerts.digest：应为时刻，如 08:30:00"),
        ("digest = 08:30:00", "digest = 19:00:00", "alerts：应当 quiet_until 不晚于 digest"),
        ("supervisor_after = 1", "supervisor_after = 0", "alerts.supervisor_after：不能小于 1"),
        ('# address = "https', 'address = "ftp', "alerts.address：应为网址"),
        (
            "channels = []",
            'channels = ["file:///etc/passwd"]',
            "agency[第1项].channels[第1项]：应为消息渠道地址",
        ),
        ("out =", "out ==", "不是 UTF-8 编码的正确 TOML"),
    ],
)
def test_a_wrong_key_is_refused_with_its_path_and_what_is_wanted(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert said in refusal(changed(tmp_path, (old, new)))


def test_all_wrong_keys_are_named_at_once(tmp_path: Path) -> None:
    said = refusal(changed(tmp_path, ("court =", "cuort ="), ("url =", "ulr ="), ('"410016"', '"41"')))
    assert "4 处" in said
    assert all(key in said for key in ("cuort", "court", "ulr", "postcode"))


def test_two_agencies_cannot_share_a_key_or_a_document_code(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(text + text[text.index("\n[[agency]]") :], encoding="utf-8")
    said = refusal(path)
    assert "2 个机关的 key 都是“furong”" in said
    assert "2 个机关的 code 都是“芙政公开”" in said
