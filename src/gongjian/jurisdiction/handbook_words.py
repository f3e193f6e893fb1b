"""The Chinese of the page about time limits: headings, starting events, ways of delivery."""

from typing import Final

WHOSE_ZH: Final = {"authority": "机关的义务", "party": "当事人的权利", "liberty": "人身自由"}

STARTS: Final = {
    "issue": "规范性文件印发之日",
    "acceptance": "受理",
    "act": "违法行为发生；连续、继续的，行为终了",
    "application": "收到申请",
    "appraisal": "收到鉴定意见",
    "appraisal_copy": "收到鉴定意见副本",
    "approval": "批准移送",
    "arrival": "到达（到案）",
    "change": "法律、职能变化",
    "check": "公布或者上次核对之日",
    "clue": "收到线索",
    "collection": "当场收缴",
    "complaint_copy": "收到起诉状副本",
    "correction_delivered": "送达责令改正文书",
    "correction_due": "改正期限届满",
    "decision": "作出决定",
    "decision_limit": "原期限届满",
    "delivery": "送达决定书",
    "demand_delivered": "送达催告书",
    "end": "办结",
    "filing": "立案",
    "filing_limit": "原期限届满",
    "finding": "发现、查实",
    "first_mediation": "第一次调解",
    "freeze_limit": "原期限届满",
    "handin": "收到交来的罚款",
    "hearing_notice": "送达听证通知书",
    "hearing_request": "收到听证申请",
    "inspection_end": "检查结束",
    "legal_effect": "变更、撤销等生效",
    "made": "信息形成或者变更",
    "measure": "采取措施",
    "notice_delivered": "送达告知书",
    "notice_posted": "发布公告",
    "performance": "履行完毕",
    "police_filing": "公安机关立案",
    "preservation": "登记保存",
    "proxy_performed": "代履行完毕",
    "proxy_urged": "送达代履行前的催告书",
    "questioning_end": "上一次询问结束",
    "receipt": "收到移送材料或者通知",
    "recusal_request": "收到回避申请",
    "remedy_expired": "复议、诉讼期限届满",
    "report": "收到移送报告",
    "review-margin": "办案期限届满（往前数）",
    "review_copy": "收到复议申请书副本",
    "review_decision": "收到复议决定书",
    "review_limit": "原期限届满",
    "seize_limit": "原期限届满",
    "seizure": "扣押",
    "shift_end": "值勤结束",
    "submission": "送审",
    "suspension": "中止执行",
    "unclaimed_limit": "领取的期限届满",
}

HEADING: Final = """# 期限一览

本页由 `gongjian due --page tests/vectors/deadlines.toml` 生成，不手工修改；数字来自 `profiles/`，
例子来自 `tests/vectors/deadlines.toml`，由人按日历逐日数出，再由测试逐一重算。
共 {codes} 个期限代码、{rows} 行、{vectors} 个手算例。
"""

COUNTING: Final = """## 怎么数

- 开始的当日、当时不计入，从次日起数；以小时计的，从该时刻起连续计算，夜间和放假照算。
- 工作日以国务院办公厅的放假安排为准：放假不计入，调休上班的周六、周日计入。
- 以月、年计的，到期为对应的同一日；当月没有这一日的，为月末。
- 到期日逢休息日：当事人的权利顺延到其后第一个工作日；机关的义务不顺延，法律写明顺延的除外；
  限制人身自由的期限从不顺延。
- 中止：中止的日子（首尾两日都算）不计入；几个事由同时中止的，合并计算，不重复扣除。
- “几日前”：最后一日过完，次日才可以办理，例如听证通知后的最短间隔、催告后的等待。
- 暂定：数到放假安排尚未公布的年度的，日期标明“暂定”；公布后重新计算，每一处变化留有记录。
- 日期是北京时间的日期：世界时16时以后就是次日。
- 几层规定同时适用：机关的义务取较早的一日，当事人的权利取较晚的一日；两个日期和条款都列明。
- 颜色：机关的期限到期前三日内（含到期当日）为黄，已经超过为红。当事人的权利届满不使任何人逾期。
"""

WAYS: Final = """各种送达方式，何日视为送达（期限从这一日的次日起数）：

| 方式 | 视为送达之日 | 依据 |
| --- | --- | --- |
| 宣告后当场交付 | 交付当日 | 行政处罚法 第六十一条第一款 |
| 直接送达 | 受送达人在回证上签收之日 | 民事诉讼法 第八十八条 |
| 留置送达 | 见证人签名或者拍照、录像留置之日 | 民事诉讼法 第八十九条 |
| 邮寄送达 | 回执上注明的收件日期 | 民事诉讼法 第九十一条 |
| 电子送达（已签确认书） | 到达受送达人特定系统之日 | 行政处罚法 第六十一条; 民事诉讼法 第九十条 |
| 公告送达 | 公告期满之日 | 民事诉讼法 第九十五条; 公安机关办理行政案件程序规定 第三十六条第四款 |
"""
