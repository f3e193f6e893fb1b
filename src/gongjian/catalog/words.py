"""The codes a catalogue file may use, in the words of the law; plain data, no Django."""

PENALTY_KINDS = {
    "warning": "警告",
    "criticism": "通报批评",
    "fine": "罚款",
    "confiscate_gain": "没收违法所得",
    "confiscate_goods": "没收非法财物",
    "suspend_licence": "暂扣许可证件",
    "downgrade": "降低资质等级",
    "restrict_business": "限制开展生产经营活动",
    "suspend_business": "责令停产停业",
    "close_down": "责令关闭",
    "bar_from_trade": "限制从业",
    "revoke_licence": "吊销许可证件",
    "detention": "行政拘留",
}
EVIDENCE_KINDS = {
    "documentary": "书证",
    "physical": "物证",
    "audiovisual": "视听资料",
    "electronic": "电子数据",
    "testimony": "证人证言",
    "party_statement": "当事人的陈述",
    "expert_opinion": "鉴定意见",
    "on_site_record": "勘验笔录、现场笔录",
}
DOMAINS = {
    "environment": "生态环境",
    "market": "市场监管",
    "public-security": "公安",
    "public-order": "治安管理",
}
# What a ground of the law lets an authority do, from the mildest on.
EFFECTS = {
    "no_penalty": "不予处罚",
    "may_spare": "可以不予处罚",
    "mitigate": "减轻处罚",
    "lenient": "从轻处罚",
    "severe": "从重处罚",
}
LAYERS = {
    "law": "法律、法规、规章",
    "ministry": "国务院部门的裁量基准",
    "province": "省级裁量基准",
    "city": "市级裁量基准",
    "agency": "本机关裁量基准",
    "design": "本系统示例，启用前由机关核定",
}
CONFIDENCE = {
    "K-H": "条文尚未逐字核对（把握较高），启用前应当核对原文",
    "K-M": "条文尚未逐字核对，启用前必须核对原文",
}
