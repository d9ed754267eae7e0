"""Items of the demo catalogue: names and bases as in real life, limits and codes invented."""

from typing import Any, NamedTuple

_APPLY = "申请表（加盖公章或签名）"
_ID = "申请人身份证明"
_LICENCE = "营业执照复印件"
_SITE = "场所使用证明（产权证明或租赁合同）"
_PLAN = "平面布置图"
PROCEDURE = "申请\n受理（5个工作日内一次告知补正）\n审查\n决定\n10个工作日内颁发、送达证件"


class ItemData(NamedTuple):
    """One item. `statutory` 0 means that no law sets a limit; both in working days."""

    unit: str
    name: str
    type: str
    basis: str
    materials: tuple[str, ...]
    statutory: int
    promised: int
    fee: str = ""

    def values(self, unit: Any, code: str) -> dict[str, Any]:
        """What the catalogue stores."""
        return {
            "code": code,
            "name": self.name,
            "unit": unit,
            "type": self.type,
            "basis": self.basis,
            "conditions": "申请材料齐全、符合法定形式；符合设定依据所列条件。",
            "materials": "\n".join(self.materials),
            "procedure": PROCEDURE,
            "statutory_limit": self.statutory or None,
            "promised_limit": self.promised,
            "fee": self.fee,
        }


_CATERING = (_APPLY, _LICENCE, _SITE, _PLAN, "食品安全管理制度目录")
_BUILD = (_APPLY, "建设工程规划许可证", "施工合同", "施工图审查合格书", "质量安全监督手续")
_SIGN = (_APPLY, _LICENCE, "设置位置现状照片和效果图", _SITE)
_PERSON = (_APPLY, _ID)

ITEMS: tuple[ItemData, ...] = (
    ItemData("cgj", "设置大型户外广告审批", "01", "《城市市容和环境卫生管理条例》第十一条", _SIGN, 20, 7),
    ItemData("cgj", "店招标牌设置备案", "10", "《江苏省城市市容和环境卫生管理条例》第十八条", _SIGN, 0, 3),
    ItemData("cgj", "临时性建筑物搭建、堆放物料、占道施工审批", "01", "《城市市容和环境卫生管理条例》第十四条", (_APPLY, _ID, "占用位置图", "恢复原状承诺书"), 20, 5),
    ItemData("cgj", "城市建筑垃圾处置核准", "01", "《城市建筑垃圾管理规定》第七条", (_APPLY, "运输合同", "消纳场地证明", "车辆密闭化证明"), 20, 7),
    ItemData("cgj", "临时占用城市绿地审批", "01", "《城市绿化条例》第二十条", (_APPLY, "占用范围图", "补偿协议"), 20, 10),
    ItemData("cgj", "砍伐、移植城市树木审批", "01", "《城市绿化条例》第二十一条", (_APPLY, "树木照片和位置图", "移植或补植方案"), 20, 8),
    ItemData("scjg", "食品经营许可", "01", "《中华人民共和国食品安全法》第三十五条", _CATERING, 20, 5),
    ItemData("scjg", "内资企业设立登记", "01", "《中华人民共和国市场主体登记管理条例》第三条", (_APPLY, "公司章程", _ID, _SITE), 3, 1),
    ItemData("scjg", "药品零售企业经营许可", "01", "《中华人民共和国药品管理法》第五十一条", (_APPLY, _LICENCE, _SITE, "执业药师注册证"), 30, 12),
    ItemData("scjg", "特种设备使用登记", "01", "《中华人民共和国特种设备安全法》第三十三条", (_APPLY, "产品合格证", "监督检验证明"), 15, 3),
    ItemData("scjg", "食品小作坊登记", "01", "《江苏省食品小作坊和食品摊贩管理条例》第九条", _CATERING, 10, 4),
    ItemData("zjj", "建筑工程施工许可", "01", "《中华人民共和国建筑法》第七条", _BUILD, 7, 3),
    ItemData("zjj", "商品房预售许可", "01", "《中华人民共和国城市房地产管理法》第四十五条", (_APPLY, "土地使用权证书", "预售方案", "资金监管协议"), 10, 5),
    ItemData("zjj", "建筑业企业资质认定（三级）", "01", "《中华人民共和国建筑法》第十三条", (_APPLY, _LICENCE, "技术人员社保证明"), 20, 10),
    ItemData("zjj", "公共租赁住房保障资格确认", "07", "《公共租赁住房管理办法》第七条", (*_PERSON, "家庭收入和住房情况声明"), 30, 20),
    ItemData("zjj", "房屋建筑工程竣工验收备案", "10", "《建设工程质量管理条例》第四十九条", (_APPLY, "竣工验收报告", "工程质量保修书"), 15, 2),
    ItemData("zgj", "建设工程规划许可", "01", "《中华人民共和国城乡规划法》第四十条", (_APPLY, "土地使用证明", "建设工程设计方案"), 20, 8),
    ItemData("zgj", "不动产转移登记", "07", "《不动产登记暂行条例》第十四条", (*_PERSON, "不动产权属证书", "转移合同"), 30, 1, "80元/件（住宅）"),
    ItemData("zgj", "建设用地规划许可", "01", "《中华人民共和国城乡规划法》第三十七条", (_APPLY, "项目批准文件", "勘测定界图"), 20, 7),
    ItemData("sthj", "建设项目环境影响报告表审批", "01", "《中华人民共和国环境影响评价法》第二十二条", (_APPLY, "环境影响报告表", "公众参与说明"), 30, 15),
    ItemData("sthj", "排污许可", "01", "《排污许可管理条例》第十一条", (_APPLY, "自行监测方案", "排污口规范化说明"), 30, 18),
    ItemData("sthj", "辐射安全许可（Ⅳ、Ⅴ类）", "01", "《放射性同位素与射线装置安全和防护条例》第八条", (_APPLY, "辐射安全管理制度", "人员培训证明"), 20, 10),
    ItemData("gaj", "旅馆业特种行业许可", "01", "《旅馆业治安管理办法》第四条", (_APPLY, _ID, _SITE, _PLAN), 20, 6),
    ItemData("gaj", "大型群众性活动安全许可", "01", "《大型群众性活动安全管理条例》第十一条", (_APPLY, "活动方案", "安全工作方案"), 7, 5),
    ItemData("gaj", "公章刻制业特种行业许可", "01", "《印铸刻字业暂行管理规则》第三条", (_APPLY, _ID, _SITE), 20, 5),
    ItemData("wjw", "公共场所卫生许可", "01", "《公共场所卫生管理条例》第四条", (_APPLY, _SITE, _PLAN, "卫生检测报告"), 20, 4),
    ItemData("wjw", "医疗机构执业登记", "01", "《医疗机构管理条例》第十五条", (_APPLY, "设置批准书", _SITE, "人员资格证明"), 45, 15),
    ItemData("wjw", "护士执业注册", "01", "《护士条例》第八条", (*_PERSON, "护士执业资格考试成绩合格证明"), 20, 3),
    ItemData("rsj", "劳务派遣经营许可", "01", "《中华人民共和国劳动合同法》第五十七条", (_APPLY, _LICENCE, "验资报告", _SITE), 20, 8),
    ItemData("rsj", "人力资源服务许可", "01", "《人力资源市场暂行条例》第十八条", (_APPLY, _LICENCE, "专职人员证明"), 20, 7),
    ItemData("rsj", "企业实行特殊工时制度审批", "01", "《中华人民共和国劳动法》第三十九条", (_APPLY, "工时方案", "职工代表大会意见"), 20, 5),
    ItemData("jtj", "道路货物运输经营许可", "01", "《中华人民共和国道路运输条例》第二十四条", (_APPLY, _ID, "车辆技术等级证明"), 20, 5),
    ItemData("jtj", "超限运输车辆行驶公路许可", "01", "《公路安全保护条例》第三十五条", (_APPLY, "车货外廓尺寸说明", "行驶路线"), 20, 3),
    ItemData("swj", "城镇污水排入排水管网许可", "01", "《城镇排水与污水处理条例》第二十一条", (_APPLY, "排水管线图", "水质检测报告"), 20, 7),
    ItemData("swj", "取水许可", "01", "《取水许可和水资源费征收管理条例》第十四条", (_APPLY, "水资源论证报告"), 45, 20),
    ItemData("wtlj", "娱乐场所经营许可", "01", "《娱乐场所管理条例》第九条", (_APPLY, _LICENCE, _SITE, "消防安全承诺书"), 20, 10),
    ItemData("jyj", "民办幼儿园设立审批", "01", "《中华人民共和国民办教育促进法》第十二条", (_APPLY, "举办者资格证明", "园舍安全证明", "章程"), 60, 30),
    ItemData("mzj", "社会团体成立登记", "01", "《社会团体登记管理条例》第十二条", (_APPLY, "章程草案", "验资报告", _SITE), 60, 20),
    ItemData("mzj", "最低生活保障对象认定", "05", "《社会救助暂行办法》第十一条", (*_PERSON, "家庭经济状况授权核查书"), 30, 22),
    ItemData("yjj", "危险化学品经营许可", "01", "《危险化学品安全管理条例》第三十三条", (_APPLY, _LICENCE, "安全评价报告", "应急预案备案表"), 30, 15),
    ItemData("xfdd", "公众聚集场所投入使用、营业前消防安全检查", "01", "《中华人民共和国消防法》第十五条", (_APPLY, _LICENCE, "消防安全制度", _PLAN), 10, 6),
    ItemData("yczm", "烟草专卖零售许可", "01", "《中华人民共和国烟草专卖法》第十六条", (_APPLY, _LICENCE, _SITE), 20, 8),
    ItemData("swuj", "增值税专用发票最高开票限额审批", "01", "《中华人民共和国增值税法》第三十四条", (_APPLY, "经办人身份证明"), 20, 5),
    ItemData("town-hq", "农村村民住宅用地审批", "01", "《中华人民共和国土地管理法》第六十二条", (*_PERSON, "村民会议意见", "用地位置图"), 20, 12),
)  # fmt: skip
