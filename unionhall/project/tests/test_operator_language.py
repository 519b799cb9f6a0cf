import os
import subprocess
import sys

import pytest

from unionhall.project.operator_language import code


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh-hans"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
        ({"LANG": "C.UTF-8", "UNIONHALL_LANGUAGE": "zh"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "UNIONHALL_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_command_line_speaks_as_the_machine_does_unless_told_otherwise(environment, language):
    assert code(environment) == language


def run(tmp_path, *arguments, **environment):
    base = {"PATH": os.environ["PATH"], "UNIONHALL_VAR": str(tmp_path), "DATABASE_URL": "postgres://x@localhost:1/x"}
    return subprocess.run(
        [sys.executable, "-m", "unionhall", *arguments],
        env=base | {"PYTHONUTF8": "1", "LANG": "zh_CN.UTF-8"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_of_our_commands_and_of_the_apps_is_chinese_on_a_chinese_machine(tmp_path):
    said = run(tmp_path, "--help").stdout

    assert said.startswith("用法： unionhall")
    described = [line.split()[1] for line in said.split("命令:")[1].splitlines() if line.strip()]
    assert all("\u4e00" <= words[0] <= "\u9fff" or words.startswith("FILE") for words in described), described


@pytest.mark.parametrize(
    ("arguments", "environment", "line"),
    [
        (("check",), {"UNIONHALL_PROFILE": "production"}, "请将 UNIONHALL_SECRET_KEY 设为至少 50 个字符的随机文本。"),
        (("recount",), {}, "数据库没有响应"),
        (("serve", "--key", __file__), {}, "证书需要配套私钥：请同时给出 --certificate 和 --key。"),
        (("serve", "--port", "x"), {}, "用法：unionhall serve"),
    ],
)
def test_refusals_of_settings_database_options_and_click_are_chinese_too(tmp_path, arguments, environment, line):
    ended = run(tmp_path, *arguments, **environment)

    assert ended.stderr.replace("： ", "：").startswith(line)
    assert ended.returncode in {1, 2}
