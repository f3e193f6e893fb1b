"""How the agencies write: facts, evidence and statements, six forms for each, invented.

A slot in braces becomes a word; `drawing.SLOTS` says which slots identify a person. The styles of
`UNSEEN` were set aside: the detector was not adjusted to them.
"""

STYLES: dict[str, tuple[str, ...]] = {
    "市场监督管理": (
        "{day}，本局接到消费者{who}（联系电话：{mobile}）投诉，称其在{firm}购买的{product}已过保质期。经查，该批货物批号{batch}，货值{money}元。",
        "当事人{known}，身份证号码{id}，住{home}，在{road}经营{firm}，未取得食品经营许可证，收款二维码绑定账户{card}。",
        "执法人员在店内见到收银员{who}，{who}称老板{known}外出进货，电话{mobile}。现场查见{product}{count}件，标签不符合规定。",
        "当事人通过微信号{wechat}向{who}、{who}等人销售{product}，收入{money}元，以上有转账截图、询问笔录证明。",
        "{firm}（统一社会信用代码{uscc}）在广告中宣称其产品可治疗高血压，违反《中华人民共和国广告法》第十七条。",
        "{known}于{day}到本局接受询问，陈述进货人为其妻{who}，货源来自{firm}，进货单编号{batch}，罚款决定书文号{doc}。",
    ),
    "城市管理": (
        "{day}{time}，执法队员巡查至{road}，发现{known}占道摆卖{product}，占地约{count}平方米，经劝导拒不改正。",
        "经查，{known}（男，{birth}出生，公民身份号码：{id}）在{home}屋顶搭建彩钢棚，面积{count}平方米，未办理建设工程规划许可证。",
        "违停车辆号牌为{plate}，经查询车主系{who}，联系手机{mobile}，其到场后将车驶离。",
        "楼下住户{who}反映楼上装修渗水，物业经理{who}陪同检查，施工人员承认未报备。",
        "当事人{known}提出，本人身患{ill}，家庭困难，请求从轻处罚；本机关采纳其意见，罚款{money}元。",
        "{firm}在{road}堆放建筑垃圾{count}立方米，负责运输的是{plate}和{plate}两辆自卸车，司机分别为{who}、{who}。",
    ),
    "交通运输": (
        "{day}{time}，{known}驾驶{plate}号小型轿车搭载乘客{who}，从{road}至火车站，收取车费{money}元，未取得网络预约出租汽车运输证。",
        "经称重检测，{plate}重型半挂牵引车车货总重{count}吨，超限。驾驶人{known}，从业资格证号{id}，手机{mobile}。",
        "乘客{who}的询问笔录载明，其通过平台下单，订单编号{batch}，司机电话尾号不详。",
        "押车人{who}在现场，自述身份证丢失，口述号码为{id}，经核对无误。",
        "货主{who}委托{firm}运输{product}，运费汇入{who}名下账号{card}，违反道路运输条例的规定。",
        "当事人系{firm}，所属{plate}客车动态监控离线，安全员{who}未处理报警。",
    ),
    "生态环境": (
        "{day}，我局会同{agency}对{firm}检查，生产厂长{who}在场。该公司污水未经处理排入雨水沟，采样编号{batch}，化学需氧量{count}毫克/升。",
        "信访人{who}（电话{landline}）反映{road}附近夜间有刺鼻气味，并称其孙子{age}，因此咳嗽。",
        "环保专员{who}提供的台账显示，危险废物{count}吨未办理转移联单，由{known}用{plate}货车运走。",
        "{known}以个人账户{card}收取处置费{money}元，其电子邮箱{mail}中存有磅单。",
        "监测报告由{agency}出具，报告号{doc}，在线监测设备运维人员{who}拒绝签名。",
        "周边村民{who}、{who}和{who}证实，{firm}自{day}起夜间生产，{who}家住{home}，距厂界{count}米。",
    ),
    "消防救援": (
        "{day}{time}，{road}一出租屋起火，房主{known}（身份证{id}）将住宅改为{count}间群租房，租客{who}逃生时被诊断为{ill}。",
        "值班员{who}未持证上岗，其表示证件在老家，联系电话{mobile}。消防控制室无人值守。",
        "{firm}安全出口上锁，消防设施操作员证书编号{batch}，检查时电工{who}正在作业。",
        "火灾造成住户{who}死亡，其女{who}现年{age}，就读于{school}，由亲属照料。",
        "当事人{known}住{home}，在楼道停放电动自行车充电，经责令改正后拒不改正，罚款{money}元。",
        "经询问，维保单位技术负责人{who}称最近一次检测为{day}，报告号{doc}，支付费用{money}元至{card}。",
    ),
    "卫生健康": (
        "{day}，患者{who}（病历号{batch}）在{firm}就诊，经检查确诊为{ill}，主治人员{who}未取得医师资格。",
        "{known}在家中为孕妇{who}接生，{who}的身份证号为{id}，住址：{home}。",
        "举报人{who}提供微信聊天记录（微信：{wechat}），证明{known}非法行医，收费{money}元。",
        "护士{who}感染{ill}后继续从事治疗，{firm}未按规定报告。",
        "现场查见{firm}使用的一次性注射器批号{batch}，库存{count}支，药师{who}不在岗。",
        "体检名单中有{school}学生{who}，{age}，结果提示{ill}，监护人{who}电话{mobile}。",
    ),
    "人力资源和社会保障": (
        "劳动者{who}等{count}人投诉{firm}拖欠{day}以来的工资共计{money}元，代表{who}，手机号{mobile}。",
        "经查，{firm}招用童工{who}，其出生于{birth}，招用时{age}，原就读{school}。",
        "项目班组长{known}（公民身份号码{id}）以工资卡{card}代发，未足额支付。",
        "{who}因工受伤，医疗机构出具诊断证明：{ill}；用人单位未缴纳工伤保险。",
        "人事主管{who}答复称已结清，但{who}、{who}否认收到，银行流水显示户名{who}，卡号{card}。",
        "{firm}逾期不改正，法定期限为十五日，依据《劳动保障监察条例》第三十条，处罚款{money}元，文号{doc}。",
    ),
    "水务": (
        "{day}{time}，{known}使用{plate}货车在河道管理范围内采砂{count}立方米，雇请船工{who}操作。",
        "巡河员{who}拍摄的照片证明，{firm}在{road}岸线弃置渣土。",
        "{known}，男，{birth}出生，户籍地址{home}，未经批准取用地下水，井深{count}米。",
        "取水口由{who}看管，其联系方式为{landline}，每月报酬{money}元转至支付宝{mobile}。",
        "{firm}未编制水土保持方案，项目代码{batch}，法定代表人{known}到场。",
        "经{agency}鉴定，采砂价值{money}元；{who}、{known}共同出资，{who}分得{money}元。",
    ),
    "住房和城乡建设": (
        "{firm}将劳务分包给不具备资质的{known}，{known}身份证号{id}，合同签订人{who}。",
        "购房人{who}（{mobile}）反映，{firm}未取得预售许可收取定金{money}元，房号{home}。",
        "经纪人员{who}隐瞒房屋抵押，客户{who}损失{money}元，收款账号{card}。",
        "塔吊司机{who}的特种作业证{batch}已过期，工地位于{road}。",
        "安全员{who}在事故中受伤，经诊断为{ill}，送医车辆为{plate}。",
        "监理日志记载，{day}钢筋进场{count}吨，未复检，总监{who}未签字，罚款{money}元。",
    ),
    "农业农村": (
        "{known}（住{home}，电话{mobile}）经营假农药，标签批号{batch}，货值{money}元。",
        "养殖户{who}反映购买{product}后减产，{who}之子{who}{age}，随其一同喂养。",
        "{day}，在{road}检查站查获{plate}运输生猪{count}头，承运人{who}不能提供检疫证明。",
        "兽医{who}出具的证明编号{doc}，与台账不符。",
        "{known}在禁渔期用网捕捞，渔获{count}公斤，买主{who}通过微信{wechat}付款{money}元。",
        "{firm}销售的{product}经{agency}抽检不合格，抽样单编号{batch}，受检人{who}。",
    ),
    "应急管理": (
        "{day}，{firm}发生机械伤害事故，操作工{who}（身份证号{id}）右臂受伤，诊断为{ill}，家属{who}。",
        "{known}在{home}储存烟花{count}箱，邻近{campus}，由{plate}面包车运入。",
        "主要负责人{known}未组织演练，安全管理人员{who}无证，罚款{money}元。",
        "仓库保管员{who}称钥匙由{who}掌管，两人均未接受培训，联系电话{mobile}。",
        "{firm}危险化学品经营许可证{doc}已过期，库存{product}{count}吨，位于{road}。",
        "死者{who}，{adult}，系{firm}临时工；赔偿款{money}元汇至其父{who}账户{card}。",
    ),
    "文化和旅游": (
        "{day}{time}，{firm}接纳{age}的{who}进入上网，其使用他人证件登记，系{school}学生。",
        "导游{who}（导游证号{batch}）擅自变更行程，游客{who}护照{passport}，联系邮箱{mail}。",
        "{known}经营游艺场所，未标明营业时间，地址{road}，罚款{money}元。",
        "旅客{who}投诉，其致电{landline}无人接听，退款应退至{card}。",
        "网管{who}陈述，当晚共有{count}人上网，系统登记编号{batch}。",
        "{firm}聘用无资质人员{who}带团，团款{money}元由计调{who}收取，车号{plate}。",
    ),
}

UNSEEN = ("人力资源和社会保障", "水务", "住房和城乡建设", "农业农村", "应急管理", "文化和旅游")
