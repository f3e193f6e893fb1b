"""The provisions of a proposal held against its cause and the law in force. Pure.

What is surely wrong is an error; where a person may rightly deviate it is a doubt that needs a
reason. Texts without a law's name are left to the check of their form.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .citing import cited as quoted
from .citing import place
from .definitions import Article, Cause
from .laws import not_in_force, same_law, versions
from .reading import Cited, read
from .sums import sums_fault, threats

GRAVE, DOUBT = True, False
ROLES = {"violated": "违反的条款", "basis": "处罚依据"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a field: a message, what to do, and whether it may never stand."""

    field: str
    grave: bool
    message: str
    todo: str

    def __str__(self) -> str:
        return f"{self.message}。{self.todo}"


@dataclass(frozen=True, slots=True)
class Governing:
    """The law that governs an act: its cause as of that law, and the days that decide.

    `causes`: the version that governs, and, where the newer law was chosen as milder, the one of
    the day of the act. `days` are those whose law may be cited, `on` that of the proceedings.
    `allowed` are provisions in words that may stand beside the catalogue's: of grounds, of a fine
    by the day.
    """

    causes: tuple[Cause, ...]
    days: tuple[date, ...]
    on: date
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sanction:
    """What is proposed: kinds and sums; `range` is the legal range the weighing came to.

    `counted`: the sum follows from the law by reckoning (按日连续处罚), no range bounds it.
    """

    kinds: tuple[str, ...] = ()
    fine_fen: int = 0
    base_fen: int | None = None
    range: str = ""
    mitigated: bool = False
    counted: bool = False
    days: tuple[int, ...] = ()


def hold(
    governing: Governing, violated: str, basis: str, sanction: Sanction | None
) -> Iterator[Fault]:
    """Yield every fault of the provisions cited; `sanction` None: no penalty is proposed.

    Source: 行政处罚法 第四条、第三十七条、第三十八条、第五十九条第一款第三项;
    行政复议法实施条例 第五十六条、第五十七条.
    """
    texts = {"violated": violated, "basis": basis}
    for role, text in texts.items():
        yield from in_force(governing, role, text)
    if not governing.causes:
        return
    cited_right = True
    for role in ROLES if sanction else ("violated",):
        # Where the newer law is milder, the duty that was breached may be told by either.
        found = [list(_against(c, governing, role, read(texts[role]))) for c in governing.causes]
        if role == "basis":
            found = found[:1]
        fewest = min(found, key=lambda faults: sum(f.grave for f in faults))
        cited_right = not any(f.grave for f in fewest)
        yield from fewest
    if sanction and cited_right:
        yield from _threatened(governing.causes[0], read(basis), sanction)


def in_force(governing: Governing, role: str, text: str) -> Iterator[Fault]:
    """Yield laws, versions and articles that are not those of the days that decide."""
    told = (not_in_force(c, governing.days, governing.on) for c in read(text))
    for message in dict.fromkeys(filter(None, told)):
        what, _, todo = message.rpartition("。")
        yield Fault(role, GRAVE, what, todo)


def _against(
    cause: Cause, governing: Governing, role: str, cited: Sequence[Cited]
) -> Iterator[Fault]:
    """Yield how what is cited for a role differs from the cause's provisions."""
    wanted = [a for a in cause.articles if a.role == role]
    held = [a for a in wanted if any(is_cited(a, c) or _finer(a, c) for c in cited)]
    name, right = ROLES[role], quoted(wanted)
    should = f"案由“{cause.name}”的{name}是{right}"
    coarse = [c for c in cited if _too_coarse(c, wanted)]
    for c in coarse:
        exact = "、".join(place(a) for a in wanted if _same_article(a, c))
        yield Fault(role, GRAVE, f"引用的{words(c)}没有写到款、项", f"请写到{exact}")
    if not held and not coarse:
        yield Fault(
            role,
            GRAVE,
            f"没有引用本案案由的{name}" + (f"，现引用的是{_all(cited)}" if cited else ""),
            f"{should}，请改正；查明的事实属于另一案由的，请先重新确定案由",
        )
        return
    for article in wanted:
        if article not in held and not any(_same_article(article, c) for c in coarse):
            text = f"没有引用《{article.law}》{place(article)}"
            yield Fault(role, DOUBT, text, f"{should}，请补充，或者说明不引用的理由")
    for c in cited:
        known = c in coarse or any(is_cited(a, c) for a in wanted)
        if not known and not _allowed(c, governing):
            text = f"引用的{words(c)}不在案由的{name}之内"
            yield Fault(role, DOUBT, text, f"{should}，请核对，或者说明引用的理由")


def _threatened(cause: Cause, cited: Sequence[Cited], sanction: Sanction) -> Iterator[Fault]:
    """Yield kinds and sums that no provision cited threatens."""
    for label, sources in threats(cause, sanction.kinds, sanction.range):
        if not sources:
            text = f"“{label}”不在案由“{cause.name}”的法定处罚种类之内"
            yield Fault("basis", GRAVE, text, "请删去这一项处罚，或者重新确定案由后拟定")
        elif not any(_touches(s, c) for source in sources for s in read(source) for c in cited):
            text = f"处罚依据没有引用规定“{label}”的条款"
            yield Fault("basis", GRAVE, text, f"请引用{'或者'.join(dict.fromkeys(sources))}")
    if not sanction.counted and (told := sums_fault(cause, sanction)):
        yield Fault("basis", GRAVE, told, "请按法定幅度重新拟定，或者核对适用的条款")


def is_cited(article: Article, cited: Cited) -> bool:
    """Tell whether a text cites a provision of the catalogue exactly.

    The only paragraph of an article may be called its first.
    """
    paragraphs = {article.paragraph} if article.paragraph else {0, 1}
    same = cited.paragraph in paragraphs and cited.item == article.item
    return same and _same_article(article, cited)


def _same_article(article: Article, cited: Cited) -> bool:
    return cited.article == article.article and not cited.sub and same_law(cited.law, article.law)


def _too_coarse(cited: Cited, wanted: Iterable[Article]) -> bool:
    """Tell whether the catalogue knows paragraph or item of what is cited without."""
    same = [a for a in wanted if _same_article(a, cited)]
    inside = (cited.paragraph in {0, a.paragraph or 1} and cited.item in {0, a.item} for a in same)
    return any(inside) and not any(is_cited(a, cited) for a in same)


def _finer(article: Article, cited: Cited) -> bool:
    """Tell whether a text names an item, or paragraph, where the catalogue names the whole."""
    return (
        _same_article(article, cited)
        and article.paragraph in {0, cited.paragraph}
        and article.item in {0, cited.item}
    )


def _touches(source: Cited, cited: Cited) -> bool:
    """Tell whether one of two provisions holds the other."""
    if source.article != cited.article or source.sub != cited.sub:
        return False
    if not same_law(source.law, cited.law):
        return False
    paragraphs = {source.paragraph, cited.paragraph} - {0}
    items = {source.item, cited.item} - {0}
    return len(paragraphs) < 2 and len(items) < 2


def _allowed(cited: Cited, governing: Governing) -> bool:
    """Tell whether a provision may stand beside the catalogue's without a reason."""
    known = versions(cited.law)
    if known and known[-1].procedure:
        return True
    return any(_touches(s, cited) for text in governing.allowed for s in read(text))


def words(cited: Cited) -> str:
    """Return a provision as cited, with its law."""
    article = Article("", cited.law, cited.article, cited.paragraph, cited.item, date.min)
    law = f"《{cited.law}》" if cited.law else ""
    return f"{law}{place(article)}" if not cited.sub else f"{law}第{cited.article}条之{cited.sub}"


def _all(cited: Collection[Cited]) -> str:
    return "、".join(dict.fromkeys(words(c) for c in cited))
