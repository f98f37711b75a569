"""foidesk init and rebuild: the database and its health."""

from __future__ import annotations

from typing import Annotated

import typer

from foidesk.cli.frame import Agency, AsJson, Config, app, common, options, put, say, settings


@app.command("init")
def init(config: Config = None, as_json: AsJson = False) -> None:
    """建立配置所指的数据库和密钥；已有的升级到当前版本，不改动内容。"""
    options(config)
    from foidesk.desk.setup import initialise

    done = initialise(settings())
    if as_json:
        put({"database": done.database, "key_file": str(done.key_file), "key_created": done.key_created})
        return
    say(f"数据库已就绪：{done.database}")
    say(
        f"密钥文件：{done.key_file}"
        + ("（新建，请与数据库分开备份；丢失后个人信息无法恢复）" if done.key_created else "")
    )


@app.command("rebuild")
def rebuild(
    check: Annotated[bool, typer.Option("--check", help="只核对，不改动")] = False,
    config: Config = None,
    agency: Agency = None,
    as_json: AsJson = False,
) -> None:
    """由日志重建索引；--check 只核对日志的哈希链，以及索引是否等于日志的推算结果。"""
    options(config, agency)
    from foidesk.desk import rebuilding
    from foidesk.desk.office import open_office

    faults: list[str] = []
    count = 0
    chosen = settings()
    for each in chosen.agency if common.agency is None else (None,):
        with open_office(chosen, each.key if each else common.agency) as opened:
            found = rebuilding.check(opened) if check else rebuilding.rebuild(opened)
            faults += found.faults
            count += found.applications
    if as_json:
        put({"applications": count, "faults": faults})
    else:
        for fault in faults:
            say(fault)
        verb = "核对" if check else "重建"
        say(f"已{verb} {count} 件申请，" + (f"发现 {len(faults)} 处问题。" if faults else "没有发现问题。"))
    if faults:
        raise typer.Exit(1)
