"""`gongjian redaction`: measure the detector on labelled texts; print or write its card."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from gongjian.publicity import card
from gongjian.publicity.labelled import UNSEEN, labelled_set
from gongjian.publicity.measuring import Measured, measure


class Command(BaseCommand):
    help = "Measure what the redaction finds and misses on invented, labelled texts."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--measure", action="store_true", help="print figures and confusion")
        parser.add_argument("--errors", action="store_true", help="print every error as well")
        parser.add_argument("--write-card", action="store_true", help="write card.toml anew")

    def handle(self, *args: Any, errors: bool, write_card: bool, **options: Any) -> None:
        texts = labelled_set()
        everything = measure(texts)
        unseen = measure(t for t in texts if t.style in UNSEEN)
        if write_card:
            Path(card.__file__).with_name("card.toml").write_text(
                card.written(everything, unseen), "utf-8"
            )
        self._print("全部样本", everything)
        self._print("未用于调整规则的机关文风", unseen)
        if errors:
            for e in everything.errors:
                self.stdout.write(f"{e.style}　{e.kind}【{e.words}】…{e.around}…")

    def _print(self, title: str, counted: Measured) -> None:
        say = self.stdout.write
        say(f"{title}：{counted.texts} 篇")
        for kind, count in sorted(counted.labels.items()):
            say(f"  召回　{kind}　{counted.found[kind]}/{count}　{counted.recall(kind):.3f}")
        for what, count in sorted(counted.finds.items()):
            say(f"  精确　{what}　{counted.right[what]}/{count}　{counted.precision(what):.3f}")
        say("  混淆表（标注 → 识别为）")
        for (kind, what), count in sorted(counted.confusion.items()):
            say(f"    {kind} → {what}　{count}")
