"""Evidence of technical monitoring equipment for tests: every step is the real service."""

from datetime import timedelta
from typing import Any

from gongjian.cases.models import Evidence
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter


def recording(cast: Cast, **values: Any) -> dict[str, Any]:
    """Return what is entered of one record of a fixed camera."""
    known: dict[str, Any] = {
        "kind": "electronic",
        "name": "固定监控点抓拍记录",
        "proves": "违法行为的时间、地点和经过",
        "recorded_at": cast.now - timedelta(hours=1),
        "device": "QH-JK-0017",
        "device_site": "青川市罗家镇金塘村口",
        "device_basis": "《中华人民共和国大气污染防治法》第二十四条",
        "device_reviewed": "青环监审〔2026〕3号，法制、技术审核均合格；检定证书有效至2027年6月",
        "device_published": "2026年1月在本机关网站公布",
        "obtained_on": cast.today,
    }
    return known | values


def enter(cast: Cast, matter: Matter, **values: Any) -> Evidence:
    row: Evidence = cast.do(
        "handler", "cases.add_monitored", matter, None, **recording(cast, **values)
    )
    return row


def checked(cast: Cast, row: Evidence, *, sound: bool = True, by: str = "second") -> Evidence:
    found: dict[str, Any] = {
        "evidence": row.uid,
        "result": "sound" if sound else "wanting",
        "words": "逐帧核对，与现场一致。" if sound else "画面模糊，不能辨认。",
        "device_sound": True,
        "record_sound": sound,
    }
    done: Evidence = cast.do(by, "cases.check_monitored", row.case.matter, None, **found)
    return done


def told(cast: Cast, row: Evidence) -> Evidence:
    how = "短信告知（尾号0101），可在本机关网站凭案号查询"
    values: dict[str, Any] = {"evidence": row.uid, "told_on": cast.today, "told_how": how}
    done: Evidence = cast.do("handler", "cases.tell_monitored", row.case.matter, None, **values)
    return done


def monitored(cast: Cast, matter: Matter) -> Evidence:
    """Enter a record, let the other handler check it and tell the party."""
    return told(cast, checked(cast, enter(cast, matter)))
