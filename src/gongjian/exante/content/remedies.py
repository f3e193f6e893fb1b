"""Where one turns against a decision, and to whom one complains (救济和监督渠道)."""

from collections.abc import Iterator
from datetime import date

from gongjian.jurisdiction.profiles import profile
from gongjian.orgs.models import Agency

from .form import Drawn, Row, public_source

COLUMNS = (
    ("name", "渠道"),
    ("body", "受理机关"),
    ("how", "怎样提出"),
    ("term", "期限"),
    ("source", "依据"),
)
REVIEW, COURT, AFTER = "remedy.review", "remedy.litigation", "remedy.litigation_after_review"


def draw(agency: Agency, on: date) -> Drawn:
    """Return the remedies with their terms, and the channels of supervision.

    Source: 行政复议法; 行政诉讼法; 行政处罚法 第七条、第七十五条; LF1.2; XM4.1.2; HN1.
    """
    rows = [
        _row(agency, "review", "行政复议", agency.government_name, REVIEW, on),
        _row(agency, "court", "行政诉讼", agency.court_name, COURT, on),
        _row(agency, "court-after", "对复议决定不服的行政诉讼", agency.court_name, AFTER, on),
        *_channels(agency),
    ]
    return Drawn(COLUMNS, rows)


def _row(agency: Agency, key: str, name: str, body: str, code: str, on: date) -> Row:
    rule = profile(agency.profile).parameter(code, agency.domain, on=on)
    cells = {
        "name": name,
        "body": body,
        "how": _applying(agency) if code == REVIEW else "向人民法院起诉",
        "term": rule.value_zh,
        "source": public_source(rule.citation),
    }
    return Row(key, cells)


def _applying(agency: Agency) -> str:
    """Return how one applies for review. Source: 行政复议法 第二十二条、第三十二条."""
    ways = ["当面或者邮寄提交申请书"]
    if agency.review_address:
        ways = [f"当面或者邮寄提交申请书：{agency.review_address}"]
    if agency.review_online:
        ways.append(f"网上提交：{agency.review_online}")
    ways += ["书面申请有困难的，可以口头申请", "当场作出的处罚，也可以通过作出处罚的机关提交"]
    return "；".join(ways)


def _channels(agency: Agency) -> Iterator[Row]:
    yield Row(
        "hearing",
        {
            "name": "陈述、申辩和听证",
            "body": agency.name,
            "how": "收到告知书后向承办机构提出，也可以凭案号和查询码在本平台提出",
            "source": "行政处罚法 第七条、第四十四条、第四十五条、第六十三条",
        },
    )
    yield Row(
        "complaint",
        {
            "name": "投诉、举报和检举",
            "body": agency.name,
            "how": f"电话 {agency.phone}；地址 {agency.address}",
            "source": "行政处罚法 第七十五条第二款",
        },
    )
    if agency.parent is not None:
        above = agency.parent
        yield Row(
            "superior",
            {
                "name": "向上级机关反映",
                "body": above.name,
                "how": f"电话 {above.phone}；地址 {above.address}",
                "source": "行政处罚法 第七十五条第一款",
            },
        )
