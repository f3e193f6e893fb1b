"""`gongjian COMMAND`: a few need no Django; all others are management commands."""

import os
import sys
from collections.abc import Sequence

from gongjian.common import heap

HELP = """公鉴 gongjian 命令

  先看演示      make run，或者 GONGJIAN_MODE=demo gongjian demo --serve
  正式安装      gongjian migrate → gongjian init → gongjian serve（变量见 docs/operations.md）

  init serve work portal          初始化；网站和后台任务；再加一个后台任务进程；单独的公众门户
  act import new_password         从命令行办理、批量导入、重设初始密码
  backup restore verify           备份；恢复并核对；核对全部存证
  check due documents             检查流程、规则和文书；计算期限；文书清单
  demo                            生成、启动演示

每个命令的用法：gongjian 命令 --help。全部命令见 README。
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    heap.seldom()
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] in ([], ["help"], ["--help"], ["-h"]):
        sys.stdout.write(HELP)
        return 0
    if words[:1] == ["due"]:
        from gongjian.jurisdiction.cli import due_command

        return due_command(words[1:])
    if words[:1] == ["check"]:
        from gongjian.config.checking import check_command

        return check_command(words[1:])
    if words[:1] == ["documents"]:
        from gongjian.documents.cli import documents_command

        return documents_command(words[1:])
    if words[:1] == ["bench"]:
        os.environ.setdefault("GONGJIAN_MODE", "demo")  # it measures in a home of its own
    if words[:1] == ["import"]:
        words[0] = "import_sheet"  # a module cannot be called "import"
    if {"--help", "-h"} & set(words):
        os.environ.setdefault("GONGJIAN_MODE", "test")  # who asks how has no keys yet
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.test")
    elif words[:2] == ["portal", "serve"]:
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongjian.config.settings.apart"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.serve")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gongjian", *words])
    return 0


if __name__ == "__main__":
    sys.exit(main())
