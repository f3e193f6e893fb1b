"""`gongjian recompute [--preview]`: provisional deadlines, once their year is announced."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gongjian.common import clock as clocks
from gongjian.matters.limits import reckoned_anew
from gongjian.matters.sweeping import recompute_all, settled, with_provisional_deadlines


class Command(BaseCommand):
    help = (
        "放假安排公布后，重新计算暂定的期限；每一案的变化记入存证。工作进程每十分钟自动检查一次。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--preview", action="store_true", help="只列出变化，不作修改")

    def handle(self, *args: Any, preview: bool, **options: Any) -> None:
        if not preview:
            changed = recompute_all(clocks.current())
            self.stdout.write(f"已重新计算 {len(changed)} 案的暂定期限")
            return
        count = 0
        for matter in with_provisional_deadlines():
            for old in settled(matter):
                new = reckoned_anew(matter, old)
                count += 1
                self.stdout.write(
                    f"{matter} {old.label}：{old.due_on.isoformat()} → {new.due_on.isoformat()}"
                )
        self.stdout.write(f"可以重新计算的暂定期限 {count} 个，没有作任何修改")
